"""What customers without a contract will still buy: how often (BG/NBD) and for how much (Gamma-Gamma)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]
DAYS_OF_A_WEEK = 7


class CannotBeFitted(ValueError):
    """Too few repeat purchases, or customers that all behave alike: no likeliest parameters can be named."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """One customer's purchases up to a day, in weeks since the first one.

    ``repeats`` counts days with a purchase after the first, ``last`` is the week of the latest, ``watched`` the weeks since
    the first; ``spend`` is the mean of a repeat purchase, None where there was none.
    """

    customer: Hashable
    repeats: int
    last: float
    watched: float
    spend: float | None


def buyers(purchases: Iterable[tuple[Hashable, date, float]], until: date) -> tuple[Buyer, ...]:
    """From (customer, day, money), purchases of one day being one; later ones than ``until`` do not count."""
    days: dict[Hashable, dict[date, float]] = {}
    for customer, day, money in purchases:
        if day <= until:
            own = days.setdefault(customer, {})
            own[day] = own.get(day, 0.0) + money
    return tuple(_buyer(customer, own, until) for customer, own in days.items())


def _buyer(customer: Hashable, own: dict[date, float], until: date) -> Buyer:
    first, *rest = sorted(own)
    return Buyer(
        customer,
        len(rest),
        ((rest[-1] if rest else first) - first).days / DAYS_OF_A_WEEK,
        (until - first).days / DAYS_OF_A_WEEK,
        sum(own[day] for day in rest) / len(rest) if rest else None,
    )


@dataclass(frozen=True, slots=True)
class BgNbd:
    """How often customers buy (gamma: r, alpha) and when they leave for good (beta: a, b), per week."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float | None = None

    def chance_still_there(self, repeats: ArrayLike, last: ArrayLike, watched: ArrayLike) -> Floats:
        """The probability that a customer with this past has not left; 1 for who bought once only."""
        x, tx, whole = (np.asarray(value, dtype=np.float64) for value in (repeats, last, watched))
        waited = ((self.alpha + whole) / (self.alpha + tx)) ** (self.r + x)
        gone = self.a / (self.b + np.maximum(x, 1) - 1) * waited
        return np.asarray(1 / (1 + np.where(x > 0, gone, 0.0)), dtype=np.float64)

    def expected_repeats(
        self, weeks: float, repeats: ArrayLike, last: ArrayLike, watched: ArrayLike
    ) -> Floats:
        """Purchases in the coming weeks by a customer with this past (Fader, Hardie & Lee 2005, eq. 10)."""
        x, whole = np.asarray(repeats, dtype=np.float64), np.asarray(watched, dtype=np.float64)
        series = special.hyp2f1(
            self.r + x, self.b + x, self.a + self.b + x - 1, weeks / (self.alpha + whole + weeks)
        )
        fading = 1 - ((self.alpha + whole) / (self.alpha + whole + weeks)) ** (self.r + x) * series
        ahead = (self.a + self.b + x - 1) / (self.a - 1) * fading
        return np.asarray(ahead * self.chance_still_there(repeats, last, watched), dtype=np.float64)


def fit_bg_nbd(repeats: ArrayLike, last: ArrayLike, watched: ArrayLike) -> BgNbd:
    """The likeliest parameters (Fader, Hardie & Lee 2005, Marketing Science 24:275). Raises CannotBeFitted."""
    x, tx, whole = (np.asarray(value, dtype=np.float64) for value in (repeats, last, watched))
    if not (x > 0).any():
        raise CannotBeFitted("Nobody bought twice.")

    def loss(logs: Floats) -> float:
        r, alpha, a, b = np.exp(logs)
        common = special.gammaln(r + x) - special.gammaln(r) + r * np.log(alpha)
        kept = special.betaln(a, b + x) - special.betaln(a, b) - (r + x) * np.log(alpha + whole)
        left = special.betaln(a + 1, b + np.maximum(x, 1) - 1) - special.betaln(a, b)
        left = np.where(x > 0, left - (r + x) * np.log(alpha + tx), -np.inf)
        return -float((common + np.logaddexp(kept, left)).sum())

    best = _least(loss, np.zeros(4))
    r, alpha, a, b = (float(value) for value in np.exp(best.x))
    return BgNbd(r, alpha, a, b, log_likelihood=-float(best.fun))


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """What a purchase is worth: gamma within a customer (p), gamma between customers (q, v). Independent of how often."""

    p: float
    q: float
    v: float

    @property
    def mean(self) -> float:
        """The mean purchase of all customers."""
        return self.p * self.v / (self.q - 1)

    def expected_spend(self, repeats: ArrayLike, spend: ArrayLike) -> Floats:
        """The mean purchase of a customer with so many of this mean: drawn to that of all, the fewer the more."""
        x, m = np.asarray(repeats, dtype=np.float64), np.asarray(spend, dtype=np.float64)
        return np.asarray(
            self.p * (self.v + np.where(x > 0, x * m, 0.0)) / (self.p * x + self.q - 1), dtype=np.float64
        )


def fit_gamma_gamma(repeats: ArrayLike, spend: ArrayLike) -> GammaGamma:
    """The likeliest parameters from customers with repeats (Fader & Hardie 2013). Raises CannotBeFitted.

    Look at ``frequency_and_spend`` first: the model takes them for independent.
    """
    x, m = np.asarray(repeats, dtype=np.float64), np.asarray(spend, dtype=np.float64)
    if len(x) < 3 or (x <= 0).any() or (m <= 0).any():
        raise CannotBeFitted("It takes customers who bought twice and paid something.")

    def loss(logs: Floats) -> float:
        p, q, v = np.exp(logs)
        whole = -special.betaln(p * x, q) + q * np.log(v) + (p * x - 1) * np.log(m)
        return -float((whole + p * x * np.log(x) - (p * x + q) * np.log(v + m * x)).sum())

    best = _least(loss, np.log([2.0, 2.0, float(np.median(m))]))
    return GammaGamma(*(float(value) for value in np.exp(best.x)))


def frequency_and_spend(repeats: ArrayLike, spend: ArrayLike) -> float:
    """The correlation that Gamma-Gamma takes to be 0: show it beside every lifetime value."""
    return float(
        np.corrcoef(np.asarray(repeats, dtype=np.float64), np.asarray(spend, dtype=np.float64))[0, 1]
    )


def _least(loss: Callable[[Floats], float], begin: Floats) -> Any:
    options = {"xatol": 1e-8, "fatol": 1e-9, "maxiter": 20_000, "maxfev": 20_000}
    best = scipy.optimize.minimize(loss, begin, method="Nelder-Mead", options=options)
    if not best.success or not np.isfinite(best.fun) or np.abs(best.x).max() > 12:
        raise CannotBeFitted("The customers behave too much alike for likeliest parameters to be named.")
    return best
