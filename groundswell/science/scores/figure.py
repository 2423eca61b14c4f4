"""A score as it may be shown: with n, margin and definition, or with the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from groundswell.science.scores.definition import Definition
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval

MINIMUM_ANSWERS: Final = 5
"""Below this no score is shown at all."""

ANSWERS_WITHOUT_WARNING: Final = 30
"""From here on a score is shown without a warning that it rests on few answers."""


class Tally(Protocol):
    """What every tally of answers can say about itself."""

    @property
    def definition(self) -> Definition: ...

    @property
    def n(self) -> int: ...

    @property
    def score(self) -> float | None: ...

    def interval(self, confidence: float = USUAL_CONFIDENCE) -> Interval | None: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """Either a score with its margin, or a reason. Never a score of 0 for want of answers."""

    n: int
    score: float | None
    low: float | None
    high: float | None
    reason: str | None
    definition: Definition

    @property
    def is_known(self) -> bool:
        """Whether there is a score to show."""
        return self.score is not None

    @property
    def is_few(self) -> bool:
        """Whether the score is shown, yet rests on fewer answers than we show without a warning."""
        return self.is_known and self.n < ANSWERS_WITHOUT_WARNING

    @property
    def margin(self) -> float | None:
        """Half the width of the interval; None when there is no score."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2


def figure(tally: Tally, minimum: int = MINIMUM_ANSWERS, definition: Definition | None = None) -> Figure:
    """The tally as it may be shown. Below the minimum the reason says how many answers there are."""
    meaning = definition or tally.definition
    interval = tally.interval()
    if tally.n < minimum or interval is None:
        return Figure(tally.n, None, None, None, _too_few(tally.n, max(minimum, 1)), meaning)
    return Figure(tally.n, tally.score, interval.low, interval.high, None, meaning)


def _too_few(n: int, minimum: int) -> str:
    if n == 0:
        return "No answers yet"
    return f"Too few answers to tell: {n} of at least {minimum}"
