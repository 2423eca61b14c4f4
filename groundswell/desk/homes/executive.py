"""Executive: one page. Where we stand, the weakest link, five initiatives with effect and money, decisions wanted, voices to read."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from groundswell.act.council.owed import owed_by
from groundswell.act.council.queries import open_proposals
from groundswell.act.council.wanted import wanted_of
from groundswell.act.initiatives.queries import board
from groundswell.desk.voices import as_cards, cards
from groundswell.foundation.access.models import User
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.listen.surveys.models import KindOfScore
from groundswell.prove.economics.queries import preferred, value_of
from groundswell.prove.economics.report import opening_sentence
from groundswell.understand.benchmarks.queries import newest_standing
from groundswell.understand.journeys_read.picture import picture_of
from groundswell.understand.journeys_read.weakest import read_the_journey
from groundswell.understand.scores.axes import AXES
from groundswell.understand.scores.explorer import Answer, answer_for, voices_url
from groundswell.understand.scores.question import Question

from .case_work import case_work


def home(user: User, at: datetime) -> dict[str, Any]:
    """The whole on one page."""
    experience = Question(timezone.localdate())
    asked, answer = _answered(experience, user)
    journey = read_the_journey(experience, user)
    wanted = wanted_of(user, at)
    words = signals_visible_to(user).exclude(comment="").filter(submitted_at__gt=at - timedelta(days=14))
    return {
        "work": case_work(user, at),
        "wanted": wanted,
        "owed": owed_by(user, at),
        "answer": answer,
        "is_relationship": asked is not experience,
        "voices_url": voices_url(asked),
        "standing": newest_standing(user),
        "journey": journey,
        "journey_chart": picture_of(journey),
        "initiatives": board(user, at)[:5],
        "to_decide": open_proposals(user).exclude(pk__in=[one.proposal.pk for one in wanted])[:5],
        "value": opening_sentence(value_of(preferred(at)[1])),
        "voices": as_cards(
            [*cards(words.filter(score__lte=6))[:2], *cards(words.filter(score__gte=9))[:1]], user
        ),
    }


def _answered(experience: Question, user: User) -> tuple[Question, Answer]:
    """About the relationship; about experiences as long as nobody spoke of the relationship and somebody of these."""
    relationship = experience.narrowed(kind=KindOfScore.RELATIONSHIP)
    answer = answer_for(relationship, user, AXES["unit"])
    if not answer.figure.n and (instead := answer_for(experience, user, AXES["unit"])).figure.n:
        return experience, instead
    return relationship, answer
