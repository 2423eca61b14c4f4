"""How far those who did not answer could move a score: nothing is assumed about them, and that is said in points."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.listen.surveys.models import Invitation
from groundswell.look.numbers import plain, signed
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.silence import WorstCase, silent_for, worst_case

from .question import Question

NOT_ASKED_BY = ("stage", "channel", "segment", "theme", "attribute", "employee", "edition", "without")
"""Of whom was asked, only the kind, the days, the place and the touchpoint are known."""


@dataclass(frozen=True, slots=True)
class Silent:
    """The score of those who answered, and what the silent could make of it."""

    worst: WorstCase
    in_words: str
    to_leave_the_margin: str


def asked_in(question: Question, unit_ids: Collection[int] | None) -> QuerySet[Invitation] | None:
    """First asks of these days and places; None where the question is narrowed by what is known of answers only."""
    if any(getattr(question, name) for name in NOT_ASKED_BY):
        return None
    zone = timezone.get_default_timezone()
    begins, ends = (
        datetime.combine(day, time(), zone) for day in (question.since, question.until + timedelta(days=1))
    )
    found = Invitation.objects.filter(
        purpose=Invitation.Purpose.FIRST_ASK,
        version__survey__kind_of_score=question.kind,
        invited_at__gte=begins,
        invited_at__lt=ends,
    )
    found = found.filter(touchpoint=question.touchpoint) if question.touchpoint else found
    return found if unit_ids is None else found.filter(unit__in=unit_ids)


def silent_of(question: Question, tally: NpsTally, user: User) -> Silent | None:
    """What the silent could do to the figure of a question, within a person's sight. One query."""
    asked = asked_in(question, question.slice_for(user).unit_ids)
    if asked is None or tally.n < 30:
        return None
    counts = asked.aggregate(asked=Count("pk"), answered=Count("signal"))
    return told(tally, counts["asked"], counts["asked"] - counts["answered"])


def told(tally: NpsTally, asked: int, silent: int) -> Silent | None:
    """The worst cases in words; None where nobody was asked in vain."""
    worst = worst_case(tally, silent)
    margin = tally.interval()
    if worst is None or margin is None:
        return None
    words = (
        f"{plain(silent)} of {plain(asked)} who were asked by name did not answer. Were all of them "
        f"detractors, the score of all would be {signed(worst.low)}; were all promoters, {signed(worst.high)}."
    )
    edge = silent_for(tally, tally.n + silent, margin.low)
    leave = ""
    if edge and edge.gap < 0:
        leave = (
            f"For the score of all to fall below the margin, at {signed(margin.low)}, it is enough that the silent score "
            f"{plain(abs(edge.gap))} points lower than those who answered."
        )
    return Silent(worst, words, leave)
