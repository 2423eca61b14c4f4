"""The economics page in words and pictures: always an association, never an effect."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from groundswell.align.objectives.queries import Growth
from groundswell.look.charts import Chart, LadderRung, WaterfallStep, ladder, waterfall
from groundswell.look.numbers import MINUS, money, plain, share
from groundswell.science.scores.figure import MINIMUM_ANSWERS

from .queries import GroupValue

NAMES = {"promoter": "Promoters", "passive": "Passives", "detractor": "Detractors"}
ASSOCIATION = (
    "This is an association, not an effect: it does not say what a customer would do with another opinion."
)


def opening_sentence(groups: Sequence[GroupValue]) -> str:
    """What promoters did later beside detractors, as sure as the margins allow."""
    by_kind = {group.kind: group for group in groups}
    best, worst = by_kind["promoter"], by_kind["detractor"]
    if best.is_thin or worst.is_thin:
        few = best if best.is_thin else worst
        word = few.kind if few.n == 1 else NAMES[few.kind].lower()
        return (
            f"Too few to tell what loyalty is worth: {few.n} {word} followed for twelve months, "
            f"{MINIMUM_ANSWERS} are the least."
        )
    stayed = f"{share(best.retention.share)} of promoters stayed twelve months, {share(worst.retention.share)} of detractors"
    spent = f"they brought {money(best.revenue.mean)} and {money(worst.revenue.mean)} each"
    return f"{stayed}; {spent}. {_how_sure(best, worst)}"


def _how_sure(best: GroupValue, worst: GroupValue) -> str:
    stay = _apart(best.retention.low, best.retention.high, worst.retention.low, worst.retention.high)
    spend = _apart(best.revenue.low, best.revenue.high, worst.revenue.low, worst.revenue.high)
    if stay and spend:
        return "Both differences are sure."
    if not stay and not spend:
        return "Neither difference is sure: the margins overlap."
    return f"The difference in {'staying' if stay else 'spending'} is sure, that in {'spending' if stay else 'staying'} is not."


def _apart(low: float | None, high: float | None, other_low: float | None, other_high: float | None) -> bool:
    if low is None or high is None or other_low is None or other_high is None:
        return False
    return low > other_high or high < other_low


def ladder_picture(groups: Sequence[GroupValue], kind: str) -> Chart:
    """Revenue per customer in the twelve months after the first answer."""
    rungs = [
        LadderRung(
            NAMES[group.kind],
            group.revenue.mean,
            group.revenue.low,
            group.revenue.high,
            group.n,
            group_url(group.kind, kind),
        )
        for group in groups
    ]
    return ladder(
        rungs,
        title="Revenue per customer in the twelve months after the first answer",
        description=f"Mean with its 95% margin; who left counts with what they still spent. {ASSOCIATION}",
    )


def group_url(group: str, kind: str) -> str:
    """The list of customers behind a group."""
    return f"{reverse('economics:customers')}?group={group}&kind={kind}"


def growth_sentence(growth: Growth) -> str:
    """How much of the growth was earned, in one sentence."""
    found = growth.found
    if found is None:
        return "Earned growth cannot be told yet: it needs revenue in the year before."
    rate = f"Earned growth is {_percent(found.rate)} of last year's revenue"
    if found.ratio is None:
        return f"{rate}; revenue did not grow, so there is no share of growth to speak of."
    return f"{rate}: {share(found.ratio)} of a total growth of {_percent(found.total_growth)}."


def asked_sentence(growth: Growth) -> str:
    """How many new customers told us why they came: the rest is never counted as earned."""
    year = growth.year
    if not year.new_customers:
        return "No new customers in these twelve months."
    words = f"{plain(year.asked)} of {plain(year.new_customers)} new customers told us why they came."
    unknown = money(year.unknown_new)
    return (
        words
        if not year.unknown_new
        else f"{words} The {unknown} of those not asked is growth, never earned growth."
    )


def growth_picture(growth: Growth) -> Chart:
    """From last year's revenue to this year's, by who brought it."""
    year = growth.year
    left = year.from_last_years_customers - year.last_year
    steps = [
        WaterfallStep("Last year", year.last_year, is_total=True),
        WaterfallStep("Change of last year's customers", left),
        WaterfallStep("New, earned: referral, reputation", year.earned_new),
        WaterfallStep("New, bought: advertising", year.bought_new),
        WaterfallStep("New, not asked yet", year.unknown_new),
        WaterfallStep("Known before, bought again", year.came_back),
        WaterfallStep("This year", year.total, is_total=True),
    ]
    shown = [step for step in steps if step.is_total or step.amount]
    return waterfall(
        shown if growth.found else (),
        title="How revenue grew",
        description="Twelve whole months against the twelve before, every customer counted.",
        written=lambda amount: money(amount),
    )


def _percent(value: float) -> str:
    shown = abs(100 * value)
    return ("" if value >= 0 else MINUS) + f"{shown:.{0 if shown >= 10 else 1}f}%"
