"""How sure the shares are: customers drawn again and again, by their part of the matrix instead of by their answers."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.science.drivers.correlations import Floats, TooLittleToTell
from groundswell.science.drivers.shares import usual_method

MOST_BLOCKS = 2_000
"""More answers than this are dealt into so many blocks, which are drawn whole: the spread stays, the time does not grow."""


@dataclass(frozen=True, slots=True, eq=False)
class Resamples:
    """Relative shares and slopes in each resample, resamples x p."""

    shares: Floats
    slopes: Floats


def resampled(
    y: Floats, x: Floats, w: Floats | None, clusters: Sequence[Hashable] | None, resamples: int, seed: int
) -> Resamples:
    """What other samples of the same customers would have shown. One in which a rating does not vary is drawn again.

    Raises TooLittleToTell where that happens more often than not.
    """
    chance = np.random.default_rng(seed)
    sums = _sums(y, x, w, _blocks(clusters, len(y), chance))
    drawn = [_drawn(sums, resamples, x.shape[1] + 2, chance)]
    if len(drawn[0]) < resamples:
        drawn.append(_drawn(sums, resamples, x.shape[1] + 2, chance))
    covariances = np.concatenate(drawn)[:resamples]
    if len(covariances) < resamples:
        raise TooLittleToTell("Too few different answers to say how sure the order of the drivers is.")
    shares = usual_method(x.shape[1])(_correlations(covariances))
    slopes = np.linalg.solve(covariances[:, :-1, :-1], covariances[:, :-1, -1:])[..., 0]
    return Resamples(shares / shares.sum(axis=1, keepdims=True), slopes * y.std() / x.std(axis=0))


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
    """The covariances of resamples, those left out in which something does not vary or two ratings are one."""
    count = len(sums)
    picks = chance.integers(0, count, (resamples, count)) + np.arange(resamples)[:, None] * count
    times = np.bincount(picks.ravel(), minlength=resamples * count).reshape(resamples, count)
    products = (times.astype(np.float64) @ sums).reshape(resamples, width, width)
    products /= products[:, :1, :1]
    means = products[:, 0, 1:]
    covariances = products[:, 1:, 1:] - means[:, :, None] * means[:, None, :]
    varies = (np.diagonal(covariances, axis1=1, axis2=2) > 1e-18).all(axis=1)
    kept = covariances[varies]
    ranks = np.linalg.matrix_rank(_correlations(kept)[:, :-1, :-1], hermitian=True, tol=1e-9)
    return np.asarray(kept[ranks == width - 2], dtype=np.float64)


def _correlations(covariances: Floats) -> Floats:
    spreads = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
    return np.asarray(covariances / (spreads[:, :, None] * spreads[:, None, :]), dtype=np.float64)
