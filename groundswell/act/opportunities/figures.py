"""Single figures of an opportunity, each with its range, from who stands behind it and the ground of the period."""

from math import sqrt
from statistics import fmean, stdev

from groundswell.science.statistics.intervals import around_by_t, wilson

from .estimates import Estimate, counted
from .ground import Ground
from .voices import Behind

MINIMUM_CUSTOMERS = 5


def touched_of(behind: int, ground: Ground) -> Estimate | None:
    """The share of answering customers (Wilson), scaled to all; never fewer than spoke, nor more than silence leaves open."""
    share = wilson(min(behind, ground.answering), ground.answering)
    if share is None or behind < MINIMUM_CUSTOMERS:
        return None
    everybody = max(ground.customers, ground.answering)
    silent = everybody - ground.answering
    return Estimate(
        everybody * behind / ground.answering,
        max(everybody * share.low, behind),
        min(everybody * share.high, behind + silent),
    )


def money_each_of(behind: Behind, ground: Ground) -> Estimate | None:
    """Yearly revenue per customer behind it; without revenue in the year one counts as nought, and refunds may outweigh it."""
    if not ground.revenue or len(behind.customers) < MINIMUM_CUSTOMERS:
        return None
    amounts = [ground.revenue.get(pk, 0.0) for pk in behind.customers]
    mean = fmean(amounts)
    found = around_by_t(mean, stdev(amounts) / sqrt(len(amounts)), len(amounts) - 1)
    return Estimate(mean, found.low if mean < 0 else max(found.low, 0.0), found.high)


def handling_of(handled: list[int], ground: Ground) -> Estimate | None:
    """What was handled times its rate; None while nobody stated a rate."""
    if not ground.rates:
        return None
    each = [counted(number).times(rate.amount) for number, rate in zip(handled, ground.rates, strict=True)]
    value = sum(one.value for one in each)
    reach = sqrt(sum((one.high - one.value) ** 2 for one in each))
    return Estimate(value, max(value - reach, 0.0), value + reach)
