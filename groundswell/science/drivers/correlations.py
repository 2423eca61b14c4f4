"""Everything the drivers need, in one small matrix: how each thing goes along with each other thing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class TooLittleToTell(ValueError):
    """Too few answers, a rating that never varies, or two ratings that say the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Correlations:
    """Ratings among each other (p x p) and with the outcome (p), from n answers; standard deviations for slopes."""

    among: Floats
    with_outcome: Floats
    spreads: Floats
    outcome_spread: float
    n: int

    @property
    def p(self) -> int:
        """How many ratings."""
        return len(self.with_outcome)

    @property
    def matrix(self) -> Floats:
        """All of them, (p + 1) x (p + 1), the outcome last."""
        upper = np.column_stack([self.among, self.with_outcome])
        return np.asarray(np.vstack([upper, [*self.with_outcome, 1.0]]), dtype=np.float64)


def correlations(outcome: ArrayLike, ratings: ArrayLike, weights: ArrayLike | None = None) -> Correlations:
    """From n outcomes and n x p ratings, each answer counted by its weight. Raises TooLittleToTell.

    One pass over the answers; whatever follows works on the matrix and takes the same time at any n.
    """
    y = np.asarray(outcome, dtype=np.float64)
    x = np.asarray(ratings, dtype=np.float64)
    if x.ndim != 2 or len(x) != len(y):
        raise ValueError("Ratings are rows x columns, one row for each outcome.")
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError(
            "A missing rating is no number: say so in a column of its own, or leave the answer out."
        )
    if len(y) <= x.shape[1] + 1:
        raise TooLittleToTell(f"{len(y)} answers cannot tell {x.shape[1]} ratings apart.")
    counted = None if weights is None else np.asarray(weights, dtype=np.float64)
    covariance = np.cov(np.column_stack([x, y]), rowvar=False, aweights=counted)
    spreads = np.sqrt(np.diag(covariance))
    if (spreads <= 1e-12).any():
        raise TooLittleToTell("A rating or the outcome is the same in every answer.")
    matrix = covariance / np.outer(spreads, spreads)
    among = matrix[:-1, :-1]
    if np.linalg.matrix_rank(among) < len(among):
        raise TooLittleToTell("Two ratings say the same; leave one of them out.")
    return Correlations(among, matrix[:-1, -1], spreads[:-1], float(spreads[-1]), len(y))
