"""What stands behind opportunities, counted together: whom they touch, how many points, how much money."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from math import hypot, sqrt
from operator import add
from statistics import fmean, stdev
from typing import Any

from django.db.models import Q, Sum

from groundswell.foundation.customers.models import Customer, Revenue
from groundswell.listen.signals.queries import living_signals
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import Difference, compare
from groundswell.science.statistics.intervals import around, around_by_t, wilson
from groundswell.understand.scores.queries import Slice, histograms_by

from .models import Opportunity
from .voices import Behind, behind_each, moments

MINIMUM_CUSTOMERS = 5
MINIMUM_ANSWERS = 30


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95% range."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class OpportunityEvidence:
    """Everything that speaks for one opportunity in one period. What is not known is None, and ``reasons`` say why.

    ``touched``: customers, scaled from those who answered to all. ``points_lower``: by how much those who mention it
    score below the others. ``whole_score``: what that takes from the whole score. ``money``: revenue of the touched
    customers in the twelve months before ``until``; ``money_each``: the same per customer.
    """

    since: date
    until: date
    voices: int
    customers: int
    answering: int
    touched: Estimate | None
    points_lower: Estimate | None
    whole_score: Estimate | None
    n_with: int
    n_without: int
    money: Estimate | None
    money_each: Estimate | None
    money_known: float | None
    effort: tuple[int, int]
    reasons: tuple[str, ...]

    @property
    def may_be_ranked(self) -> bool:
        """Whether customers and points are both known."""
        return self.touched is not None and self.points_lower is not None

    @property
    def recommendations(self) -> Estimate | None:
        """How many more customers, net, would recommend us if those touched scored like the others; None if they do."""
        if self.points_lower is None or self.points_lower.value <= 0:
            return None
        lower = self.points_lower
        return _product(self.touched, Estimate(lower.value / 100, lower.low / 100, lower.high / 100))


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is the same for every opportunity of the period."""

    since: date
    until: date
    answering: int
    customers: int
    revenue: dict[int, float]
    by_theme: dict[tuple[int, int | None], NpsTally]
    by_place: dict[int | None, NpsTally]
    by_place_in_words: dict[int | None, NpsTally]


def evidence_of_each(
    opportunities: Iterable[Opportunity], since: date, until: date
) -> dict[int, OpportunityEvidence]:
    """The evidence of many opportunities by their id: two questions to the engine, seven to the database."""
    wanted = list(opportunities)
    if not wanted:
        return {}
    ground = _survey(since, until)
    behind = behind_each(wanted, since, until)
    return {opportunity.pk: _evidence(opportunity, behind[opportunity.pk], ground) for opportunity in wanted}


def _survey(since: date, until: date) -> _Ground:
    first, after = moments(since, until)
    answers = living_signals().filter(submitted_at__gte=first, submitted_at__lt=after, customer__isnull=False)
    ours = Q(joined_on=None) | Q(joined_on__lte=until), Q(ended_on=None) | Q(ended_on__gte=since)
    period = Slice(since=since, until=until)
    by_mood = _tallies(["touchpoint", "sentiment"], period)
    return _Ground(
        since=since,
        until=until,
        answering=answers.order_by().values("customer").distinct().count(),
        customers=Customer.objects.filter(*ours).count(),
        revenue=_revenue_by_customer(until),
        by_theme=_tallies(["theme", "touchpoint"], period),
        by_place=_summed(by_mood, lambda place, mood: True),
        by_place_in_words=_summed(by_mood, lambda place, mood: mood is not None),
    )


def _tallies(dimensions: list[str], period: Slice) -> dict[tuple[Any, ...], NpsTally]:
    return {key: NpsTally.from_histogram(counts) for key, counts in histograms_by(dimensions, period).items()}


def _summed(by_mood: dict[tuple[Any, ...], NpsTally], counts: Any) -> dict[int | None, NpsTally]:
    found: dict[int | None, NpsTally] = {}
    for (place, mood), tally in by_mood.items():
        if counts(place, mood):
            found[place] = found.get(place, NpsTally()) + tally
    return found


def _revenue_by_customer(until: date) -> dict[int, float]:
    """What each customer brought in the twelve months up to and with the month of ``until``."""
    last = until.replace(day=1)
    first = last.replace(year=last.year - 1)
    rows = (
        Revenue.objects.filter(month__gt=first, month__lte=last)
        .values("customer")
        .annotate(sum=Sum("amount"))
    )
    return {row["customer"]: float(row["sum"]) for row in rows.order_by()}


