"""A value with its range, and what is made of several."""

from dataclasses import dataclass
from math import hypot, sqrt


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95% range."""

    value: float
    low: float
    high: float

    def times(self, factor: float) -> "Estimate":
        """So many times as much."""
        return Estimate(self.value * factor, self.low * factor, self.high * factor)


def in_percent(part: int, whole: int) -> str:
    """So many of so many: 100% only where it is all of them."""
    return f"{min(round(100 * part / whole), 99) if part < whole else 100}%"


def product(*factors: Estimate | None) -> Estimate | None:
    """The product, its relative errors added in quadrature; None where a factor is not known or nought."""
    known = [one for one in factors if one is not None and one.value]
    if len(known) < len(factors):
        return None
    value = 1.0
    for one in known:
        value *= one.value
    below = hypot(*((one.value - one.low) / one.value for one in known))
    above = hypot(*((one.high - one.value) / one.value for one in known))
    return Estimate(value, max(value * (1 - below), 0.0), value * (1 + above))


def counted(number: int) -> Estimate:
    """So many happened; in another such year as many again give or take what chance does (Poisson, normal)."""
    reach = 1.96 * sqrt(number)
    return Estimate(number, max(number - reach, 0.0), number + reach)
