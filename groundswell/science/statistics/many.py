"""Many comparisons at once: some will look real by chance, so the bar rises with their number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjusted p values that bound the share of false finds (Benjamini & Hochberg 1995, JRSS-B 57:289).

    For screens: of the finds below 0.05, at most about 5 % are false.
    """
    p = _checked(p_values)
    m = len(p)
    order = np.argsort(-p, kind="stable")
    scaled = p[order] * m / np.arange(m, 0, -1)
    return _back(np.minimum.accumulate(scaled), order)


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjusted p values that bound the chance of any false find (Holm 1979, Scand. J. Statistics 6:65).

    For claims that are acted on one by one.
    """
    p = _checked(p_values)
    order = np.argsort(p, kind="stable")
    scaled = p[order] * np.arange(len(p), 0, -1)
    return _back(np.maximum.accumulate(scaled), order)


def bonferroni(p_values: Sequence[float]) -> tuple[float, ...]:
    """The plainest adjustment, to check others' figures: Holm's is never weaker and often stronger."""
    return tuple(float(value) for value in np.minimum(_checked(p_values) * len(p_values), 1.0))


def _checked(p_values: Sequence[float]) -> NDArray[np.float64]:
    p = np.asarray(p_values, dtype=np.float64)
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError("Every p value lies between 0 and 1; leave out comparisons that could not be made.")
    return p


def _back(adjusted: NDArray[np.float64], order: NDArray[np.intp]) -> tuple[float, ...]:
    """In the order of the question, never above 1."""
    result = np.empty_like(adjusted)
    result[order] = np.minimum(adjusted, 1.0)
    return tuple(float(value) for value in result)
