"""Counts that add up from teams to the organisation, and what each says with its margin."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, sqrt
from typing import Protocol

from groundswell.science.statistics.intervals import around_by_t, wilson


class Tally(Protocol):
    """Anything that can be counted per unit and added up."""

    @property
    def n(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its margin; all absent where nothing was counted."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ShareTally:
    """How many of n did something."""

    n: int = 0
    hits: int = 0

    def __add__(self, other: ShareTally) -> ShareTally:
        return ShareTally(self.n + other.n, self.hits + other.hits)

    def estimate(self) -> Estimate:
        """The share in per cent with Wilson's interval."""
        interval = wilson(self.hits, self.n)
        if interval is None:
            return Estimate()
        return Estimate(100 * self.hits / self.n, 100 * interval.low, 100 * interval.high)


@dataclass(frozen=True, slots=True)
class MeanTally:
    """Monthly values weighted by the events behind them (w: weights, v: values); sums that add up over places."""

    n: int = 0
    cells: int = 0
    wv: float = 0.0
    ww: float = 0.0
    wwv: float = 0.0
    wwvv: float = 0.0
    lowest: float = inf

    def __add__(self, other: MeanTally) -> MeanTally:
        sums = (getattr(self, name) + getattr(other, name) for name in self.__slots__ if name != "lowest")
        return MeanTally(*sums, min(self.lowest, other.lowest))

    def estimate(self) -> Estimate:
        """The weighted mean; its interval by Student's t from the spread between monthly values.

        Cochran 1977, Sampling Techniques, section 6.3 (ratio estimate); none below two values. What is
        never below 0 has no margin below 0.
        """
        if not self.n:
            return Estimate()
        mean = self.wv / self.n
        if self.cells < 2:
            return Estimate(mean)
        squares = max(0.0, self.wwvv - 2 * mean * self.wwv + mean * mean * self.ww)
        error = sqrt(squares * self.cells / (self.cells - 1)) / self.n
        interval = around_by_t(mean, error, self.cells - 1)
        low = max(0.0, interval.low) if self.lowest >= 0 else interval.low
        return Estimate(mean, low, interval.high)
