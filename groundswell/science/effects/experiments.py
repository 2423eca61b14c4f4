"""The surest way to know: dealt out by lot. Two arms compared, sharper with what was known before, and looked at any day."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

from scipy import special

from groundswell.science.effects.effect import Contrast
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval


@dataclass(frozen=True, slots=True)
class Arm:
    """Sums over the customers of one arm: the outcome, and what the same customers did before they were assigned.

    Arms add up, day by day. ``before`` fields stay 0 where nothing was known.
    """

    n: int
    total: float
    squares: float
    before: float = 0.0
    before_squares: float = 0.0
    products: float = 0.0

    def __add__(self, other: Arm) -> Arm:
        return Arm(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def mean(self) -> float:
        """Of the outcome."""
        return self.total / self.n

    @property
    def variance(self) -> float:
        """Of the outcome between customers, n - 1 in the divisor."""
        return max(0.0, (self.squares - self.total**2 / self.n) / (self.n - 1))

    @property
    def variance_before(self) -> float:
        """Of what was known before."""
        return max(0.0, (self.before_squares - self.before**2 / self.n) / (self.n - 1))

    @property
    def covariance(self) -> float:
        """Of the outcome with what was known before."""
        return (self.products - self.total * self.before / self.n) / (self.n - 1)

    def adjusted(self, slope: float) -> Arm:
        """The same arm with outcome - slope x before in place of the outcome."""
        return Arm(
            self.n,
            self.total - slope * self.before,
            self.squares - 2 * slope * self.products + slope**2 * self.before_squares,
        )


def difference(treated: Arm, control: Arm, confidence: float = USUAL_CONFIDENCE) -> Contrast:
    """Treated minus control by Welch's t test (Welch 1947), for one look at the end. Two customers at least in each arm."""
    if min(treated.n, control.n) < 2:
        raise ValueError("Each arm needs two customers.")
    parts = [arm.variance / arm.n for arm in (treated, control)]
    estimate, error = treated.mean - control.mean, sqrt(sum(parts))
    if error == 0:
        return Contrast(estimate)
    degrees = sum(parts) ** 2 / sum(
        part**2 / (arm.n - 1) for part, arm in zip(parts, (treated, control), strict=True)
    )
    reach = float(special.stdtrit(degrees, 0.5 + confidence / 2)) * error
    p_value = float(2 * special.stdtr(degrees, -abs(estimate) / error))
    return Contrast(estimate, error, estimate - reach, estimate + reach, p_value)


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The difference with what was known before taken out, the slope that took it out, and what it saved."""

    contrast: Contrast
    slope: float
    saved: float
    """Share of the customers who need not be asked thanks to what was known: 0.6 is 60 per cent fewer."""


def slope_within(treated: Arm, control: Arm) -> float:
    """How much of what was known before is found again, within each arm: with few customers the slope of the whole takes a part of
    an effect for a difference from before (6 of 60 points with six customers an arm)."""
    spread = sum((arm.n - 1) * arm.variance_before for arm in (treated, control))
    together = sum((arm.n - 1) * arm.covariance for arm in (treated, control))
    return together / spread if spread > 0 else 0.0


def adjusted_difference(
    treated: Arm, control: Arm, confidence: float = USUAL_CONFIDENCE, slope: float | None = None
) -> Adjusted:
    """CUPED (Deng, Xu, Kohavi & Walker 2013, WSDM): the same truth, a narrower range.

    One slope for both arms: the one given, else that of the whole, as published. What is known must have been measured before
    anybody was assigned.
    """
    whole = treated + control
    if slope is None:
        slope = whole.covariance / whole.variance_before if whole.variance_before > 0 else 0.0
    narrow = difference(treated.adjusted(slope), control.adjusted(slope), confidence)
    wide = difference(treated, control, confidence)
    if narrow.standard_error is None or wide.standard_error is None:
        return Adjusted(narrow, slope, 0.0)
    return Adjusted(narrow, slope, 1 - (narrow.standard_error / wide.standard_error) ** 2)


def any_day_interval(
    contrast: Contrast, n: int, planned: int = 5_000, confidence: float = USUAL_CONFIDENCE
) -> Interval | None:
    """A range that holds however often one looks, and may stop the experiment on any day; None without an error.

    A normal-mixture confidence sequence (Waudby-Smith et al. 2021), n customers in both arms so far, narrowest near
    ``planned``. Looking at fixed ranges 199 times gives a false alarm in 40 of 100 experiments without any effect.
    """
    if contrast.standard_error is None:
        return None
    alpha = 1 - confidence
    tuned = (-2 * log(alpha) + log(-2 * log(alpha) + 1)) / planned
    inside = 2 * (n * tuned + 1) / (n * tuned) * log(sqrt(n * tuned + 1) / alpha)
    reach = contrast.standard_error * sqrt(inside)
    return Interval(contrast.estimate - reach, contrast.estimate + reach)
