"""By how much those who mention something score below the others, with the other things that they mention held fixed."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import Difference, compare
from groundswell.science.statistics.impact import MINIMUM_MENTIONS
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, around_by_t

OUTCOMES: Final = np.array([100.0, 0.0, -100.0])
ALIKE: Final = 1e-6
"""Of what a column holds less than this share is new: the others say it already."""
Floats = NDArray[np.float64]


def difference_held_fixed(
    mentions: NDArray[np.bool_],
    others: NDArray[np.bool_],
    counts: NDArray[np.int64],
    confidence: float = USUAL_CONFIDENCE,
) -> Difference | None:
    """Score of those without it less that of those with it, in points, from answers that are counted by pattern.

    ``mentions`` (patterns) says which mention it, ``others`` (patterns x things) what else each mentions, ``counts``
    (patterns x 3) are promoters, passives and detractors. Least squares of 100, 0 and -100 with HC1 errors (MacKinnon
    and White 1985), the same as on single answers; things with fewer than 30 mentions, or that nearly all mention, or that
    say the same as others, are left out. The error is never below that of the plain comparison (adjusted Wald). None where
    one side is empty.
    """
    n = counts.sum(axis=1).astype(np.float64)
    plain = compare(_tally(counts[~mentions]), _tally(counts[mentions]), confidence)
    if plain is None:
        return None
    columns = _apart(np.column_stack([np.ones(len(n)), mentions]), others, n)
    if columns.shape[1] == 2:
        return plain
    sums, squares = counts @ OUTCOMES, counts @ OUTCOMES**2
    bread = np.linalg.inv((columns * n[:, None]).T @ columns)
    coefficients = bread @ (columns.T @ sums)
    told = columns @ coefficients
    left = squares - 2 * told * sums + n * told**2
    degrees = int(n.sum()) - columns.shape[1]
    covariance = n.sum() / degrees * bread @ ((columns * left[:, None]).T @ columns) @ bread
    points = -float(coefficients[1])
    error = max(float(np.sqrt(covariance[1, 1])), plain.standard_error)
    return Difference(
        points=points,
        standard_error=error,
        interval=around_by_t(points, error, degrees, confidence).clipped(-200, 200),
        p_value=float(2 * special.stdtr(degrees, -abs(points / error))),
        confidence=confidence,
        n_first=plain.n_first,
        n_second=plain.n_second,
    )


def _apart(columns: Floats, others: NDArray[np.bool_], n: Floats) -> Floats:
    """The columns with those of the others that are mentioned often enough and say something that no earlier one says."""
    often = n @ others
    usual = np.flatnonzero((often >= MINIMUM_MENTIONS) & (often <= n.sum() - MINIMUM_MENTIONS))
    usual = usual[np.argsort(-often[usual], kind="stable")]
    every = np.column_stack([columns, others[:, usual]])
    product = (every * n[:, None]).T @ every
    kept = [0, 1]
    for one in range(2, every.shape[1]):
        beside = product[kept, one]
        new = product[one, one] - beside @ np.linalg.solve(product[np.ix_(kept, kept)], beside)
        if new > ALIKE * product[one, one]:
            kept.append(one)
    return every[:, kept]


def _tally(counts: NDArray[np.int64]) -> NpsTally:
    return NpsTally(*(int(one) for one in counts.sum(axis=0)))
