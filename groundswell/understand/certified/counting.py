"""Count one figure from the signals themselves, with a hash by which anybody can tell whether the same was counted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from django.utils import timezone

from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.listen.asking.models import Ask, Draw, Episode
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import living_signals
from groundswell.listen.surveys.models import KindOfScore
from groundswell.science.scores.definition import NPS
from groundswell.science.scores.nps import NpsTally
from groundswell.understand.scores.question import Question
from groundswell.understand.scores.silence import asked_in

from .models import CertifiedFigure

BUCKETS = 11


@dataclass(frozen=True, slots=True)
class Count:
    """What a question counts today."""

    tally: NpsTally
    digest: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Who could have answered, as far as anybody knows; None where nothing is known."""

    population: int | None
    offered: int | None
    asked: int | None
    answered: int | None


def question_of(figure: CertifiedFigure) -> Question:
    """The question that a figure answers, whenever it is read."""
    return Question(
        today=figure.until,
        kind=figure.kind_of_score,
        period=figure.period,
        unit=figure.unit,
        stage=figure.stage,
        touchpoint=figure.touchpoint,
        channel=figure.channel,
    )


def count(question: Question, versions_left_out: Collection[int]) -> Count:
    """Every signal once, in the order of its number. One line each: number, colon, score; first the definition."""
    counts = [0] * BUCKETS
    seal = sha256(f"{NPS.code} {NPS.version}\n".encode())
    found = question.voices_among(living_signals(), versions_left_out)
    for number, score in found.order_by("id").values_list("id", "score").iterator(chunk_size=10_000):
        seal.update(f"{number}:{score}\n".encode())
        counts[score] += 1
    return Count(NpsTally.from_histogram(counts), seal.hexdigest())


def reach_of(question: Question) -> Reach:
    """From the listening plans and the invitations of these days. What has no invitation is in no rate."""
    below = subtree_ids(question.unit) if question.unit else None
    asked = asked_in(question, below)
    if asked is None:
        return Reach(None, None, None, None)
    days = {"gte": _midnight(question.since), "lt": _midnight(question.until + timedelta(days=1))}
    unit = {"unit__in": below} if below else {}
    place = {"touchpoint": question.touchpoint} if question.touchpoint else {}
    offered = Ask.objects.filter(
        step=0,
        survey__kind_of_score=question.kind,
        **{f"offered_at__{end}": moment for end, moment in days.items()},
        **unit,
        **({"survey__touchpoint": question.touchpoint} if place else {}),
    ).count()
    written = asked.count()
    answered = Signal.objects.filter(invitation__in=asked).count()
    return Reach(
        _population(question, days, unit, place),
        offered
        if offered >= written
        else None,  # some were asked without a plan: nobody knows how many were chosen
        written or None,
        answered or None,
    )


def _population(
    question: Question, days: dict[str, object], unit: dict[str, object], place: dict[str, object]
) -> int | None:
    """Episodes of these days; for a relationship score the customers among whom the lot was cast."""
    if question.kind == KindOfScore.EXPERIENCE:
        when = {f"happened_at__{end}": moment for end, moment in days.items()}
        return Episode.objects.filter(**when, **unit, **place).count() or None
    if unit or place:
        return None
    when = {f"drawn_at__{end}": moment for end, moment in days.items()}
    drawn = Draw.objects.filter(**when, plan__survey__kind_of_score=question.kind)
    return max(drawn.values_list("population", flat=True), default=None)


def _midnight(day: date) -> object:
    return timezone.make_aware(timezone.datetime.combine(day, timezone.datetime.min.time()))
