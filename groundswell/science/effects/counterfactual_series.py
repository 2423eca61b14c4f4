"""What the series would have been: its own past and series that the initiative did not touch, carried on."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, pi

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize

from groundswell.science.effects.effect import Contrast
from groundswell.science.statistics.intervals import (
    USUAL_CONFIDENCE,
    around,
    normal_quantile,
    two_sided_p,
)
from groundswell.science.statistics.least_squares import NotEstimable

Floats = NDArray[np.float64]
VAGUE = 1e6
"""Variance of what nothing is known about at the beginning, in standard deviations of the series squared."""


@dataclass(frozen=True, slots=True, eq=False)
class Counterfactual:
    """Seen minus expected, on average per period after the start, and period by period what was expected."""

    effect: Contrast
    expected: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """The level and the slopes of the controls after the last period seen, and the variances that made them likely."""

    mean: Floats
    spread: Floats
    noise: float
    drift: float


def counterfactual(
    values: ArrayLike,
    start: int,
    controls: ArrayLike | None = None,
    confidence: float = USUAL_CONFIDENCE,
) -> Counterfactual:
    """A local level with regression on the controls, fitted to the periods before ``start`` (Brodersen et al. 2015).

    n values evenly spaced; n x k controls (other regions, the market) that the initiative cannot have touched, known
    afterwards too. Likeliest variances by the Kalman filter (Harvey 1989); ranges in closed form. Raises NotEstimable.
    """
    y = np.asarray(values, dtype=np.float64)
    z = np.ones((len(y), 1)) if controls is None else np.column_stack([np.ones(len(y)), np.asarray(controls)])
    before = y[:start]
    if start < z.shape[1] + 3 or start >= len(y):
        raise NotEstimable(
            "It takes a few more periods before the start than there are controls, and one after it."
        )
    scale, middle = float(before.std(ddof=1)), z[:start].mean(axis=0)
    if scale == 0:
        raise NotEstimable("The series did not move before the start: nothing says how far it may.")
    spreads = np.where(z[:start].std(axis=0) > 0, z[:start].std(axis=0), 1)
    z = np.column_stack([z[:, :1], (z[:, 1:] - middle[1:]) / spreads[1:]])
    state = _fitted((before - before.mean()) / scale, z[:start])
    ahead = z[start:]
    count = np.arange(1, len(ahead) + 1)
    expected = ahead @ state.mean
    variance = np.einsum("ij,jk,ik->i", ahead, state.spread, ahead) + count * state.drift + state.noise
    gap = (y[start:] - before.mean()) / scale - expected
    error = scale * float(np.sqrt(_variance_of_mean(ahead, state)))
    mean = scale * float(gap.mean())
    interval = around(mean, error, confidence)
    reach = normal_quantile(confidence) * np.sqrt(variance)
    return Counterfactual(
        Contrast(mean, error, interval.low, interval.high, two_sided_p(mean / error)),
        *(before.mean() + scale * line for line in (expected, expected - reach, expected + reach)),
    )


def _variance_of_mean(ahead: Floats, state: _State) -> float:
    """Steps of the level last until the end, so the early ones count in nearly every period."""
    h = len(ahead)
    middle = ahead.mean(axis=0)
    lasting = (np.arange(h, 0, -1) / h) ** 2
    return float(middle @ state.spread @ middle + state.drift * lasting.sum() + state.noise / h)


def _fitted(y: Floats, z: Floats) -> _State:
    def loss(logs: Floats) -> float:
        return -_filtered(y, z, *np.exp(np.clip(logs, -20, 5)).tolist())[0]

    begins = ([-1.0, -3.0], [-3.0, -1.0], [-0.5, -9.0])
    best = min(
        (optimize.minimize(loss, np.array(begin), method="Nelder-Mead") for begin in begins),
        key=lambda found: float(found.fun),
    )
    noise, drift = (float(value) for value in np.exp(np.clip(best.x, -20, 5)))
    _, mean, spread = _filtered(y, z, noise, drift)
    return _State(mean, spread, noise, drift)


def _filtered(y: Floats, z: Floats, noise: float, drift: float) -> tuple[float, Floats, Floats]:
    """Log likelihood, and what is known of level and slopes in the end. The first values, which say it, do not count."""
    k = z.shape[1]
    mean, spread, likelihood = np.zeros(k), np.eye(k) * VAGUE, 0.0
    for place, (value, row) in enumerate(zip(y, z, strict=True)):
        if place:
            spread[0, 0] += drift
        gain = spread @ row
        variance, gap = float(row @ gain) + noise, float(value - row @ mean)
        if place >= k:
            likelihood -= (log(2 * pi * variance) + gap * gap / variance) / 2
        mean = mean + gain * gap / variance
        spread = spread - np.outer(gain, gain) / variance
    return likelihood, mean, spread
