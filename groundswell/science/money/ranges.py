"""Estimates that somebody gave as a range, and draws from them."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Shape = Literal["log-normal", "normal"]

REACH_OF_90: Final = 1.6448536269514722
"""Standard deviations from the middle to either end of a 90 % range."""


@dataclass(frozen=True, slots=True)
class Range:
    """We are 90 % sure that the value lies between low and high.

    Log-normal (for amounts: cannot fall below 0, long to the right) when low is above 0, else normal,
    unless said otherwise. Equal ends are a known value.
    """

    low: float
    high: float
    shape: Shape | None = None

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"A range runs from low to high, not from {self.low} to {self.high}.")
        if self.shape == "log-normal" and self.low <= 0:
            raise ValueError("A log-normal range lies above 0.")

    @property
    def is_log_normal(self) -> bool:
        """Whether the range is read as log-normal."""
        return self.shape == "log-normal" or (self.shape is None and self.low > 0)

    @property
    def middle(self) -> float:
        """The median: the geometric or the arithmetic middle of both ends."""
        if self.is_log_normal:
            return float(np.sqrt(self.low * self.high))
        return (self.low + self.high) / 2

    def draws(self, rng: np.random.Generator, size: int) -> NDArray[np.float64]:
        """Random values whose 5th and 95th percentile are low and high."""
        if self.low == self.high:
            return np.full(size, self.low)
        if self.is_log_normal:
            spread = log(self.high / self.low) / (2 * REACH_OF_90)
            return np.asarray(self.middle * np.exp(spread * rng.standard_normal(size)), dtype=np.float64)
        return np.asarray(rng.normal(self.middle, (self.high - self.low) / (2 * REACH_OF_90), size))
