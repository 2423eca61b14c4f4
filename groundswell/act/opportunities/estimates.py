"""A value with its range, and what is made of several."""

from dataclasses import dataclass
from math import hypot, prod, sqrt


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
    """The product, its errors added in quadrature; None where a factor is not known. What is not below nought stays so."""
    known = [one for one in factors if one is not None]
    if len(known) < len(factors):
        return None
    value = prod(one.value for one in known)
    ends = [_reach(one, prod(other.value for other in known if other is not one)) for one in known]
    low, high = (hypot(*each) for each in zip(*ends, strict=True))
    return Estimate(value, max(value - low, 0.0) if value >= 0 else value - low, value + high)


def _reach(one: Estimate, rest: float) -> tuple[float, float]:
    """How far the product reaches below and above because of one factor."""
    ends = sorted(((one.low - one.value) * rest, (one.high - one.value) * rest))
    return ends[0], ends[1]


def counted(number: int) -> Estimate:
    """So many happened; in another such year as many again give or take what chance does (Poisson, normal)."""
    reach = 1.96 * sqrt(number)
    return Estimate(number, max(number - reach, 0.0), number + reach)
