"""Team lead: the next huddle, cases at risk, people to coach, one number with its band, what the team cannot fix."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from groundswell.act.cases.queries import cases_visible_to, open_cases, with_places, with_state
from groundswell.act.coaching.coaches import people_coached_by
from groundswell.act.coaching.helping import Helped, to_talk_with, what_helps
from groundswell.act.coaching.queries import appeals_to_decide
from groundswell.act.council.owed import owed_by
from groundswell.act.council.wanted import wanted_of
from groundswell.act.huddles.models import Huddle
from groundswell.act.huddles.planning import missed_before
from groundswell.act.huddles.queries import elevations_visible_to, huddles_visible_to, promises_due
from groundswell.align.objectives.models import Metric
from groundswell.align.scorecards.models import Target
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Unit
from groundswell.look.components import Figure
from groundswell.understand.scores.explorer import voices_url
from groundswell.understand.scores.queries import score_of
from groundswell.understand.scores.question import Question

from .case_work import case_work
from .raised import raised_lines

SOON = timedelta(hours=24)


def home(user: User, at: datetime) -> dict[str, Any]:
    """The day of a team."""
    if user.person is None:
        return {}
    unit = user.person.unit
    at_risk = with_state(open_cases() & cases_visible_to(user), at).filter(
        contacted_at=None, waits_until=None, due_at__lt=at + SOON
    )
    target = target_of(unit, at)
    question = Question(
        timezone.localdate(), period="90", unit=unit, touchpoint=target and target.metric.touchpoint
    )
    return {
        "unit": unit,
        "huddle": next_huddle(user, at),
        "cases": with_places(at_risk).order_by("due_at")[:8],
        "coaching": people_to_coach(user, at),
        "appeals": appeals_to_decide(user)[:3],
        "figure": team_figure(question, user),
        "figure_url": voices_url(question),
        "goal": target and target.goal,
        "promises": promises_due(unit)[:6],
        "work": case_work(user, at),
        "wanted": wanted_of(user, at),
        "owed": owed_by(user, at),
        "raised": raised_lines(elevations_visible_to(user)[:4], user),
    }


def next_huddle(user: User, at: datetime) -> Huddle | None:
    """The huddle that runs, else the next one of their team; one that was missed is over."""
    coming = Q(started_at__isnull=False) | Q(planned_at__gt=missed_before(at))
    seen = huddles_visible_to(user).filter(coming, ended_at=None, called_off_at=None)
    return (
        seen.filter(unit=user.person.unit)
        .order_by(F("started_at").asc(nulls_last=True), "planned_at")
        .first()
    )


def team_figure(question: Question, user: User) -> Figure:
    """The team's experience score of the last 90 days."""
    found = score_of(question.slice_for(user))
    return Figure(
        found.score,
        found.n,
        found.low,
        found.high,
        period=question.period_words,
        definition=found.definition.sentence,
        is_thin=not found.is_known,
        reason=found.reason or "",
        label=f"Experience score{f', {question.touchpoint}' if question.touchpoint else ''}",
    )


def target_of(unit: Unit, at: datetime) -> Target | None:
    """The team's target for an experience score in the period that runs, the whole before one touchpoint."""
    running = Q(scorecard__starts_on__lte=at, scorecard__ends_on__gte=at)
    goals = Target.objects.filter(
        running, scorecard__unit=unit, metric__source=Metric.Source.EXPERIENCE_SCORE
    )
    return (
        goals.select_related("metric__touchpoint")
        .order_by(F("metric__touchpoint").asc(nulls_first=True), "id")
        .first()
    )


def people_to_coach(user: User, at: datetime) -> list[Helped]:
    """Up to three colleagues with words of an unhappy customer that nobody talked about, and what else helps. No score of a
    person is shown, and nobody is put in an order of merit."""
    return to_talk_with(what_helps(people_coached_by(user.person), user, at))[:3]
