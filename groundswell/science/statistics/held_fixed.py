"""By how much those who mention something score below the others, with the other things that they mention held fixed."""

from __future__ import annotations

from dataclasses import dataclass
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
MOSTLY_SAID: Final = 2.0
"""A variance inflated so often or more: the other things say half of it or more."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NotApart:
    """Too few answers tell it from another thing, a column of ``others``: that is in ``with_it`` and ``without_it`` answers."""

    other: int
    with_it: int
    without_it: int


def difference_held_fixed(
    mentions: NDArray[np.bool_],
    others: NDArray[np.bool_],
    counts: NDArray[np.int64],
    confidence: float = USUAL_CONFIDENCE,
) -> Difference | NotApart | None:
    """Score of those without it less that of those with it, in points, from answers that are counted by pattern.

    ``mentions`` (patterns) says which mention it, ``others`` (patterns x things) what else each mentions, ``counts``
    (patterns x 3) are promoters, passives and detractors. Least squares of 100, 0 and -100 with HC1 errors (MacKinnon
    and White 1985), the same as on single answers; things with fewer than 30 mentions, or that nearly all mention, are left
    out, and those that say the same as each other count once. The error is never below that of the plain comparison
    (adjusted Wald) nor below what the other things leave of it (variance inflation, Marquardt 1970): a few answers that
    agree are no certainty. :class:`NotApart` where these leave less than 30 answers' worth on either side. None where one
    side is empty.
    """
    n = counts.sum(axis=1).astype(np.float64)
    plain = compare(_tally(counts[~mentions]), _tally(counts[mentions]), confidence)
    if plain is None:
        return None
    usual = _usual(others, n)
    said = _apart(np.column_stack([np.ones(len(n)), others[:, usual]]), n)
    inflated = _inflated(mentions, said, n)
    if inflated >= MOSTLY_SAID and min(plain.n_first, plain.n_second) < MINIMUM_MENTIONS * inflated:
        return _not_apart(mentions, others, usual, counts)
    if said.shape[1] == 1:
        return plain
    columns = np.column_stack([mentions, said])
    sums, squares = counts @ OUTCOMES, counts @ OUTCOMES**2
    bread = np.linalg.inv((columns * n[:, None]).T @ columns)
    coefficients = bread @ (columns.T @ sums)
    told = columns @ coefficients
    left = np.maximum(squares - 2 * told * sums + n * told**2, 0.0)
    degrees = int(n.sum()) - columns.shape[1]
    covariance = n.sum() / degrees * bread @ ((columns * left[:, None]).T @ columns) @ bread
    points = -float(coefficients[0])
    spread = float(np.sqrt(left.sum() / degrees / _spread_of_sides(mentions, counts)))
    least = plain.standard_error * max(1.0, float(np.sqrt(inflated)) * min(1.0, spread))
    error = max(float(np.sqrt(covariance[0, 0])), least)
    return Difference(
        points=points,
        standard_error=error,
        interval=around_by_t(points, error, degrees, confidence).clipped(-200, 200),
        p_value=float(2 * special.stdtr(degrees, -abs(points / error))),
        confidence=confidence,
        n_first=plain.n_first,
        n_second=plain.n_second,
    )


def _usual(others: NDArray[np.bool_], n: Floats) -> NDArray[np.int64]:
    """Those that are mentioned often enough and not by nearly all, the most mentioned first."""
    often = n @ others
    usual = np.flatnonzero((often >= MINIMUM_MENTIONS) & (often <= n.sum() - MINIMUM_MENTIONS))
    return usual[np.argsort(-often[usual], kind="stable")]


def _apart(columns: Floats, n: Floats) -> Floats:
    """The first column, and of the next ones those that say something that no earlier one says."""
    product = (columns * n[:, None]).T @ columns
    kept = [0]
    for one in range(1, columns.shape[1]):
        beside = product[kept, one]
        new = product[one, one] - beside @ np.linalg.solve(product[np.ix_(kept, kept)], beside)
        if new > ALIKE * product[one, one]:
            kept.append(one)
    return columns[:, kept]


def _inflated(mentions: NDArray[np.bool_], said: Floats, n: Floats) -> float:
    """How often the variance of the plain comparison it takes to hold the others fixed: 1 where they say nothing of it."""
    weighed = said * n[:, None]
    told = said @ np.linalg.solve(weighed.T @ said, weighed.T @ mentions)
    new = float(n @ (mentions - told) ** 2)
    whole = float(n @ (mentions - n @ mentions / n.sum()) ** 2)
    return whole / max(new, ALIKE * whole)


def _not_apart(
    mentions: NDArray[np.bool_],
    others: NDArray[np.bool_],
    usual: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> NotApart:
    """The one that goes along with it most, by correlation; of two alike the one that comes with it, not without it."""
    n = counts.sum(axis=1)
    with_it, without_it = n[mentions], n[~mentions]
    shares = [
        (one @ others[side][:, usual]) / one.sum()
        for one, side in ((with_it, mentions), (without_it, ~mentions))
    ]
    often = (n @ others[:, usual]) / n.sum()
    apart = (shares[0] - shares[1]) / np.sqrt(often * (1 - often))
    other = int(usual[np.argmax(np.abs(apart) + ALIKE * np.sign(apart))])
    return NotApart(other, int(with_it @ others[mentions, other]), int(without_it @ others[~mentions, other]))


def _spread_of_sides(mentions: NDArray[np.bool_], counts: NDArray[np.int64]) -> float:
    """The variance of single answers within the two sides."""
    sides = [counts[side].sum(axis=0) for side in (mentions, ~mentions)]
    within = sum(float(one @ OUTCOMES**2 - (one @ OUTCOMES) ** 2 / one.sum()) for one in sides)
    return max(within / max(int(counts.sum()) - 2, 1), 1.0)


def _tally(counts: NDArray[np.int64]) -> NpsTally:
    return NpsTally(*(int(one) for one in counts.sum(axis=0)))
