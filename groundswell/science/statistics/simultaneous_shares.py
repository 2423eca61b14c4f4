"""Margins of all kinds of answers at once: with the confidence asked for, every one of them holds."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, pi, sqrt

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy import special

from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval

Floats = NDArray[np.float64]


def goodman_shares(counts: Sequence[int], confidence: float = USUAL_CONFIDENCE) -> tuple[Interval, ...]:
    """Shares from 0 to 1, one margin per kind (Goodman 1965, Technometrics 7:247). Holds for few kinds too."""
    c = _checked(counts)
    n, k = c.sum(), len(c)
    reach = float(scipy.stats.chi2.ppf(1 - (1 - confidence) / k, 1))
    middle, root = reach + 2 * c, np.sqrt(reach * (reach + 4 * c * (n - c) / n))
    lows, highs = (middle - root) / (2 * (n + reach)), (middle + root) / (2 * (n + reach))
    return tuple(Interval(float(low), float(high)) for low, high in zip(lows, highs, strict=True))


def sison_glaz_shares(counts: Sequence[int], confidence: float = USUAL_CONFIDENCE) -> tuple[Interval, ...]:
    """Shorter margins for seven kinds and more, such as 0 to 10 (Sison & Glaz 1995, JASA 90:366).

    All kinds get the same reach below; the reach above is a little longer. Below five answers of a kind too short.
    """
    c = _checked(counts)
    n, reach = int(c.sum()), 0
    too_far = min(n, int(10 * sqrt(n)) + 10)
    while too_far - reach > 1:
        middle = (reach + too_far) // 2
        reach, too_far = (middle, too_far) if _together(c, middle) < confidence else (reach, middle)
    before, chance = _together(c, reach), _together(c, too_far)
    above = reach + 2 * (confidence - before) / (chance - before) if chance > before else too_far
    return tuple(Interval(max(0.0, float(own - reach) / n), min(1.0, float(own + above) / n)) for own in c)


def _together(counts: Floats, reach: int) -> float:
    """The chance that every count falls within reach of the one seen, by Levin's form of the multinomial."""
    n = counts.sum()
    values = counts[:, None] + np.arange(-reach, reach + 1)
    log_rates = np.log(np.maximum(counts, 1e-12))[:, None]
    logs = np.where(values >= 0, values * log_rates - special.gammaln(np.maximum(values, 0) + 1), -np.inf)
    chances = np.exp(logs - counts[:, None])
    inside = chances.sum(axis=1)
    chances = chances / inside[:, None]
    means = (chances * values).sum(axis=1)
    second, third, fourth = (
        (chances * (values - means[:, None]) ** power).sum(axis=1) for power in (2, 3, 4)
    )
    spread = float(np.sqrt(second.sum()))
    if spread <= 0:
        return 0.0
    z = float(n - means.sum()) / spread
    skew, bulge = float(third.sum()) / spread**3, float((fourth - 3 * second**2).sum()) / spread**4
    edgeworth = (
        1
        + skew * (z**3 - 3 * z) / 6
        + bulge * (z**4 - 6 * z**2 + 3) / 24
        + skew**2 * (z**6 - 15 * z**4 + 45 * z**2 - 15) / 72
    )
    density = edgeworth * exp(-(z**2) / 2) / (sqrt(2 * pi) * spread)
    return float(np.exp(np.log(inside).sum())) * density / float(scipy.stats.poisson.pmf(n, n))


def _checked(counts: Sequence[int]) -> Floats:
    c = np.asarray(counts, dtype=np.float64)
    if c.sum() <= 0 or len(c) < 2 or (c < 0).any():
        raise ValueError("Shares need answers and at least two kinds.")
    return c
