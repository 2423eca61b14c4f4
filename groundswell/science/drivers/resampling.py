"""How sure the shares are: customers drawn again and again, by their part of the matrix instead of by their answers."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from groundswell.science.drivers.correlations import Floats, TooLittleToTell
from groundswell.science.drivers.shares import usual_method

MOST_BLOCKS = 2_000
"""More answers than this are dealt into so many blocks, which are drawn whole: the spread stays, the time does not grow."""


def resampled_shares(
    y: Floats, x: Floats, w: Floats | None, clusters: Sequence[Hashable] | None, resamples: int, seed: int
) -> Floats:
    """Relative shares in each resample, resamples x p. One in which a rating does not vary is drawn again.

    Raises TooLittleToTell where that happens more often than not.
    """
    chance = np.random.default_rng(seed)
    sums = _sums(y, x, w, _blocks(clusters, len(y), chance))
    found: list[Floats] = []
    for _ in range(2):
        missing = resamples - sum(map(len, found))
        if missing > 0:
            matrices = _drawn(sums, resamples, x.shape[1] + 2, chance)[:missing]
            shares = usual_method(x.shape[1])(matrices)
            found.append(shares / shares.sum(axis=1, keepdims=True))
    drawn = np.concatenate(found)
    if len(drawn) < resamples:
        raise TooLittleToTell("Too few different answers to say how sure the order of the drivers is.")
    return drawn


def _blocks(clusters: Sequence[Hashable] | None, n: int, chance: np.random.Generator) -> NDArray[np.intp]:
    """The block of each answer: its own, or that of all answers of its cluster, dealt out where there are too many."""
    if clusters is None:
        own, count = np.arange(n), n
    else:
        places = {cluster: place for place, cluster in enumerate(dict.fromkeys(clusters))}
        own, count = np.array([places[cluster] for cluster in clusters], dtype=np.intp), len(places)
    if count <= MOST_BLOCKS:
        return own
    return np.asarray((chance.permutation(count) % MOST_BLOCKS)[own], dtype=np.intp)


def _sums(y: Floats, x: Floats, w: Floats | None, blocks: NDArray[np.intp]) -> Floats:
    """Of each block the sums of all products of (1, ratings, outcome), standardised: blocks x (p + 2)^2."""
    columns = np.column_stack([x, y])
    standard = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    order = np.argsort(blocks, kind="stable")
    z = np.column_stack([np.ones(len(y)), standard])[order]
    weighted = z if w is None else z * w[order][:, None]
    starts = np.flatnonzero(np.diff(blocks[order], prepend=-1))
    return np.hstack([np.add.reduceat(weighted[:, [j]] * z, starts, axis=0) for j in range(z.shape[1])])


def _drawn(sums: Floats, resamples: int, width: int, chance: np.random.Generator) -> Floats:
    """The correlation matrices of resamples, those left out in which something does not vary or two ratings are one."""
    count = len(sums)
    picks = chance.integers(0, count, (resamples, count)) + np.arange(resamples)[:, None] * count
    times = np.bincount(picks.ravel(), minlength=resamples * count).reshape(resamples, count)
    products = (times.astype(np.float64) @ sums).reshape(resamples, width, width)
    products /= products[:, :1, :1]
    means = products[:, 0, 1:]
    covariances = products[:, 1:, 1:] - means[:, :, None] * means[:, None, :]
    spreads = np.sqrt(np.maximum(np.diagonal(covariances, axis1=1, axis2=2), 0))
    varies = (spreads > 1e-9).all(axis=1)
    matrices = covariances[varies] / (spreads[varies][:, :, None] * spreads[varies][:, None, :])
    ranks = np.linalg.matrix_rank(matrices[:, :-1, :-1], hermitian=True, tol=1e-9)
    return np.asarray(matrices[ranks == width - 2], dtype=np.float64)
