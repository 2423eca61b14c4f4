"""The weakest link of a journey: the touchpoint that stays behind the rest, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Literal

from groundswell.science.scores.figure import MINIMUM_ANSWERS
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import Difference, compare
from groundswell.science.statistics.many import benjamini_hochberg, holm

Certainty = Literal["sure", "probably", "cannot tell"]


@dataclass(frozen=True, slots=True)
class TouchpointTally:
    """One touchpoint of a journey with its answers; `order` is its place on the way."""

    code: str
    name: str
    order: int
    tally: NpsTally


@dataclass(frozen=True, slots=True)
class WeakestLink:
    """The touchpoint furthest behind the pooled rest of the journey. `gap` is below 0 when it stays behind."""

    code: str
    name: str
    order: int
    n: int
    score: float
    rest_n: int
    rest_score: float
    gap: float
    low: float
    high: float
    p_value: float
    p_adjusted: float
    compared: int
    certainty: Certainty

    @property
    def parts(self) -> tuple[str, str, str]:
        """What a page may set apart: the gap, what it rests on, and how sure it is."""
        gap = f"{abs(self.gap):.0f} points below the rest of the journey ({_away(self.high)} to {_away(self.low)})"
        basis = f"{self.n:,} answers here, {self.rest_n:,} elsewhere, {self.compared} touchpoints compared"
        return gap, basis, _CERTAINTY[self.certainty]

    @property
    def in_words(self) -> str:
        """One sentence that claims no more than the answers allow."""
        if self.certainty == "cannot tell":
            return (
                f"No touchpoint stays clearly behind. {self.name} is lowest against the rest "
                f"({self.n:,} answers), yet chance could explain it."
            )
        gap, basis, certainty = self.parts
        return f"{self.name} is {certainty} the weakest link: {gap}; {basis}."


_CERTAINTY: dict[Certainty, str] = {"sure": "surely", "probably": "probably", "cannot tell": "perhaps"}


def weakest_link(points: Sequence[TouchpointTally], minimum: int = MINIMUM_ANSWERS) -> WeakestLink | None:
    """The touchpoint whose gap to all others together reaches furthest below 0 even at the kind end of its range.

    So a handful of angry answers does not outrank a thousand dissatisfied ones. Sure: Holm over touchpoints
    below 0.05. Probably: Benjamini-Hochberg below 0.10. None unless two touchpoints have the minimum of answers.
    """
    enough = [point for point in points if point.tally.n >= minimum]
    if len(enough) < 2:
        return None
    gaps = [(point, gap) for point in enough if (gap := compare(point.tally, _rest(points, point)))]
    strict = holm([gap.p_value for _, gap in gaps])
    screened = benjamini_hochberg([gap.p_value for _, gap in gaps])
    lowest = min(
        range(len(gaps)), key=lambda i: (gaps[i][1].interval.high, gaps[i][0].order, gaps[i][0].code)
    )
    point, gap = gaps[lowest]
    return _link(point, gap, _rest(points, point), len(gaps), strict[lowest], screened[lowest])


def _rest(points: Sequence[TouchpointTally], without: TouchpointTally) -> NpsTally:
    return reduce(add, (point.tally for point in points if point is not without), NpsTally())


def _link(
    point: TouchpointTally, gap: Difference, rest: NpsTally, compared: int, strict: float, screened: float
) -> WeakestLink:
    here = point.tally.score or 0.0
    return WeakestLink(
        code=point.code,
        name=point.name,
        order=point.order,
        n=point.tally.n,
        score=here,
        rest_n=rest.n,
        rest_score=here - gap.points,
        gap=gap.points,
        low=gap.interval.low,
        high=gap.interval.high,
        p_value=gap.p_value,
        p_adjusted=strict,
        compared=compared,
        certainty=_certainty(gap.points, strict, screened),
    )


def _certainty(gap: float, strict: float, screened: float) -> Certainty:
    if gap < 0 and strict < 0.05:
        return "sure"
    return "probably" if gap < 0 and screened < 0.10 else "cannot tell"


def _away(end: float) -> str:
    return f"{max(0.0, -end):.0f}"
