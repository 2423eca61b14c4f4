"""What the series would have been: its own past and series that the initiative did not touch, carried on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray
from scipy import special

from groundswell.science.effects.effect import Contrast
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE
from groundswell.science.statistics.least_squares import NotEstimable

Floats = NDArray[np.float64]
VAGUE = 1e6
"""Variance of what nothing is known about at the beginning, in noise of one period."""
WANDERING = np.geomspace(0.01, 3.0, 24)
"""How far the level may move from one period to the next, in noise of one period: all are tried and weighed."""


@dataclass(frozen=True, slots=True, eq=False)
class Counterfactual:
    """Seen minus expected, on average per period after the start, and period by period what was expected."""

    effect: Contrast
    expected: Floats
    low: Floats
    high: Floats


def counterfactual(
    values: ArrayLike,
    start: int,
    controls: ArrayLike | None = None,
    confidence: float = USUAL_CONFIDENCE,
) -> Counterfactual:
    """A local level with regression on the controls, learned from the periods before ``start`` (Brodersen et al. 2015).

    n values evenly spaced; n x k controls (other regions, the market) that the initiative cannot have touched, known
    afterwards too. By the Kalman filter (Harvey 1989), averaged over how far the level may wander, each weighed by how well it
    told the next value before the start: the likeliest one alone would promise too much. Raises NotEstimable.
    """
    y = np.asarray(values, dtype=np.float64)
    z = np.ones((len(y), 1)) if controls is None else np.column_stack([np.ones(len(y)), np.asarray(controls)])
    degrees = start - z.shape[1]
    if degrees < 3 or start >= len(y):
        raise NotEstimable(
            "It takes a few more periods before the start than there are controls, and one after it."
        )
    middle, spread = z[:start].mean(axis=0), z[:start].std(axis=0)
    if y[:start].std() == 0 or (spread[1:] == 0).any():
        raise NotEstimable(
            "The series or a control did not move before the start: nothing says how they go together."
        )
    z[:, 1:] = (z[:, 1:] - middle[1:]) / spread[1:]
    level = float(y[:start].mean())
    weights, noise, means, spreads = _learned(y[:start] - level, z[:start])
    ahead, drift = z[start:], WANDERING**2
    lines = means @ ahead.T
    own = (
        np.einsum("ij,gjk,ik->gi", ahead, spreads, ahead) + drift[:, None] * np.arange(1, len(ahead) + 1) + 1
    )
    expected = weights @ lines
    unsure = weights @ (noise[:, None] * own * degrees / (degrees - 2) + (lines - expected) ** 2)
    reach = float(special.stdtrit(degrees, 0.5 + confidence / 2)) * np.sqrt(unsure * (degrees - 2) / degrees)
    errors = np.sqrt(noise * _variance_of_mean(ahead, spreads, drift))
    effect = _mixture((y[start:] - level).mean() - lines.mean(axis=1), errors, weights, degrees, confidence)
    return Counterfactual(effect, level + expected, level + expected - reach, level + expected + reach)


def _variance_of_mean(ahead: Floats, spreads: Floats, drift: Floats) -> Floats:
    """Steps of the level last until the end, so the early ones count in nearly every period."""
    h, middle = len(ahead), ahead.mean(axis=0)
    lasting = float(((np.arange(h, 0, -1) / h) ** 2).sum())
    return np.asarray(np.einsum("j,gjk,k->g", middle, spreads, middle) + drift * lasting + 1 / h)


def _mixture(gaps: Floats, errors: Floats, weights: Floats, degrees: int, confidence: float) -> Contrast:
    """Mean, error and range of a mixture of Student's t distributions."""
    mean = float(weights @ gaps)
    variance = float(weights @ (errors**2 * degrees / (degrees - 2) + (gaps - mean) ** 2))
    error = float(np.sqrt(variance))

    def below(value: float) -> float:
        return float(weights @ special.stdtr(degrees, (value - gaps) / errors))

    ends = [
        float(scipy.optimize.brentq(lambda v, t=tail: below(v) - t, mean - 60 * error, mean + 60 * error))
        for tail in ((1 - confidence) / 2, (1 + confidence) / 2)
    ]
    return Contrast(mean, error, ends[0], ends[1], min(1.0, 2 * min(below(0.0), 1 - below(0.0))))


def _learned(y: Floats, z: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """For every wandering at once: its weight, the variance of the noise, and what is known of level and slopes in the end.

    The first values, which say where level and slopes begin, do not count. The wandering is flat beforehand.
    """
    k, many = z.shape[1], len(WANDERING)
    means, spreads = np.zeros((many, k)), np.tile(np.eye(k) * VAGUE, (many, 1, 1))
    logs, squares = np.zeros(many), np.zeros(many)
    for place, (value, row) in enumerate(zip(y, z, strict=True)):
        if place:
            spreads[:, 0, 0] += WANDERING**2
        gain = spreads @ row
        variance, gap = gain @ row + 1, value - means @ row
        if place >= k:
            logs += np.log(variance)
            squares += gap**2 / variance
        means = means + gain * (gap / variance)[:, None]
        spreads = spreads - gain[:, :, None] * gain[:, None, :] / variance[:, None, None]
    degrees = len(y) - k
    height = -(logs + degrees * np.log(squares)) / 2 + np.log(WANDERING)
    weights = np.exp(height - height.max())
    return weights / weights.sum(), squares / degrees, means, spreads
