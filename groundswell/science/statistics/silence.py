"""Those who did not answer: what they would have to think for the figure to be wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from groundswell.science.scores.nps import NpsTally


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


def response_bias(propensities: ArrayLike, values: ArrayLike) -> float:
    """By how much those who answer differ from all: Cov(propensity, value) / mean propensity (Bethlehem 1988).

    Over everybody asked, from what is known of all of them (a past score, tenure); in the unit of the values.
    """
    p, y = np.asarray(propensities, dtype=np.float64), np.asarray(values, dtype=np.float64)
    return float(((p - p.mean()) * (y - y.mean())).mean() / p.mean())
