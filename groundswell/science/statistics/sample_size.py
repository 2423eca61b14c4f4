"""How many answers it takes, before anybody asks."""

from __future__ import annotations

from math import ceil, sqrt

from scipy import special

from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, normal_quantile

USUAL_SPREAD = 2 / 3
"""Variance of one answer (-1, 0, 1) when the three kinds are equally frequent: a careful guess beforehand."""


def spread(promoter_share: float, detractor_share: float) -> float:
    """Variance of one answer counted as -1, 0 or 1, from shares between 0 and 1."""
    if min(promoter_share, detractor_share) < 0 or promoter_share + detractor_share > 1:
        raise ValueError("Shares lie between 0 and 1 and add up to at most 1.")
    return promoter_share + detractor_share - (promoter_share - detractor_share) ** 2


def answers_for_margin(
    margin: float, variance: float = USUAL_SPREAD, confidence: float = USUAL_CONFIDENCE
) -> int:
    """Answers needed for a margin of +- so many points: n = z^2 s^2 / d^2 - 3, by adjusted Wald (Rocks 2016)."""
    reach = normal_quantile(confidence)
    return max(1, ceil(reach**2 * variance / (_positive(margin) / 100) ** 2 - 3))


def answers_per_group(
    difference: float,
    variances: tuple[float, float] = (USUAL_SPREAD, USUAL_SPREAD),
    confidence: float = USUAL_CONFIDENCE,
    power: float = 0.8,
) -> int:
    """Answers needed in each of two groups to find a difference of so many points with the power given."""
    reach = normal_quantile(confidence) + float(special.ndtri(power))
    return max(1, ceil(sum(variances) * reach**2 / (_positive(difference) / 100) ** 2 - 3))


def change_by_chance(
    change: float, n: int, variance: float = USUAL_SPREAD, n_second: int | None = None
) -> float:
    """The chance that two surveys show a rise of at least so many points although nothing changed."""
    error = 100 * sqrt(variance / n + variance / (n_second or n))
    return float(special.ndtr(-change / error))


def _positive(points: float) -> float:
    if points <= 0:
        raise ValueError("A margin or difference of 0 points would take endless answers.")
    return abs(points)