def _evidence(opportunity: Opportunity, behind: Behind, ground: _Ground) -> OpportunityEvidence:
    reasons: list[str] = []
    touched = _touched(len(behind.customers), ground, reasons)
    with_it, without_it = _groups(opportunity, ground)
    difference = _difference(with_it, without_it, reasons)
    each = _money_each(behind, ground, reasons)
    return OpportunityEvidence(
        since=ground.since,
        until=ground.until,
        voices=len(behind.signals),
        customers=len(behind.customers),
        answering=ground.answering,
        touched=touched,
        points_lower=difference
        and Estimate(difference.points, difference.interval.low, difference.interval.high),
        whole_score=difference and _whole_score(difference, with_it, without_it),
        n_with=with_it.n,
        n_without=without_it.n,
        money=_product(touched, each),
        money_each=each,
        money_known=sum(ground.revenue.get(pk, 0.0) for pk in behind.customers) if ground.revenue else None,
        effort=(opportunity.effort_days_low, opportunity.effort_days_high),
        reasons=tuple(reasons),
    )


def _touched(behind: int, ground: _Ground, reasons: list[str]) -> Estimate | None:
    """The share of answering customers (Wilson), scaled to all; never fewer than spoke, nor more than silence leaves open."""
    share = wilson(min(behind, ground.answering), ground.answering)
    if share is None or behind < MINIMUM_CUSTOMERS:
        reasons.append(
            f"Too few customers to tell how many it touches: {behind} of at least {MINIMUM_CUSTOMERS}."
        )
        return None
    everybody = max(ground.customers, ground.answering)
    silent = everybody - ground.answering
    return Estimate(
        everybody * behind / ground.answering,
        max(everybody * share.low, behind),
        min(everybody * share.high, behind + silent),
    )


def _groups(opportunity: Opportunity, ground: _Ground) -> tuple[NpsTally, NpsTally]:
    """Those who mention it and the comparable others: among people who wrote, at the same touchpoint if one is named."""
    theme, place = opportunity.theme_id, opportunity.touchpoint_id
    if theme and place:
        with_it, universe = ground.by_theme.get((theme, place)), ground.by_place_in_words.get(place)
    elif theme:
        with_it = _total(tally for key, tally in ground.by_theme.items() if key[0] == theme)
        universe = _total(ground.by_place_in_words.values())
    elif place:
        with_it, universe = ground.by_place.get(place), _total(ground.by_place.values())
    else:
        return NpsTally(), NpsTally()
    return with_it or NpsTally(), _less(universe or NpsTally(), with_it or NpsTally())


def _total(tallies: Iterable[NpsTally]) -> NpsTally:
    return reduce(add, tallies, NpsTally())


def _less(all_of_them: NpsTally, some: NpsTally) -> NpsTally:
    return NpsTally(
        max(all_of_them.promoters - some.promoters, 0),
        max(all_of_them.passives - some.passives, 0),
        max(all_of_them.detractors - some.detractors, 0),
    )


def _difference(with_it: NpsTally, without_it: NpsTally, reasons: list[str]) -> Difference | None:
    if min(with_it.n, without_it.n) < MINIMUM_ANSWERS:
        fewer = min(with_it.n, without_it.n)
        reasons.append(f"Too few answers to tell the points it costs: {fewer} of at least {MINIMUM_ANSWERS}.")
        return None
    return compare(without_it, with_it)


def _whole_score(difference: Difference, with_it: NpsTally, without_it: NpsTally) -> Estimate:
    """Share x difference, range by the delta method: an association, not proven to be the cause."""
    n = with_it.n + without_it.n
    share = with_it.n / n
    error = hypot(share * difference.standard_error, difference.points * sqrt(share * (1 - share) / n))
    middle = share * difference.points
    found = around(middle, error)
    return Estimate(middle, found.low, found.high)


def _money_each(behind: Behind, ground: _Ground, reasons: list[str]) -> Estimate | None:
    """Yearly revenue per customer behind it; a customer without revenue in the year counts as nought."""
    if not ground.revenue:
        reasons.append("The revenue of customers is not known yet, so money does not count in the ranking.")
        return None
    amounts = [ground.revenue.get(pk, 0.0) for pk in behind.customers]
    if len(amounts) < MINIMUM_CUSTOMERS:
        return None
    mean = fmean(amounts)
    found = around_by_t(mean, stdev(amounts) / sqrt(len(amounts)), len(amounts) - 1)
    return Estimate(mean, max(found.low, 0.0), found.high)


def _product(touched: Estimate | None, each: Estimate | None) -> Estimate | None:
    """The product of both, its relative errors added in quadrature."""
    if touched is None or each is None or not touched.value or not each.value:
        return None
    value = touched.value * each.value
    below = hypot((touched.value - touched.low) / touched.value, (each.value - each.low) / each.value)
    above = hypot((touched.high - touched.value) / touched.value, (each.high - each.value) / each.value)
    return Estimate(value, max(value * (1 - below), 0.0), value * (1 + above))
