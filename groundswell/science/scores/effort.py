"""Customer effort: how far customers agree, from 1 to 7, that the company made it easy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, SupportsIndex

from groundswell.science.scores.definition import CES, CES_MEAN, Definition
from groundswell.science.scores.scales import checked, counted
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval, wilson
from groundswell.science.statistics.means import mean_interval, mean_of


@dataclass(frozen=True, slots=True)
class EffortTally:
    """How often each of 1, 2, ... 7 was given. Some report the share of 5-7, others the mean: both are here."""

    definition: ClassVar[Definition] = CES
    mean_definition: ClassVar[Definition] = CES_MEAN

    counts: tuple[int, ...] = (0, 0, 0, 0, 0, 0, 0)

    def __post_init__(self) -> None:
        checked(self.counts, 7)

    def __add__(self, other: EffortTally) -> EffortTally:
        return EffortTally(tuple(a + b for a, b in zip(self.counts, other.counts, strict=True)))

    @property
    def n(self) -> int:
        """How many answered."""
        return sum(self.counts)

    @property
    def easy(self) -> int:
        """How many found it easy: 5, 6 or 7."""
        return sum(self.counts[4:])

    @property
    def score(self) -> float | None:
        """Share of 5-7 in per cent (definition `ces`); None while nobody has answered."""
        return 100 * self.easy / self.n if self.n else None

    def interval(self, confidence: float = USUAL_CONFIDENCE) -> Interval | None:
        """The Wilson interval of the share in per cent; None while nobody has answered."""
        share = wilson(self.easy, self.n, confidence)
        return None if share is None else Interval(100 * share.low, 100 * share.high)

    @property
    def mean(self) -> float | None:
        """Mean answer from 1 to 7 (definition `ces_mean`); None while nobody has answered."""
        return mean_of(self.counts, 1)

    def mean_interval(self, confidence: float = USUAL_CONFIDENCE) -> Interval | None:
        """Student's t interval of the mean, cut to 1..7; None below two answers or when all agree."""
        return mean_interval(self.counts, 1, confidence)

    @classmethod
    def from_histogram(cls, counts: Sequence[int]) -> EffortTally:
        """From seven counts, else NotAHistogram."""
        return cls(checked(counts, 7))

    @classmethod
    def from_scores(cls, scores: Iterable[SupportsIndex]) -> EffortTally:
        """From single answers; AnswerOffTheScale unless each is a whole number from 1 to 7."""
        return cls(counted(scores, 1, 7))
