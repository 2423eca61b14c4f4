"""Did something happen more often? Two counts of rare events in two spans, exactly."""

from __future__ import annotations

from dataclasses import dataclass

from scipy import special

from .intervals import USUAL_CONFIDENCE, Interval


@dataclass(frozen=True, slots=True)
class RateRatio:
    """How many times as often; ``ratio`` and the upper end are infinite where nothing happened before."""

    ratio: float
    interval: Interval
    p_value: float


def compare_counts(
    now: int, before: int, *, spans: tuple[float, float] = (1.0, 1.0), confidence: float = USUAL_CONFIDENCE
) -> RateRatio | None:
    """The ratio of two Poisson rates; None where nothing happened in either span.

    Conditional on their sum the first count is binomial; its limits are exact (Clopper and Pearson, Biometrika 26,
    1934), as in R's ``poisson.test``. The p-value is twice the smaller tail.
    """
    n = now + before
    if n == 0:
        return None
    exposure = spans[1] / spans[0]
    tail = (1 - confidence) / 2
    low = float(special.betaincinv(now, before + 1, tail)) if now else 0.0
    high = float(special.betaincinv(now + 1, before, 1 - tail)) if before else 1.0
    share = spans[0] / (spans[0] + spans[1])
    at_least = float(special.bdtrc(now - 1, n, share)) if now else 1.0
    p_value = min(1.0, 2 * min(at_least, float(special.bdtr(now, n, share))))
    return RateRatio(_odds(now / n, exposure), Interval(_odds(low, exposure), _odds(high, exposure)), p_value)


def _odds(share: float, exposure: float) -> float:
    return exposure * share / (1 - share) if share < 1 else float("inf")
