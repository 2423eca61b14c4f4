"""Small teams borrow strength from all teams: their own figure counts by how certain it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval, around

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pooled:
    """One unit's own figure, the one to go by, and how much of it is the unit's own (0 to 1)."""

    own: float
    pooled: float
    interval: Interval
    weight_of_own: float


@dataclass(frozen=True, slots=True)
class PooledUnits:
    """All units around their mean. ``spread_between`` 0 says: no difference that can be told from chance."""

    mean: float
    spread_between: float
    units: tuple[Pooled, ...]

    @property
    def can_tell_apart(self) -> bool:
        """Whether the units differ by more than chance at all."""
        return self.spread_between > 0


def pool(estimates: ArrayLike, variances: ArrayLike, confidence: float = USUAL_CONFIDENCE) -> PooledUnits:
    """Partial pooling of k figures with known variances; the spread between them by REML (Raudenbush 2009).

    pooled = B mean + (1 - B) own, B = variance / (variance + spread^2). At least 3 units.
    """
    y, v = np.asarray(estimates, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if len(y) < 3:
        raise ValueError("Two units cannot say how much units differ.")
    if (v <= 0).any():
        raise ValueError("Every figure needs a variance above 0.")
    between = _between(y, v)
    weights = 1 / (v + between)
    mean = float(weights @ y / weights.sum())
    kept = between / (v + between)
    errors = _errors(y, v, between, mean)
    units = [
        Pooled(float(own), float(p), around(float(p), float(e), confidence), float(k))
        for own, p, e, k in zip(y, kept * y + (1 - kept) * mean, errors, kept, strict=True)
    ]
    return PooledUnits(mean, sqrt(between), tuple(units))


def pool_scores(tallies: Sequence[NpsTally], confidence: float = USUAL_CONFIDENCE) -> PooledUnits:
    """The same for net promoter scores, with the adjusted variance, which is never 0. All tallies need answers."""
    if any(tally.score is None for tally in tallies):
        raise ValueError("A team without answers has no score to pool.")
    return pool(
        [float(tally.score or 0.0) for tally in tallies],
        [tally.adjusted()[1] ** 2 for tally in tallies],
        confidence,
    )


def common_variance(tallies: Sequence[NpsTally]) -> float:
    """The variance of one answer within teams, in points squared, taken to be the same in all: by REML, with the spread
    between teams (Bates, Machler, Bolker & Walker 2015, JSS 67:1). For ``pool``, divided by each team's n.
    """
    heard = [tally for tally in tallies if tally.n]
    n = np.array([tally.n for tally in heard], dtype=np.float64)
    y = np.array([float(tally.score or 0.0) for tally in heard])
    rest = float(sum(tally.n * float(tally.variance or 0.0) for tally in heard)) * 1e4
    if len(heard) < 3 or rest == 0:
        raise ValueError("It takes three teams, and answers that differ within them.")

    def loss(logs: Floats) -> float:
        within, between = np.exp(logs)
        spread = within / n + between
        mean = (y / spread).sum() / (1 / spread).sum()
        deviance = (n.sum() - len(n)) * np.log(within) + rest / within
        return float(
            deviance + np.log(spread).sum() + ((y - mean) ** 2 / spread).sum() + np.log((1 / spread).sum())
        )

    start = rest / (n.sum() - len(n))
    best = scipy.optimize.minimize(
        loss, np.log([start, start / n.mean()]), method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-10}
    )
    return float(np.exp(best.x[0]))


def _errors(y: Floats, v: Floats, between: float, mean: float) -> Floats:
    """Neither the mean nor the spread between units is known: both widen the range (Morris 1983, JASA 78:47)."""
    k = len(y)
    drawn = max(k - 3, 1) / (k - 1) * v / (v + between)
    usual = float((v / (v + between)).sum() / (1 / (v + between)).sum())
    unsure = 2 / max(k - 3, 1) * drawn**2 * (usual + between) / (v + between) * (y - mean) ** 2
    return np.asarray(np.sqrt(v * (1 - (k - 1) / k * drawn) + unsure), dtype=np.float64)


def _between(y: Floats, v: Floats) -> float:
    """The variance between units that makes what was seen most likely, given that the mean is estimated too."""

    def loss(between: float) -> float:
        weights = 1 / (v + between)
        mean = weights @ y / weights.sum()
        return float((np.log(v + between)).sum() + np.log(weights.sum()) + weights @ (y - mean) ** 2) / 2

    widest = float(np.var(y, ddof=1)) * 4 + 1e-12
    best = scipy.optimize.minimize_scalar(
        loss, bounds=(0.0, widest), method="bounded", options={"xatol": widest * 1e-9}
    )
    return 0.0 if loss(0.0) <= float(best.fun) + 1e-12 else float(best.x)


def james_stein(values: ArrayLike, variance: float) -> Floats:
    """k >= 4 figures of the same variance drawn to their mean (Efron & Morris 1975, JASA 70:311)."""
    y = np.asarray(values, dtype=np.float64)
    if len(y) < 4:
        raise ValueError("Fewer than 4 figures gain nothing.")
    kept = 1 - (len(y) - 3) * variance / float(((y - y.mean()) ** 2).sum())
    return np.asarray(y.mean() + max(0.0, kept) * (y - y.mean()), dtype=np.float64)
