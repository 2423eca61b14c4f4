"""Customer satisfaction: the share of satisfied answers on a 1-5 scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, SupportsIndex

from groundswell.science.scores.definition import CSAT, Definition
from groundswell.science.scores.scales import checked, counted
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval, wilson


@dataclass(frozen=True, slots=True)
class CsatTally:
    """How many answered 4-5 (satisfied) and 1-3 (others). Tallies add up."""

    definition: ClassVar[Definition] = CSAT

    satisfied: int = 0
    others: int = 0

    def __post_init__(self) -> None:
        if min(self.satisfied, self.others) < 0:
            raise ValueError("A tally cannot hold fewer than 0 answers.")

    def __add__(self, other: CsatTally) -> CsatTally:
        return CsatTally(self.satisfied + other.satisfied, self.others + other.others)

    @property
    def n(self) -> int:
        """How many answered."""
        return self.satisfied + self.others

    @property
    def score(self) -> float | None:
        """Share of satisfied answers in per cent; None while nobody has answered."""
        return 100 * self.satisfied / self.n if self.n else None

    def interval(self, confidence: float = USUAL_CONFIDENCE) -> Interval | None:
        """The Wilson interval in per cent; None while nobody has answered."""
        share = wilson(self.satisfied, self.n, confidence)
        return None if share is None else Interval(100 * share.low, 100 * share.high)

    @classmethod
    def from_histogram(cls, counts: Sequence[int]) -> CsatTally:
        """From how often each of 1, 2, ... 5 was given: five counts, else NotAHistogram."""
        counts = checked(counts, 5)
        return cls(satisfied=sum(counts[3:]), others=sum(counts[:3]))

    @classmethod
    def from_scores(cls, scores: Iterable[SupportsIndex]) -> CsatTally:
        """From single answers; AnswerOffTheScale unless each is a whole number from 1 to 5."""
        return cls.from_histogram(counted(scores, 1, 5))
