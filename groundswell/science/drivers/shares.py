"""How much of the explained variation belongs to each rating: LMG (Shapley) and Johnson's relative weights."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from groundswell.science.drivers.correlations import Correlations, Floats

MOST_FOR_LMG = 15
"""Beyond so many ratings the 2^p sets are too many: use Johnson's weights."""


def explained_by_every_set(known: Correlations) -> Floats:
    """R2 of each of the 2^p sets of ratings; the set with the bits of k stands at place k.

    Works on the correlation matrix alone: n plays no part in the time it takes.
    """
    p, found = known.p, np.zeros(1 << known.p)
    for size in range(1, p + 1):
        sets = np.array(list(combinations(range(p), size)), dtype=np.intp)
        among = known.among[sets[:, :, None], sets[:, None, :]]
        outcome = known.with_outcome[sets]
        slopes = np.linalg.solve(among, outcome[:, :, None])[:, :, 0]
        found[(1 << sets).sum(axis=1)] = (slopes * outcome).sum(axis=1)
    return found


def shapley(worth: Floats, p: int) -> Floats:
    """Each member's part of the worth of the whole set, averaged over all orders of joining (Shapley 1953).

    ``worth`` holds the worth of each of the 2^p sets. The parts add up to the worth of the whole set.
    """
    places = np.arange(1 << p)
    sizes = _sizes(p)
    chance = np.array([1 / (p * comb(p - 1, size)) for size in range(p)])
    parts = np.empty(p)
    for member in range(p):
        without = places[(places >> member) & 1 == 0]
        gains = worth[without | (1 << member)] - worth[without]
        parts[member] = (chance[sizes[without]] * gains).sum()
    return parts


def _sizes(p: int) -> NDArray[np.intp]:
    return np.array([place.bit_count() for place in range(1 << p)], dtype=np.intp)


def lmg(known: Correlations) -> Floats:
    """Average gain in R2 over all orders (Lindeman, Merenda & Gold 1980; Gromping 2006, JSS 17:1). Adds up to R2."""
    if known.p > MOST_FOR_LMG:
        raise ValueError(
            f"LMG compares 2^p sets: at most {MOST_FOR_LMG} ratings. Johnson's weights take more."
        )
    return shapley(explained_by_every_set(known), known.p)


def johnson(known: Correlations) -> Floats:
    """Relative weights (Johnson 2000, Multivariate Behavioral Research 35:1). Add up to R2, at any number of ratings."""
    values, vectors = np.linalg.eigh(known.among)
    root = vectors @ np.diag(np.sqrt(values)) @ vectors.T
    slopes = np.linalg.solve(root, known.with_outcome)
    return np.asarray((root**2) @ slopes**2, dtype=np.float64)


def unique(known: Correlations) -> Floats:
    """What R2 loses when a rating is left out and all others stay ("last"): 0 means the others say it all."""
    inverse = np.linalg.inv(known.among)
    slopes = inverse @ known.with_outcome
    return np.asarray(slopes**2 / np.diag(inverse), dtype=np.float64)


def pratt(known: Correlations) -> Floats:
    """Standardised slope x correlation (Pratt 1987). A diagnosis only: below 0 tells of suppression."""
    return np.asarray(np.linalg.solve(known.among, known.with_outcome) * known.with_outcome, dtype=np.float64)


Method = Callable[[Correlations], Floats]


def usual_method(p: int) -> Method:
    """LMG where it can be computed, else Johnson's weights."""
    return lmg if p <= MOST_FOR_LMG else johnson
