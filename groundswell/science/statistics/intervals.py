"""Ranges that a true value lies in with stated confidence."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

USUAL_CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A range from low to high, both in the unit of the figure it belongs to."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"An interval runs from low to high, not from {self.low} to {self.high}.")

    @property
    def width(self) -> float:
        """How far apart the two ends are."""
        return self.high - self.low

    @property
    def middle(self) -> float:
        """The centre of the range, which is not always the point estimate."""
        return (self.low + self.high) / 2

    def contains(self, value: float) -> bool:
        """Whether the value lies in the range, ends included."""
        return self.low <= value <= self.high

    def lies_within(self, low: float, high: float) -> bool:
        """Whether the whole range lies between two limits, ends included."""
        return low <= self.low and self.high <= high

    def overlaps(self, other: Interval) -> bool:
        """Whether the two ranges share a value."""
        return self.low <= other.high and other.low <= self.high

    def clipped(self, low: float, high: float) -> Interval:
        """The same range cut to what is possible at all."""
        return Interval(min(max(self.low, low), high), max(min(self.high, high), low))


def normal_quantile(confidence: float) -> float:
    """How many standard errors a two-sided normal interval reaches; 1.96 for 0.95."""
    if not 0 < confidence < 1:
        raise ValueError(f"Confidence lies between 0 and 1, not at {confidence}.")
    from scipy import special  # rows know intervals, and few processes reckon one

    return float(special.ndtri(0.5 + confidence / 2))


def two_sided_p(z: float) -> float:
    """The chance of a value at least this far from zero under the standard normal."""
    from scipy import special

    return float(2 * special.ndtr(-abs(z)))


def around(estimate: float, standard_error: float, confidence: float = USUAL_CONFIDENCE) -> Interval:
    """The normal (Wald) interval around an estimate."""
    reach = normal_quantile(confidence) * standard_error
    return Interval(estimate - reach, estimate + reach)


def around_by_t(
    estimate: float, standard_error: float, degrees: float, confidence: float = USUAL_CONFIDENCE
) -> Interval:
    """The interval by Student's t, for a standard error that was itself estimated from few values."""
    from scipy import special

    reach = float(special.stdtrit(degrees, 0.5 + confidence / 2)) * standard_error
    return Interval(estimate - reach, estimate + reach)


def wilson(hits: int, n: int, confidence: float = USUAL_CONFIDENCE) -> Interval | None:
    """The score interval of a share from 0 to 1 (Wilson 1927, JASA 22:209); None when nobody was asked."""
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n} is not a share.")
    if n == 0:
        return None
    z = normal_quantile(confidence)
    share = hits / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if hits == 0 else max(0.0, centre - reach)
    high = 1.0 if hits == n else min(1.0, centre + reach)
    return Interval(low, high)
