"""Ratings that some customers could not give, because they never met the thing: that is no rating of the middle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from groundswell.science.drivers.correlations import Floats

NEVER_OR_ALWAYS = 0.01
"""A thing that hardly anybody, or nearly everybody, has met gets no column of its own for having met it."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Columns without gaps, for ``drivers_of``: each rating (0 is the mean of those who gave it), and whether it was met."""

    values: Floats
    codes: tuple[str, ...]


def experienced(ratings: ArrayLike, codes: Sequence[str]) -> Columns:
    """n x p ratings with NaN where a customer did not meet the thing: rating and ``met_...`` apart, nothing made up.

    Whoever met it may differ from whoever did not for reasons that no rating shows; filling in the mean would hide that.
    """
    x = np.asarray(ratings, dtype=np.float64)
    met = np.isfinite(x)
    if not met.any(axis=0).all():
        raise ValueError("A thing that nobody rated cannot be a driver.")
    filled = np.where(met, x - np.nanmean(x, axis=0), 0.0)
    tells = [j for j in range(x.shape[1]) if NEVER_OR_ALWAYS <= met[:, j].mean() <= 1 - NEVER_OR_ALWAYS]
    names = (*codes, *(f"met_{codes[j]}" for j in tells))
    return Columns(np.column_stack([filled, met[:, tells].astype(np.float64)]), names)
