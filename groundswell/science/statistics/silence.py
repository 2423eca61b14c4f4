"""Those who did not answer: what they would have to think for the figure to be wrong."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import scipy
from numpy.typing import ArrayLike
from scipy import special

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval


@dataclass(frozen=True, slots=True)
class Silence:
    """How far the silent would have to be from those who answered, in points, for the whole to stand at a given score."""

    response_rate: float
    silent_score: float
    gap: float

    @property
    def is_possible(self) -> bool:
        """Whether any score of theirs could do it."""
        return -100 <= self.silent_score <= 100

    def in_words(self, whole: float) -> str:
        """One sentence beside a score whose response rate is low."""
        if not self.is_possible:
            return f"Whatever those who did not answer think, the score of all cannot be {whole:.0f}."
        word = "lower" if self.gap < 0 else "higher"
        return (
            f"Those who did not answer would have to score {abs(self.gap):.0f} points {word} than those who did for the "
            f"score of all to be {whole:.0f}."
        )


def silent_for(tally: NpsTally, asked: int, whole: float) -> Silence | None:
    """What the silent would have to score for everybody's score to be ``whole``; None where all or none answered."""
    if tally.score is None or asked <= tally.n:
        return None
    rate = tally.n / asked
    silent = (whole - rate * tally.score) / (1 - rate)
    return Silence(rate, silent, silent - tally.score)


@dataclass(frozen=True, slots=True)
class WorstCase:
    """Where the score of everybody asked lies whatever the silent think (Manski 1989), and its margin."""

    answered: int
    silent: int
    low: float
    high: float
    margin: Interval
    """Holds the score of all with the confidence asked for, whatever the silent think (Imbens and Manski 2004)."""

    @property
    def response_rate(self) -> float:
        return self.answered / (self.answered + self.silent)


def worst_case(tally: NpsTally, silent: int, confidence: float = USUAL_CONFIDENCE) -> WorstCase | None:
    """All who kept silent detractors, and all promoters: nothing else is assumed. None where nobody answered or was silent."""
    if not tally.n or silent <= 0:
        return None
    worst = NpsTally(tally.promoters, tally.passives, tally.detractors + silent)
    best = NpsTally(tally.promoters + silent, tally.passives, tally.detractors)
    low, high = worst.score or 0.0, best.score or 0.0
    errors = [100 * sqrt((one.variance or 0.0) / one.n) for one in (worst, best)]
    reach = reach_of_bounds(high - low, max(errors), confidence)
    margin = Interval(low - reach * errors[0], high + reach * errors[1]).clipped(-100, 100)
    return WorstCase(tally.n, silent, low, high, margin)


def reach_of_bounds(width: float, error: float, confidence: float = USUAL_CONFIDENCE) -> float:
    """How many standard errors to add at each end so that the true value is held (Imbens & Manski 2004, Econometrica 72:1845).

    1.96 where both ends meet, 1.645 where they lie far apart: the truth can then only be near one of them.
    """
    if error == 0:
        return 0.0
    far = width / error

    def missing(reach: float) -> float:
        return float(special.ndtr(reach + far) - special.ndtr(-reach)) - confidence

    return float(scipy.optimize.brentq(missing, 0.0, 10.0))


def response_bias(propensities: ArrayLike, values: ArrayLike) -> float:
    """By how much those who answer differ from all: Cov(propensity, value) / mean propensity (Bethlehem 1988).

    Over everybody asked, from what is known of all of them (a past score, tenure); in the unit of the values.
    """
    p, y = np.asarray(propensities, dtype=np.float64), np.asarray(values, dtype=np.float64)
    return float(((p - p.mean()) * (y - y.mean())).mean() / p.mean())
