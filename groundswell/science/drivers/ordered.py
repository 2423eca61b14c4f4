"""Drivers of an outcome in ordered kinds (detractor, passive, promoter): parts of McFadden's pseudo R2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray
from scipy import special

from groundswell.science.drivers.correlations import Floats, TooLittleToTell
from groundswell.science.drivers.shares import shapley

MOST = 10
"""Each of 2^p models is fitted on its own: more ratings take too long."""
NEARLY_CERTAIN = 1e-4
"""So little is left to chance per answer when the kinds can be told apart without error."""


@dataclass(frozen=True, slots=True)
class OrderedDrivers:
    """How much better the ratings tell the kind than its frequencies alone, 0 to 1, and whose part it is."""

    n: int
    total: float
    shares: tuple[float, ...]
    slopes: tuple[float, ...]
    """Log odds of a higher kind per unit of each rating, all together."""


def ordered_drivers(kinds: ArrayLike, ratings: ArrayLike) -> OrderedDrivers:
    """Shapley parts of McFadden's pseudo R2 of a proportional odds model (McCullagh 1980, JRSS-B 42:109).

    ``kinds`` are n whole numbers, the higher the better (two kinds make a logit); ``ratings`` n x p.
    Raises TooLittleToTell when all are of one kind, or when the ratings tell the kinds apart without any error.
    """
    found, kind = np.unique(np.asarray(kinds), return_inverse=True)
    x = np.asarray(ratings, dtype=np.float64)
    p = x.shape[1]
    if len(found) < 2:
        raise TooLittleToTell("All answers are of one kind.")
    if p > MOST:
        raise ValueError(f"At most {MOST} ratings; drivers_of takes more.")
    centred = (x - x.mean(axis=0)) / np.where(x.std(axis=0) > 0, x.std(axis=0), 1)
    nothing = _likelihood_of_frequencies(kind)
    worth, slopes = np.zeros(1 << p), np.zeros(p)
    for place in range(1, 1 << p):
        chosen = [j for j in range(p) if place >> j & 1]
        likelihood, slopes = _fit(kind, centred[:, chosen], len(found))
        worth[place] = 1 - likelihood / nothing
    parts = shapley(worth, p)
    return OrderedDrivers(len(kind), float(worth[-1]), _numbers(parts), _numbers(slopes / x.std(axis=0)))


def _likelihood_of_frequencies(kind: NDArray[np.intp]) -> float:
    counts = np.bincount(kind)
    return float((counts * np.log(counts / counts.sum())).sum())


def _fit(kind: NDArray[np.intp], x: Floats, kinds: int) -> tuple[float, Floats]:
    """The log likelihood at its best, and the slopes there. Thresholds go in as steps, so their order holds."""
    below = np.cumsum(np.bincount(kind, minlength=kinds))[:-1] / len(kind)
    thresholds = special.logit(below)
    begin = np.concatenate([thresholds[:1], np.log(np.diff(thresholds)), np.zeros(x.shape[1])])
    best = scipy.optimize.minimize(
        _loss, begin, (kind, x, kinds), method="BFGS", jac=True, options={"gtol": 1e-7}
    )
    slopes = best.x[kinds - 1 :]
    if not np.isfinite(best.fun) or best.fun < NEARLY_CERTAIN * len(kind):
        raise TooLittleToTell("The ratings tell the kinds apart without error; no slope can be named.")
    return -float(best.fun), np.asarray(slopes, dtype=np.float64)


def _loss(given: Floats, kind: NDArray[np.intp], x: Floats, kinds: int) -> tuple[float, Floats]:
    """Minus the log likelihood and its gradient."""
    steps = np.exp(given[1 : kinds - 1])
    thresholds = np.concatenate([[-np.inf], given[0] + np.concatenate([[0.0], np.cumsum(steps)]), [np.inf]])
    height = x @ given[kinds - 1 :]
    upper, lower = special.expit(thresholds[kind + 1] - height), special.expit(thresholds[kind] - height)
    chance = np.maximum(upper - lower, 1e-300)
    dense_upper, dense_lower = upper * (1 - upper) / chance, lower * (1 - lower) / chance
    of_threshold = np.array(
        [dense_upper[kind == j].sum() - dense_lower[kind == j + 1].sum() for j in range(kinds - 1)]
    )
    of_steps = [of_threshold[j + 1 :].sum() * step for j, step in enumerate(steps)]
    of_slopes = -((dense_upper - dense_lower) @ x)
    gradient = np.concatenate([[of_threshold.sum()], of_steps, of_slopes])
    return -float(np.log(chance).sum()), -gradient


def _numbers(values: Sequence[float] | Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
