"""Units compared fairly: small ones may stray further from the whole before it means anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from math import sqrt
from operator import add
from typing import Final, Literal

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.intervals import Interval

WARNING_REACH: Final = 1.96
ALARM_REACH: Final = 3.0

Standing = Literal["above", "below", "within"]


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One unit beside the range in which chance alone would put a unit of its size."""

    code: str
    n: int
    score: float
    warning: Interval
    alarm: Interval

    @property
    def standing(self) -> Standing:
        """Above or below only beyond three standard errors; within says that a rank means nothing."""
        if self.score > self.alarm.high:
            return "above"
        return "below" if self.score < self.alarm.low else "within"


def funnel_limits(whole: NpsTally, n: int, reach: float = ALARM_REACH) -> Interval | None:
    """Mean +- reach x s / sqrt(n) around the whole (Spiegelhalter 2005, Statistics in Medicine 24:1185)."""
    if whole.score is None or whole.variance is None or n <= 0:
        return None
    half = reach * 100 * sqrt(whole.variance / n)
    return Interval(whole.score - half, whole.score + half).clipped(-100, 100)


def funnel(units: Mapping[str, NpsTally]) -> tuple[FunnelPoint, ...]:
    """Every unit with answers beside its limits, largest first; the whole is all units together."""
    whole = reduce(add, units.values(), NpsTally())
    points = [point for code, tally in units.items() if (point := _point(code, tally, whole))]
    return tuple(sorted(points, key=lambda point: (-point.n, point.code)))


def _point(code: str, tally: NpsTally, whole: NpsTally) -> FunnelPoint | None:
    warning = funnel_limits(whole, tally.n, WARNING_REACH)
    alarm = funnel_limits(whole, tally.n, ALARM_REACH)
    if tally.score is None or warning is None or alarm is None:
        return None
    return FunnelPoint(code, tally.n, tally.score, warning, alarm)
