"""The drivers of a score: share, what is unique, direction, and how sure the order is."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.science.drivers.correlations import Floats, correlations
from groundswell.science.drivers.resampling import resampled
from groundswell.science.drivers.shares import slopes, unique, usual_method
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval

USUAL_RESAMPLES = 1_000
NOT_A_LIST_OF_CAUSES = (
    "These go along with the score. Whether changing one changes the score, only a comparison can tell."
)


@dataclass(frozen=True, slots=True)
class Driver:
    """One rating. Shares and unique are of 1, the outcome's whole variation; relative shares add up to 1."""

    code: str
    share: float
    relative: float
    relative_range: Interval
    unique: float
    alone: float
    slope: float
    """How much the outcome differs per unit of the rating, all others alike; in units of the outcome."""
    slope_range: Interval
    rank: int
    rank_range: tuple[int, int]

    @property
    def direction(self) -> int:
        """1 where more goes along with more, -1 with less, 0 where nobody can tell."""
        return int(self.slope_range.low > 0) - int(self.slope_range.high < 0)

    def expected_gain(self, change: float, reach: float) -> tuple[float, Interval]:
        """Points of the outcome if the rating rose by ``change`` for a share ``reach`` of the customers, with its range.

        As if the slope were a cause, which only a comparison can tell: for putting ideas in order, not for promises.
        """
        ends = sorted((self.slope_range.low * change * reach, self.slope_range.high * change * reach))
        return self.slope * change * reach, Interval(*ends)

    @property
    def rank_is_certain(self) -> bool:
        """Whether other samples of the same customers would put it at the same place."""
        return self.rank_range[0] == self.rank_range[1]


@dataclass(frozen=True, slots=True)
class Drivers:
    """All drivers, the largest share first, with what they explain together."""

    n: int
    explained: float
    drivers: tuple[Driver, ...]
    resamples: int
    caution: str = NOT_A_LIST_OF_CAUSES


def drivers_of(
    outcome: ArrayLike,
    ratings: ArrayLike,
    codes: Sequence[str],
    *,
    weights: ArrayLike | None = None,
    clusters: Sequence[Hashable] | None = None,
    resamples: int = USUAL_RESAMPLES,
    confidence: float = USUAL_CONFIDENCE,
    seed: int = 0,
) -> Drivers:
    """What moves along with the outcome: n outcomes, n x p ratings, p codes. Raises TooLittleToTell.

    Shares by LMG up to 15 ratings, else by Johnson's weights. Ranges by percentile bootstrap over answers,
    or over clusters (customers, accounts) where one gave several.
    """
    y, x = np.asarray(outcome, dtype=np.float64), np.asarray(ratings, dtype=np.float64)
    w = None if weights is None else np.asarray(weights, dtype=np.float64)
    known = correlations(y, x, w)
    shares = usual_method(known.p)(known.matrix[None])[0]
    relative = shares / shares.sum()
    again = resampled(y, x, w, clusters, resamples, seed)
    tail = (1 - confidence) / 2
    low, high = np.quantile(again.shares, [tail, 1 - tail], axis=0)
    flat, steep = np.quantile(again.slopes, [tail, 1 - tail], axis=0)
    ranks = _ranks(again.shares)
    first, last = np.quantile(ranks, [tail, 1 - tail], axis=0, method="nearest")
    own = _ranks(relative[None, :])[0]
    differs, alone, only = slopes(known), known.with_outcome**2, unique(known)
    found = [
        Driver(
            code=code,
            share=float(shares[j]),
            relative=float(relative[j]),
            relative_range=Interval(float(min(low[j], relative[j])), float(max(high[j], relative[j]))),
            unique=float(only[j]),
            alone=float(alone[j]),
            slope=float(differs[j]),
            slope_range=Interval(float(min(flat[j], differs[j])), float(max(steep[j], differs[j]))),
            rank=int(own[j]),
            rank_range=(int(min(first[j], own[j])), int(max(last[j], own[j]))),
        )
        for j, code in enumerate(codes)
    ]
    found.sort(key=lambda driver: driver.rank)
    return Drivers(known.n, float(shares.sum()), tuple(found), resamples)


def _ranks(shares: Floats) -> NDArray[np.intp]:
    return np.asarray(np.argsort(np.argsort(-shares, axis=1, kind="stable"), axis=1) + 1, dtype=np.intp)
