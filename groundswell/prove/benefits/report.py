"""The benefits page in words and a picture."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from groundswell.look.charts import Chart, IntervalRow, interval_dots
from groundswell.look.numbers import currency_symbol, money, signed

from .queries import BenefitLine, Total


def opening_sentence(lines: Sequence[BenefitLine], total: Total | None) -> str:
    """What all initiatives brought together, or why nobody can say yet."""
    if not lines:
        return "What initiatives brought, in money"
    if total is None:
        return f"What {_initiatives(len(lines))} brought cannot be told in money yet."
    words = f"{_initiatives(total.count)} brought {money(total.amount)}"
    span = f"between {money(total.low)} and {money(total.high)}"
    spent = f"for {money(total.spent)} spent"
    silent = len(lines) - total.count
    rest = f" Of {silent} more nobody can tell yet." if silent else ""
    sure = "" if total.low > 0 else " It may as well be nothing."
    return f"{words} ({span}) {spent}.{sure}{rest}"


def total_words(total: Total | None) -> str:
    """How the total was made, for whoever adds up the rows and finds another sum."""
    if total is None or total.count < 2:
        return ""
    ends = (
        "The total goes from the sum of all low ends to the sum of all high ends. The same units to compare with stand behind "
        "several rows, so their errors do not cancel out: the range is rather too wide than too narrow."
    )
    if total.shared is None:
        return ends
    if not total.shared:
        return f"No customer counts twice: no unit had two of them in the same month. {ends}"
    return (
        f"{total.shared:,} customer-months stand behind more than one initiative. They count once: each has its share of them, so "
        f"the total is not the sum of the rows. {ends}"
    )


def benefit_words(line: BenefitLine) -> str:
    """The amount with its range, or the reason why there is none."""
    if not line.is_known:
        return line.reason
    benefit = line.benefit
    words = f"{money(float(benefit.amount))} ({money(float(benefit.low))} to {money(float(benefit.high))})"
    return words if line.is_sure else f"{words}: may as well be nothing"


def effect_words(line: BenefitLine) -> str:
    """The measured effect on the score beside its verdict."""
    reading = line.effect
    if reading is None:
        return "Not measured yet"
    if reading.estimate is None:
        return reading.get_verdict_display()
    span = f" ({signed(reading.low)} to {signed(reading.high)})" if reading.low is not None else ""
    return f"{signed(reading.estimate)} points{span}: {reading.get_verdict_display().lower()}"


def benefit_picture(lines: Sequence[BenefitLine]) -> Chart:
    """One dot an initiative with its range; left of 0 it cost customers' money."""
    rows = [
        IntervalRow(
            line.initiative.name,
            float(line.benefit.amount) if line.is_known else None,
            float(line.benefit.low) if line.is_known else None,
            float(line.benefit.high) if line.is_known else None,
            line.benefit.customer_months if line.is_known else None,
            url=f"#initiative-{line.initiative.pk}",
        )
        for line in lines
    ]
    return interval_dots(
        rows,
        title="What each initiative brought since its start",
        description="Revenue against units without it, with the 95% range that holds at every look until it is judged; n is customers "
        "touched times months.",
        unit=currency_symbol(settings.CURRENCY),
        reference=0,
        reference_words="Nothing",
    )


def _initiatives(count: int) -> str:
    return f"{count} initiative{'' if count == 1 else 's'}"
