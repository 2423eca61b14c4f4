"""Control charts: a figure per day or week, the range of the usual, and the signals that are worth a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.science.scores.nps import NpsTally

Floats = NDArray[np.float64]
Signal = Literal["beyond", "run"]

REACH: Final = 3.0
RUN: Final = 8
FALSE_ALARM_EVERY: Final = 152.7
"""Points between false alarms, on average, of three sigma with the run of eight (Champ & Woodall 1987)."""
SLOW_FALSE_ALARM_EVERY: Final = 370.0
"""The same of the moving average with its usual weight and reach (Lucas & Saccucci 1990)."""


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One figure beside the range of the usual. ``signals`` is empty where chance explains it."""

    value: float
    low: float
    high: float
    signals: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class ControlChart:
    """The points in their order around a centre; ``extra_spread`` above 1 widens the limits (Laney 2002)."""

    centre: float
    points: tuple[ChartPoint, ...]
    extra_spread: float = 1.0
    errors: tuple[float, ...] = ()
    """The standard error of each point, before any widening."""


def p_chart(hits: ArrayLike, n: ArrayLike, *, with_extra_spread: bool = False) -> ControlChart:
    """Shares with limits p +- 3 sqrt(p (1 - p) / n), each by its own n (Shewhart 1931).

    With large n nearly every point lies beyond: ``with_extra_spread`` widens by what differs between points (Laney's p').
    """
    k, size = np.asarray(hits, dtype=np.float64), _sizes(n, hits)
    centre = float(k.sum() / size.sum())
    errors = np.sqrt(centre * (1 - centre) / size)
    return _chart(k / size, centre, errors, with_extra_spread, 0.0, 1.0)


def nps_chart(tallies: Sequence[NpsTally], *, with_extra_spread: bool = False) -> ControlChart:
    """Scores in points around the score of all answers together, limits by each tally's n.

    Only tallies with answers; never a rolling average: its points share answers and run by themselves.
    """
    together = sum(tallies, NpsTally())
    if together.score is None or together.variance is None or any(tally.n == 0 for tally in tallies):
        raise ValueError("Every point of the chart needs answers.")
    values = np.array([float(tally.score or 0.0) for tally in tallies])
    errors = 100 * np.sqrt(together.variance / np.array([tally.n for tally in tallies], dtype=np.float64))
    return _chart(values, together.score, errors, with_extra_spread, -100.0, 100.0)


def c_chart(counts: ArrayLike, *, with_extra_spread: bool = False) -> ControlChart:
    """Counts of rare events in equal spans, such as complaints per week: c +- 3 sqrt(c).

    Many events never come as independently as that: ``with_extra_spread`` widens as in Laney's p'.
    """
    c = np.asarray(counts, dtype=np.float64)
    if not c.sum():
        raise ValueError("Nothing has happened yet.")
    return _chart(c, float(c.mean()), np.full(len(c), sqrt(c.mean())), with_extra_spread, 0.0, np.inf)


def ewma_chart(
    values: ArrayLike, centre: float, error: ArrayLike | float, weight: float = 0.2, reach: float = 2.86
) -> ControlChart:
    """Moving average that forgets (Roberts 1959): finds small lasting shifts that three sigma misses.

    The usual weight 0.2 and reach 2.86 give a false alarm every 370 points (Lucas & Saccucci 1990).
    """
    if not 0 < weight <= 1:
        raise ValueError("The newest value weighs more than 0 and at most 1.")
    x = np.asarray(values, dtype=np.float64)
    spread = np.broadcast_to(np.asarray(error, dtype=np.float64), x.shape)
    smoothed, errors, level, variance = np.empty(len(x)), np.empty(len(x)), centre, 0.0
    for place, value in enumerate(x):
        level = weight * value + (1 - weight) * level
        variance = (weight * spread[place]) ** 2 + (1 - weight) ** 2 * variance
        smoothed[place], errors[place] = level, sqrt(variance)
    low, high = centre - reach * errors, centre + reach * errors
    beyond = (smoothed < low) | (smoothed > high)
    return ControlChart(centre, _points(smoothed, low, high, beyond, np.zeros(len(x), dtype=bool)))


def _sizes(n: ArrayLike, like: ArrayLike) -> Floats:
    sizes = np.broadcast_to(np.asarray(n, dtype=np.float64), np.shape(like))
    if (sizes <= 0).any():
        raise ValueError("Every point of the chart needs answers.")
    return np.asarray(sizes, dtype=np.float64)


def _chart(
    values: Floats, centre: float, errors: Floats, with_extra_spread: bool, least: float, most: float
) -> ControlChart:
    extra = _extra_spread((values - centre) / errors) if with_extra_spread else 1.0
    low, high = centre - REACH * extra * errors, centre + REACH * extra * errors
    beyond = (values < low) | (values > high)
    points = _points(values, np.maximum(low, least), np.minimum(high, most), beyond, runs(values - centre))
    return ControlChart(centre, points, extra, tuple(errors.tolist()))


def _extra_spread(z: Floats) -> float:
    """Standard deviation of neighbours' differences over 1.128; never below 1, so limits are never narrowed."""
    if len(z) < 2:
        return 1.0
    return max(1.0, float(np.abs(np.diff(z)).mean()) / 1.128)


def runs(gaps: ArrayLike, length: int = RUN) -> NDArray[np.bool_]:
    """Where at least so many points in a row lie on the same side of the centre; the last of each such row is marked."""
    sides = np.sign(np.asarray(gaps, dtype=np.float64))
    found, row, before = np.zeros(len(sides), dtype=bool), 0, 0.0
    for place, side in enumerate(sides):
        row = row + 1 if side and side == before else int(side != 0)
        before = side
        found[place] = row >= length
    return found


def zone_signals(z: ArrayLike) -> NDArray[np.bool_]:
    """All four Western Electric rules on standardised values: a false alarm about every 92 points, so not our default."""
    x = np.asarray(z, dtype=np.float64)
    found = (np.abs(x) > REACH) | runs(x)
    for side in (1, -1):
        found |= _enough(side * x > 2, 2, 3) | _enough(side * x > 1, 4, 5)
    return found


def _enough(hits: NDArray[np.bool_], needed: int, among: int) -> NDArray[np.bool_]:
    counted = np.convolve(hits.astype(np.int64), np.ones(among, dtype=np.int64))[: len(hits)]
    return hits & (counted >= needed)


def _points(
    values: Floats, low: Floats, high: Floats, beyond: NDArray[np.bool_], run: NDArray[np.bool_]
) -> tuple[ChartPoint, ...]:
    signals: list[tuple[Signal, ...]] = [
        (*(("beyond",) if out else ()), *(("run",) if row else ()))
        for out, row in zip(beyond, run, strict=True)
    ]
    rows = zip(values.tolist(), low.tolist(), high.tolist(), signals, strict=True)
    return tuple(ChartPoint(*row) for row in rows)
