"""Least squares with errors that stay honest when answers differ in spread or belong together."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class NotEstimable(ValueError):
    """The columns say the same thing twice, or there are too few rows to tell them apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Coefficients in the order of the columns, their covariance, and the degrees of freedom for Student's t."""

    coefficients: Floats
    covariance: Floats
    degrees: int

    def standard_error(self, column: int) -> float:
        """The robust standard error of one coefficient."""
        return float(np.sqrt(max(0.0, self.covariance[column, column])))


def fit(outcome: ArrayLike, columns: ArrayLike, clusters: Sequence[Hashable] | None = None) -> Fit:
    """Ordinary least squares with HC1 errors (MacKinnon & White 1985), or CR1 errors when clusters are given.

    `columns` is rows x columns, intercept included. Raises NotEstimable if the columns are collinear.
    """
    y = np.asarray(outcome, dtype=np.float64)
    x = np.asarray(columns, dtype=np.float64)
    n, k = x.shape
    if n <= k or np.linalg.matrix_rank(x) < k:
        raise NotEstimable(f"{n} rows cannot tell {k} columns apart.")
    bread = np.linalg.inv(x.T @ x)
    coefficients = bread @ (x.T @ y)
    scores = x * (y - x @ coefficients)[:, None]
    if clusters is None:
        factor, degrees = n / (n - k), n - k
    else:
        scores, groups = _summed(scores, clusters)
        if groups < 2:
            raise NotEstimable("Errors by cluster need at least two clusters.")
        factor, degrees = groups / (groups - 1) * (n - 1) / (n - k), groups - 1
    return Fit(coefficients, factor * bread @ (scores.T @ scores) @ bread, degrees)


def _summed(scores: Floats, clusters: Sequence[Hashable]) -> tuple[Floats, int]:
    """Scores added up within each cluster, and how many clusters there are."""
    number = {cluster: position for position, cluster in enumerate(dict.fromkeys(clusters))}
    sums = np.zeros((len(number), scores.shape[1]))
    np.add.at(sums, [number[cluster] for cluster in clusters], scores)
    return sums, len(number)
