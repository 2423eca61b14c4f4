"""Importance and performance on one map: where to work first, and what cannot be told yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from groundswell.science.statistics.intervals import Interval

Quadrant = Literal["work on it", "keep it up", "low priority", "more than needed", "undecided"]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that customers rate: how much it matters and how well it is done, each with its range if known."""

    code: str
    importance: float
    performance: float
    importance_range: Interval | None = None
    performance_range: Interval | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A point and where it lies."""

    point: Point
    quadrant: Quadrant


@dataclass(frozen=True, slots=True)
class PriorityMap:
    """The points around a crosshair at the means of both columns, which must be said beside the picture."""

    mean_importance: float
    mean_performance: float
    placed: tuple[Placed, ...]


def priority_map(points: Sequence[Point]) -> PriorityMap:
    """Quadrants after Martilla & James 1977, Journal of Marketing 41:77; undecided where a range crosses a line."""
    if not points:
        raise ValueError("A map without points says nothing.")
    importance = sum(point.importance for point in points) / len(points)
    performance = sum(point.performance for point in points) / len(points)
    return PriorityMap(
        importance,
        performance,
        tuple(Placed(point, _quadrant(point, importance, performance)) for point in points),
    )


def _quadrant(point: Point, importance: float, performance: float) -> Quadrant:
    if _crosses(point.importance_range, importance) or _crosses(point.performance_range, performance):
        return "undecided"
    if point.importance >= importance:
        return "keep it up" if point.performance >= performance else "work on it"
    return "more than needed" if point.performance >= performance else "low priority"


def _crosses(values: Interval | None, line: float) -> bool:
    return values is not None and values.low < line < values.high
