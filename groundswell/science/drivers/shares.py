"""How much of the explained variation belongs to each rating: LMG (Shapley) and Johnson's relative weights."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import comb

import numpy as np

from groundswell.science.drivers.correlations import Correlations, Floats

MOST_FOR_LMG = 15
"""Beyond so many ratings the 2^p sets are too many: use Johnson's weights."""
AT_ONCE = 1 << 21
"""So many sets of ratings are held in memory together when many matrices are asked for."""


def explained_by_every_set(matrices: Floats) -> Floats:
    """R2 of each of the 2^p sets of ratings; the set with the bits of k stands at place k.

    Many correlation matrices, each (p + 1) x (p + 1) with the outcome last; many x 2^p come back. Ratings are swept out one
    after the other, for all sets at once: every set costs a few multiplications, and n plays no part.
    """
    many, p = len(matrices), matrices.shape[1] - 1
    # The sets stand last, so that one step is one long multiplication.
    left = np.ascontiguousarray(matrices.transpose(1, 2, 0))[..., None]
    for _ in range(p):
        following = np.empty((*(len(left) - 1,) * 2, many, 2 * left.shape[-1]))
        without, with_it = np.split(following, 2, axis=-1)
        without[...] = left[1:, 1:]
        np.multiply(left[1:, :1] / left[0, 0], left[:1, 1:], out=with_it)
        np.subtract(without, with_it, out=with_it)
        left = following
    return np.asarray(1 - left[0, 0], dtype=np.float64)


def shapley(worth: Floats, p: int) -> Floats:
    """Each member's part of the worth of the whole set, averaged over all orders of joining (Shapley 1953).

    ``worth`` holds the worth of each of the 2^p sets (or many such rows). The parts add up to the worth of the whole set.
    """
    return np.asarray(worth @ _weights(p), dtype=np.float64)


@lru_cache(maxsize=4)
def _weights(p: int) -> Floats:
    """What each set counts for each member: more with it, less without it."""
    places = np.arange(1 << p)
    inside = (places[:, None] >> np.arange(p)) & 1
    sizes = inside.sum(axis=1)
    chance = np.array([1 / (p * comb(p - 1, size)) for size in range(p)] + [0.0])
    return np.asarray(np.where(inside, chance[sizes - 1][:, None], -chance[sizes][:, None]), dtype=np.float64)


def lmg_of_many(matrices: Floats) -> Floats:
    """LMG of each of many matrices, many x p. Raises ValueError beyond 15 ratings."""
    p = matrices.shape[1] - 1
    if p > MOST_FOR_LMG:
        raise ValueError(
            f"LMG compares 2^p sets: at most {MOST_FOR_LMG} ratings. Johnson's weights take more."
        )
    step = max(1, AT_ONCE >> p)
    parts = [
        shapley(explained_by_every_set(matrices[begin : begin + step]), p)
        for begin in range(0, len(matrices), step)
    ]
    return np.concatenate(parts)


def lmg(known: Correlations) -> Floats:
    """Average gain in R2 over all orders (Lindeman, Merenda & Gold 1980; Gromping 2006, JSS 17:1). Adds up to R2."""
    return np.asarray(lmg_of_many(known.matrix[None])[0], dtype=np.float64)


def johnson_of_many(matrices: Floats) -> Floats:
    """Johnson's weights of each of many matrices, many x p."""
    values, vectors = np.linalg.eigh(matrices[:, :-1, :-1])
    root = vectors * np.sqrt(values)[:, None, :] @ vectors.swapaxes(-1, -2)
    slopes = np.linalg.solve(root, matrices[:, :-1, -1:])
    return np.asarray((root**2 @ slopes**2)[..., 0], dtype=np.float64)


def johnson(known: Correlations) -> Floats:
    """Relative weights (Johnson 2000, Multivariate Behavioral Research 35:1). Add up to R2, at any number of ratings."""
    return np.asarray(johnson_of_many(known.matrix[None])[0], dtype=np.float64)


def unique(known: Correlations) -> Floats:
    """What R2 loses when a rating is left out and all others stay ("last"): 0 means the others say it all."""
    inverse = np.linalg.inv(known.among)
    slopes = inverse @ known.with_outcome
    return np.asarray(slopes**2 / np.diag(inverse), dtype=np.float64)


def slopes(known: Correlations) -> Floats:
    """How much the outcome differs per unit of each rating, all others alike; in units of the outcome."""
    standardised = np.linalg.solve(known.among, known.with_outcome)
    return np.asarray(standardised * known.outcome_spread / known.spreads, dtype=np.float64)


def pratt(known: Correlations) -> Floats:
    """Standardised slope x correlation (Pratt 1987). A diagnosis only: below 0 tells of suppression."""
    return np.asarray(np.linalg.solve(known.among, known.with_outcome) * known.with_outcome, dtype=np.float64)


Method = Callable[[Floats], Floats]


def usual_method(p: int) -> Method:
    """LMG where it can be computed, else Johnson's weights; for many matrices."""
    return lmg_of_many if p <= MOST_FOR_LMG else johnson_of_many
