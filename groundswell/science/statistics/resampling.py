"""Margins by drawing the answers again and again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval

Floats = NDArray[np.float64]
USUAL_DRAWS = 10_000


def bootstrap_interval(
    tally: NpsTally,
    confidence: float = USUAL_CONFIDENCE,
    draws: int = USUAL_DRAWS,
    seed: int = 0,
    *,
    is_corrected: bool = True,
) -> Interval | None:
    """The margin of a score by the bias-corrected accelerated bootstrap (Efron 1987, JASA 82:171); None without answers.

    Not corrected, it is the plain percentile bootstrap, for comparison with others' figures.
    Draws counts, not answers, so it takes the same time at any n. All answers alike give a margin without width:
    the margin that we show (adjusted Wald) does not have that fault.
    """
    if tally.score is None:
        return None
    counts = np.array([tally.promoters, tally.passives, tally.detractors], dtype=np.float64)
    drawn = np.random.default_rng(seed).multinomial(tally.n, counts / tally.n, size=draws)
    scores = 100.0 * (drawn[:, 0] - drawn[:, 2]) / tally.n
    below = (np.count_nonzero(scores < tally.score) + np.count_nonzero(scores == tally.score) / 2) / draws
    if not 0 < below < 1 or tally.n < 2:
        return Interval(tally.score, tally.score)
    bias, bend = (float(special.ndtri(below)), _acceleration(counts)) if is_corrected else (0.0, 0.0)
    ends = []
    for tail in ((1 - confidence) / 2, (1 + confidence) / 2):
        z = bias + float(special.ndtri(tail))
        ends.append(float(np.quantile(scores, special.ndtr(bias + z / (1 - bend * z)))))
    return Interval(*ends)


def _acceleration(counts: Floats) -> float:
    """From the score without each answer in turn; answers of one kind all give the same."""
    n = counts.sum()
    values = np.array([100.0, 0.0, -100.0])
    without = (counts @ values - values) / (n - 1)
    gaps = counts @ without / n - without
    spread = float(counts @ gaps**2)
    return float(counts @ gaps**3) / (6 * spread**1.5) if spread else 0.0
