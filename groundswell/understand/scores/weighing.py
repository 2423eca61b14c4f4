"""Who answered of those who were asked, and the score when those who answered stand for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import OuterRef, QuerySet, Subquery

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import places
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import Invitation
from groundswell.look.charts import Chart, IntervalRow, interval_dots
from groundswell.look.numbers import signed
from groundswell.science.scores.figure import ANSWERS_WITHOUT_WARNING, Figure, figure
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.intervals import Interval, wilson
from groundswell.science.weights.estimate import WeightedScore, nps_values, weighted_score
from groundswell.science.weights.raking import CannotBeWeighted, Floats, capped, raked

from .question import Question
from .silence import asked_in

FEWEST = 10
"""Groups from which fewer answered are weighed together: one answer would stand for too many."""
MOST_ASKED = 40_000
"""The newest asks of a longer list."""
OTHERS = "All others"

Integers = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Group:
    """Some of those who were asked, alike in one property; ``stands_for`` is how many of them an answer weighs, on average."""

    name: str
    asked: int
    rate: Interval | None
    figure: Figure
    stands_for: float
    question: Question | None

    @property
    def share(self) -> float:
        return self.figure.n / self.asked


@dataclass(frozen=True, slots=True)
class Property:
    """Something known of everybody who was asked, and who answered by it."""

    name: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The score as given and as weighted, and by what."""

    asked: int
    as_given: Figure
    weighted: WeightedScore
    n_capped: int
    properties: tuple[Property, ...]
    is_newest_only: bool

    @property
    def answered(self) -> int:
        return self.as_given.n

    @property
    def margin(self) -> Interval:
        return self.weighted.interval()

    @property
    def in_words(self) -> str:
        """Where the weighted score stands beside the one as given."""
        weighted, given = signed(self.weighted.score), signed(self.as_given.score)
        verb = f"stays at {given}" if weighted == given else f"is {weighted} rather than {given}"
        return f"Weighted to all who were asked, the score {verb}"


@dataclass(frozen=True, slots=True)
class _Known:
    """A property of each who was asked by its key, what a key is called, and what a question narrowed to it changes."""

    name: str
    keys: Sequence[Any]
    words: Mapping[Any, str]
    narrows: Callable[[Any], dict[str, Any]] | None = None


def weighed_for(question: Question, user: User) -> Weighed | str:
    """The weighted score within a person's sight, or why there is none. Five queries, whatever the number of asks."""
    asked = asked_in(question, question.slice_for(user).unit_ids)
    if asked is None:
        return (
            "Of whom was asked, only the days, the part and the touchpoint are known. Ask without the rest."
        )
    rows = _rows_of(asked, question)
    scores = np.array([row[-2] if row[-2] is not None else -1 for row in rows])
    if np.count_nonzero(scores >= 0) < ANSWERS_WITHOUT_WARNING:
        return f"Too few to tell: {ANSWERS_WITHOUT_WARNING} of those who were asked by name have to answer."
    try:
        return _weighed(rows, scores, _known_of(rows, question, user), question)
    except CannotBeWeighted as refused:
        return f"No weights can be found. {refused}"


def _rows_of(asked: QuerySet[Invitation], question: Question) -> list[Any]:
    """Customer, part, touchpoint, segment, answer and the answer before, of the newest asks."""
    earlier = Signal.objects.filter(
        customer=OuterRef("customer"),
        kind_of_score=question.kind,
        score__isnull=False,
        submitted_at__lt=OuterRef("invited_at"),
    ).order_by("-submitted_at", "-id")
    rows = asked.order_by("-invited_at").annotate(said_before=Subquery(earlier.values("score")[:1]))
    return list(
        rows.values_list(
            "customer_id", "unit_id", "touchpoint_id", "customer__segment", "signal__score", "said_before"
        )[:MOST_ASKED]
    )


