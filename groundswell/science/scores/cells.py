"""Many net promoter scores at once: a table of cells x 11 answers in, arrays out, in a single pass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from groundswell.science.scores.errors import NotAHistogram
from groundswell.science.scores.nps import PSEUDO_ANSWERS
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, normal_quantile

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """One entry a cell, in points; NaN where nobody has answered. ``n`` counts answers of equal weight (Kish 1965).

    ``centre`` and ``error`` are those of adjusted Wald, from which ``low`` and ``high`` are cut to -100..100.
    """

    n: Floats
    score: Floats
    low: Floats
    high: Floats
    centre: Floats
    error: Floats


@dataclass(frozen=True, slots=True, eq=False)
class CellDifferences:
    """First minus second, cell by cell, as ``compare`` finds it; NaN where either is empty."""

    points: Floats
    low: Floats
    high: Floats
    p_value: Floats


def nps_of_cells(counts: ArrayLike, confidence: float = USUAL_CONFIDENCE) -> Cells:
    """Score and adjusted Wald margin of every cell, equal to ``NpsTally.interval``.

    ``counts`` is cells x 11: how often 0, 1, ... 10 was given, by cell. Raises NotAHistogram.
    """
    kinds = _kinds(counts)
    return _cells(kinds, kinds, confidence)


def weighted_nps_of_cells(
    weights: ArrayLike, squared_weights: ArrayLike, confidence: float = USUAL_CONFIDENCE
) -> Cells:
    """The same for answers that stand for more or fewer people: sum(w) and sum(w^2), each cells x 11.

    The error is the linearised one (Sarndal, Swensson & Wretman 1992); the pseudo-answers of adjusted Wald weigh as
    much as the typical answer, sum(w^2) / sum(w), so that equal weights give what no weights give. Raises NotAHistogram.
    """
    return _cells(_kinds(weights), _kinds(squared_weights), confidence)


def nps_of_kinds(
    promoters: ArrayLike, passives: ArrayLike, detractors: ArrayLike, confidence: float = USUAL_CONFIDENCE
) -> Cells:
    """The same where only the three kinds were kept."""
    kinds = np.stack([np.asarray(k, dtype=np.float64) for k in (promoters, passives, detractors)])
    return _cells(kinds, kinds, confidence)


def differences_of_cells(
    first: Cells, second: Cells, confidence: float = USUAL_CONFIDENCE
) -> CellDifferences:
    """Two arrays of cells, each cell beside its partner, as independent groups by adjusted Wald."""
    gap, error = first.centre - second.centre, np.hypot(first.error, second.error)
    reach = normal_quantile(confidence) * error
    return CellDifferences(
        points=first.score - second.score,
        low=np.clip(gap - reach, -200, 200),
        high=np.clip(gap + reach, -200, 200),
        p_value=2 * special.ndtr(-np.abs(gap / error)),
    )


def _kinds(counts: ArrayLike) -> Floats:
    """Promoters, passives and detractors, each an entry a cell."""
    table = np.asarray(counts)
    if table.ndim != 2 or table.shape[1] != 11:
        raise NotAHistogram(f"Cells x 11 answers are needed, not {' x '.join(map(str, table.shape))}.")
    if table.size and not table.min() >= 0:
        raise NotAHistogram("A count cannot be below 0.")
    edges = (slice(9, 11), slice(7, 9), slice(0, 7))
    return np.stack([table[:, edge].sum(axis=1, dtype=np.float64) for edge in edges])


def _cells(kinds: Floats, squares: Floats, confidence: float) -> Cells:
    promoters, passives, detractors = kinds
    whole, squared = kinds.sum(axis=0), squares.sum(axis=0)
    answered = whole > 0
    divisor = np.where(answered, whole, np.nan)
    typical = squared / divisor
    more, between, fewer = (
        own + typical * pseudo
        for own, pseudo in zip((promoters, passives, detractors), PSEUDO_ANSWERS, strict=True)
    )
    total = more + between + fewer
    centre = (more - fewer) / total
    spreads = [(value - centre) ** 2 for value in (1, 0, -1)]
    own = zip(squares, PSEUDO_ANSWERS, spreads, strict=True)
    error = np.sqrt(sum((square + pseudo * typical**2) * spread for square, pseudo, spread in own)) / total
    reach = normal_quantile(confidence) * error
    return Cells(
        n=np.where(answered, whole / np.where(answered, typical, 1), 0.0),
        score=100 * (promoters - detractors) / divisor,
        low=100 * np.clip(centre - reach, -1, 1),
        high=100 * np.clip(centre + reach, -1, 1),
        centre=100 * centre,
        error=100 * error,
    )
