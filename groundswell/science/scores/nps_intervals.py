"""Other margins of a net promoter score: plain Wald and score (Tango)."""

from __future__ import annotations

from math import sqrt

import scipy

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval, around, normal_quantile


def wald_interval(tally: NpsTally, confidence: float = USUAL_CONFIDENCE) -> Interval | None:
    """The textbook margin, for comparison with others' figures only: it has no width when all agree."""
    if tally.score is None or tally.standard_error is None:
        return None
    return around(tally.score, tally.standard_error, confidence).clipped(-100, 100)


def score_interval(tally: NpsTally, confidence: float = USUAL_CONFIDENCE) -> Interval | None:
    """The margin by inverting the score test (Tango 1998, Statistics in Medicine 17:891; Rocks 2016)."""
    if tally.score is None:
        return None
    z = normal_quantile(confidence)
    middle = tally.score / 100
    return Interval(100 * _edge(tally, z, middle, -1.0), 100 * _edge(tally, z, middle, 1.0))


def _edge(tally: NpsTally, z: float, middle: float, end: float) -> float:
    """Where between the point estimate and the end of the scale the score test begins to reject."""

    def excess(score: float) -> float:
        gap = tally.promoters - tally.detractors - tally.n * score
        return gap * gap - z * z * tally.n * max(0.0, _spread(tally, score))

    if middle == end or excess(end) <= 0:
        return end
    # At the point estimate itself the excess is exactly 0 when all answers agree; the edge lies beyond.
    inside = middle + (end - middle) * 1e-9
    return float(scipy.optimize.brentq(excess, inside, end, xtol=1e-10)) if excess(inside) < 0 else middle


def _spread(tally: NpsTally, score: float) -> float:
    """Variance of one answer if the true score were this one, passives fitted by maximum likelihood."""
    p, d, n = tally.promoters, tally.detractors, tally.n
    b = -d - p + (2 * n - p + d) * score
    c = -d * score * (1 - score)
    detractor_share = (sqrt(max(0.0, b * b - 8 * n * c)) - b) / (4 * n)
    return 2 * detractor_share + score * (1 - score)


def interval_of_a_small_population(
    tally: NpsTally, population: int, confidence: float = USUAL_CONFIDENCE
) -> Interval | None:
    """Adjusted Wald where a good part of everybody has answered (accounts of a business): error x sqrt(1 - n / N).

    Without width once all have answered; None while nobody has. Raises ValueError if more answered than there are.
    """
    if tally.n > population:
        raise ValueError(f"{tally.n} answers cannot come from {population} people.")
    if tally.score is None:
        return None
    left = 1 - tally.n / population
    centre, error = tally.adjusted()
    drawn = tally.score + (centre - tally.score) * left
    return around(drawn, error * sqrt(left), confidence).clipped(-100, 100)
