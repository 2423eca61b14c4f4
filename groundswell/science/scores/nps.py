"""The net promoter score: shares of enthusiasm and of pain in one number, with its margin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import ClassVar, SupportsIndex

from groundswell.science.scores.definition import NPS, Definition
from groundswell.science.scores.scales import checked, counted
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval, around

PSEUDO_ANSWERS = (0.75, 1.5, 0.75)
"""Promoters, passives and detractors that adjusted Wald adds (Rocks 2016)."""


@dataclass(frozen=True, slots=True)
class NpsTally:
    """How many customers answered, by kind. Tallies add up, so teams roll up to regions."""

    definition: ClassVar[Definition] = NPS

    promoters: int = 0
    passives: int = 0
    detractors: int = 0

    def __post_init__(self) -> None:
        if min(self.promoters, self.passives, self.detractors) < 0:
            raise ValueError("A tally cannot hold fewer than 0 answers.")

    def __add__(self, other: NpsTally) -> NpsTally:
        return NpsTally(
            self.promoters + other.promoters,
            self.passives + other.passives,
            self.detractors + other.detractors,
        )

    def __sub__(self, other: NpsTally) -> NpsTally:
        """What is left without a part of it."""
        return NpsTally(
            self.promoters - other.promoters,
            self.passives - other.passives,
            self.detractors - other.detractors,
        )

    @property
    def n(self) -> int:
        """How many answered."""
        return self.promoters + self.passives + self.detractors

    @property
    def score(self) -> float | None:
        """From -100 to 100 points; None while nobody has answered."""
        return 100 * (self.promoters - self.detractors) / self.n if self.n else None

    @property
    def variance(self) -> float | None:
        """Variance of one answer counted as -1, 0 or 1; None while nobody has answered."""
        return _variance(self.promoters, self.detractors, self.n) if self.n else None

    @property
    def standard_error(self) -> float | None:
        """In points; None while nobody has answered."""
        return 100 * sqrt(_variance(self.promoters, self.detractors, self.n) / self.n) if self.n else None

    def adjusted(self) -> tuple[float, float]:
        """Centre and standard error in points once the pseudo-answers are added (Rocks 2016)."""
        promoters, passives, detractors = PSEUDO_ANSWERS
        n = self.n + promoters + passives + detractors
        more, fewer = self.promoters + promoters, self.detractors + detractors
        return 100 * (more - fewer) / n, 100 * sqrt(_variance(more, fewer, n) / n)

    def interval(self, confidence: float = USUAL_CONFIDENCE) -> Interval | None:
        """The margin we show: adjusted Wald (Rocks 2016, The American Statistician 70:365), cut to -100..100."""
        if not self.n:
            return None
        return around(*self.adjusted(), confidence).clipped(-100, 100)

    @classmethod
    def from_histogram(cls, counts: Sequence[int]) -> NpsTally:
        """From how often each of 0, 1, ... 10 was given: eleven counts, else NotAHistogram."""
        counts = checked(counts, 11)
        return cls(promoters=sum(counts[9:]), passives=sum(counts[7:9]), detractors=sum(counts[:7]))

    @classmethod
    def from_scores(cls, scores: Iterable[SupportsIndex]) -> NpsTally:
        """From single answers; AnswerOffTheScale unless each is a whole number from 0 to 10."""
        return cls.from_histogram(counted(scores, 0, 10))


def _variance(promoters: float, detractors: float, n: float) -> float:
    return max(0.0, (promoters + detractors) / n - ((promoters - detractors) / n) ** 2)
