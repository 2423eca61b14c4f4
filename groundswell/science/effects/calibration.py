"""What we promised beside what we reached: how far to believe the next promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from groundswell.science.statistics.intervals import Interval, around_by_t

Floats = NDArray[np.float64]
ENOUGH: Final = 3
"""Initiatives, below which nobody can tell how promises hold, nor what the next one brings."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One initiative: what was promised, what was measured, and the standard error of that, all in points."""

    promised: float
    reached: float
    error: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of each promised point, how many were reached; the range is None below three initiatives."""

    n: int
    share: float
    interval: Interval | None

    @property
    def times(self) -> float | None:
        """So many times what we reach do we promise; None where nothing was reached."""
        return 1 / self.share if self.share > 0 else None


def calibrate(outcomes: Sequence[Outcome]) -> Calibration | None:
    """Reached = share x promised, by least squares through nothing, the weight of each by how surely it was measured.

    Initiatives differ by more than they are mismeasured: that spread is taken from what is left (DerSimonian & Laird 1986),
    and the range is Student's t with n - 1 degrees. None where no initiative with a promise was measured.
    """
    told = [one for one in outcomes if one.promised > 0 and one.error > 0]
    if not told:
        return None
    p, y, v = (
        np.array(values) for values in zip(*((o.promised, o.reached, o.error**2) for o in told), strict=True)
    )
    between = _between(p, y, v)
    weights = p**2 / (v + between)
    share = float((p * y / (v + between)).sum() / weights.sum())
    if len(told) < ENOUGH:
        return Calibration(len(told), share, None)
    left = float(((y - share * p) ** 2 / (v + between)).sum()) / (len(told) - 1)
    error = sqrt(max(left, 1.0) / float(weights.sum()))
    reach = float(special.stdtrit(len(told) - 1, 0.975)) * error
    return Calibration(len(told), share, Interval(share - reach, share + reach))


def _between(p: Floats, y: Floats, v: Floats) -> float:
    if len(p) < ENOUGH:
        return 0.0
    weights = p**2 / v
    share = float((p * y / v).sum() / weights.sum())
    surplus = float(((y - share * p) ** 2 / v).sum()) - (len(p) - 1)
    scale = float((1 / v).sum() - (p**2 / v**2).sum() / weights.sum())
    return max(0.0, surplus / scale) if scale > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Expected:
    """What the next one of its kind may bring, from how many alike and how much they count (0 to 1)."""

    points: float
    interval: Interval
    alike: int
    weight_of_alike: float


def expected_of_next(every: Sequence[Outcome], alike: Sequence[Outcome]) -> Expected | None:
    """The mean of those alike, drawn towards the mean of all (partial pooling; Raudenbush 2009), with the range of a new one.

    By Student's t with n - 1 degrees (Higgins, Thompson & Spiegelhalter 2009, JRSS A 172): how far effects differ is itself
    told from few. None below three initiatives: it is not known then.
    """
    told = [one for one in every if one.error > 0]
    if len(told) < ENOUGH:
        return None
    y, v = np.array([one.reached for one in told]), np.array([one.error**2 for one in told])
    spread = max(_spread(y, v), 1.0)
    mean, unsure = _mean(y, v + spread)
    kept = [one for one in alike if one.error > 0]
    if not kept:
        return Expected(mean, around_by_t(mean, sqrt(unsure + spread), len(told) - 1), 0, 0.0)
    own, own_unsure = _mean(
        np.array([o.reached for o in kept]), np.array([o.error**2 for o in kept]) + spread
    )
    weight = spread / (spread + own_unsure)
    points = weight * own + (1 - weight) * mean
    variance = weight * own_unsure + (1 - weight) ** 2 * unsure + spread
    return Expected(points, around_by_t(points, sqrt(variance), len(told) - 1), len(kept), weight)


def _mean(y: Floats, v: Floats) -> tuple[float, float]:
    return float((y / v).sum() / (1 / v).sum()), float(1 / (1 / v).sum())


def _spread(y: Floats, v: Floats) -> float:
    weights = 1 / v
    mean = float((weights * y).sum() / weights.sum())
    surplus = float((weights * (y - mean) ** 2).sum()) - (len(y) - 1)
    return max(0.0, surplus / float(weights.sum() - (weights**2).sum() / weights.sum()))
