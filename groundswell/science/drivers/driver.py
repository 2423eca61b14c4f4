"""The drivers of a score: share, what is unique, direction, and how sure the order is."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.science.drivers.correlations import Correlations, Floats, correlations
from groundswell.science.drivers.resampling import resampled_shares
from groundswell.science.drivers.shares import unique, usual_method
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
    rank: int
    rank_range: tuple[int, int]

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
    drawn = resampled_shares(y, x, w, clusters, resamples, seed)
    tail = (1 - confidence) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0)
    ranks = _ranks(drawn)
    first, last = np.quantile(ranks, [tail, 1 - tail], axis=0, method="nearest")
    own = _ranks(relative[None, :])[0]
    slopes = _slopes(known)
    alone, only = known.with_outcome**2, unique(known)
    found = [
        Driver(
            code=code,
            share=float(shares[j]),
            relative=float(relative[j]),
            relative_range=Interval(float(min(low[j], relative[j])), float(max(high[j], relative[j]))),
            unique=float(only[j]),
            alone=float(alone[j]),
            slope=float(slopes[j]),
            rank=int(own[j]),
            rank_range=(int(min(first[j], own[j])), int(max(last[j], own[j]))),
        )
        for j, code in enumerate(codes)
    ]
    found.sort(key=lambda driver: driver.rank)
    return Drivers(known.n, float(shares.sum()), tuple(found), len(drawn))


def _slopes(known: Correlations) -> Floats:
    standardised = np.linalg.solve(known.among, known.with_outcome)
    return np.asarray(standardised * known.outcome_spread / known.spreads, dtype=np.float64)


def _ranks(shares: Floats) -> NDArray[np.intp]:
    return np.asarray(np.argsort(np.argsort(-shares, axis=1, kind="stable"), axis=1) + 1, dtype=np.intp)