def _known_of(rows: Sequence[Any], question: Question, user: User) -> list[_Known]:
    _, units, points, segments, _, before = zip(*rows, strict=True)
    parts, part_of = _parts(question, user)
    touchpoints = Touchpoint.objects.in_bulk()
    part_keys = [part_of.get(unit) for unit in units]
    part_words = {pk: part.name for pk, part in parts.items()}
    point_words = {pk: point.name for pk, point in touchpoints.items()}
    said = dict.fromkeys(range(9, 11), "Promoters") | dict.fromkeys(range(7, 9), "Passives")
    said |= dict.fromkeys(range(7), "Detractors") | {None: "Nothing yet"}
    return [
        _Known("Part", part_keys, part_words, lambda key: {"unit": parts[key]}),
        _Known("Touchpoint", points, point_words, lambda key: {"touchpoint": touchpoints[key]}),
        _Known("Segment", segments, {"": "No segment"}, lambda key: {"segment": key}),
        _Known("What they said before", [said[score] for score in before], {}),
    ]


def _parts(question: Question, user: User) -> tuple[dict[int, Unit], dict[int, int]]:
    """The parts one level below what is asked about, and the one to which each unit belongs."""
    seen = units_visible_to(user).in_bulk()
    ordered = [place for place in places() if place.unit_id in seen]
    top = question.unit.pk if question.unit else next((one.unit_id for one in ordered), None)
    below = [one for one in ordered if one.parent_id == top]
    inside = (
        (branch, one) for branch in below for one in ordered if branch.first <= one.first <= branch.last
    )
    return {one.unit_id: seen[one.unit_id] for one in below}, {
        one.unit_id: branch.unit_id for branch, one in inside
    }


def _weighed(rows: Sequence[Any], scores: Integers, known: Sequence[_Known], question: Question) -> Weighed:
    answered = np.flatnonzero(scores >= 0)
    given = scores[answered]
    joined = [(one, _joined(one.keys, answered)) for one in known]
    used = [(one, keys) for one, keys in joined if len(set(keys)) > 1]
    of_answers = [[keys[place] for place in answered] for _, keys in used]
    margins = [(own, dict(Counter(keys))) for own, (_, keys) in zip(of_answers, used, strict=True)]
    cut = capped(raked(np.full(len(given), len(rows) / len(given)), margins, tolerance=1e-4))
    customers = [rows[place][0] for place in answered]
    return Weighed(
        asked=len(rows),
        as_given=figure(_tally(given)),
        weighted=weighted_score(nps_values(given), cut.weights, margins=of_answers, clusters=customers),
        n_capped=cut.n_capped,
        properties=tuple(
            Property(one.name, tuple(_groups(one, asked, own, given, cut.weights, question)))
            for (one, asked), own in zip(used, of_answers, strict=True)
        ),
        is_newest_only=len(rows) == MOST_ASKED,
    )


def _tally(given: Integers) -> NpsTally:
    return NpsTally.from_histogram(np.bincount(given, minlength=11).tolist())


def _joined(keys: Sequence[Any], answered: Integers) -> list[Any]:
    """The keys with those under :data:`OTHERS` from which too few answered."""
    counts = Counter(dict.fromkeys(keys, 0))
    counts.update(keys[place] for place in answered)
    ordered = [key for key, _ in reversed(counts.most_common())]
    small = [key for key in ordered if counts[key] < FEWEST or key is None]
    for key in ordered:
        if small and sum(counts[one] for one in small) < FEWEST and key not in small:
            small.append(key)
    return [OTHERS if key in small else key for key in keys]


def _groups(
    known: _Known,
    asked: Sequence[Any],
    own: Sequence[Any],
    given: Integers,
    weights: Floats,
    question: Question,
) -> Iterator[Group]:
    for key, number in Counter(asked).most_common():
        inside = np.array([one == key for one in own])
        narrows = known.narrows if key and key != OTHERS else None
        yield Group(
            known.words.get(key, str(key)),
            number,
            wilson(int(inside.sum()), number),
            figure(_tally(given[inside])),
            float(weights[inside].mean()),
            question.narrowed(**narrows(key)) if narrows else None,
        )


def weighed_picture(found: Weighed) -> Chart:
    """The score as given and as weighted, with their margins."""
    given, margin = found.as_given, found.margin
    return interval_dots(
        [
            IntervalRow("As they answered", given.score, given.low, given.high, given.n, given.is_few),
            IntervalRow(
                "Weighted to all", found.weighted.score, margin.low, margin.high, given.n, given.is_few
            ),
        ],
        title="The score as given, and weighted to all who were asked",
        description="With their 95% margins. Unequal weights cost answers; what the groups explain is chance no more.",
    )
