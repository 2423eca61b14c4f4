"""Reckon what an initiative brought in money. Nothing is attributed without units to compare with."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from groundswell.act.initiatives.customers.departed import had_by_all
from groundswell.act.initiatives.designs.registering import standing_design
from groundswell.act.initiatives.hearing import named
from groundswell.act.initiatives.models import Design, Initiative
from groundswell.act.initiatives.plan import Plan, began_too_late, plan_of, widened_on
from groundswell.act.initiatives.since import starts_of
from groundswell.foundation.customers.revenue import month_of
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Unit
from groundswell.science.effects.any_day import at_any_look
from groundswell.science.effects.difference_in_differences import panel_effect
from groundswell.science.effects.effect import Contrast, Effect, reread

from .cells import Ground, ground_of
from .models import Benefit
from .of_customers import brought, months_counted

SEED = 1994
RELEVANT_SHARE = 0.05
"""A change of monthly revenue below this share would not matter."""

METHOD = (
    "Difference in differences: monthly revenue per active customer in units with the change, before and after their "
    "own start, against units without it (Callaway and Sant'Anna 2021); times customers touched in each month since. "
    "The 95% range is clustered by unit and holds at every look together, up to the day on which the effect is judged."
)
METHOD_OF_CUSTOMERS = (
    "Customers dealt by lot: what each who was dealt it brought since the start, less what each brought who went without, what the same "
    "customer brought in the year before taken out (CUPED, Deng et al. 2013); times the customers who were dealt it. The 95% range is by "
    "Welch (1947) and holds at every look together, up to the day on which the effect is judged."
)
ASSUMPTIONS_OF_CUSTOMERS = (
    "Each customer counts as dealt, whatever they got; who brought nothing counts with nothing.",
    "A lot decided who gets it: nothing but chance made the two sides differ before.",
)
ASSUMPTIONS = (
    "A customer belongs to the unit of their first signal, and is active from the month of joining to that of leaving; where no joining "
    "day is known, from the first month with revenue. A month without any is counted as nothing.",
    "Without the change, revenue per customer in these units would have moved as in the units without it.",
    "What it brought by keeping customers who would have left is not in it.",
)


@transaction.atomic
def reckon_benefit(initiative: Initiative, *, at: datetime, by: object = "benefit job") -> Benefit:
    """Money with its range, or None with the reason. What says the same as the last reckoning is not stored again."""
    today, design = timezone.localdate(at), standing_design(initiative)
    if design is not None and design.is_of_customers:
        return _kept(_of_customers(initiative, design, at), by)
    plan, widened = _plan(initiative, design, at), widened_on(design, initiative)
    until = min(one for one in (today, plan and plan.ends_on + timedelta(days=1), widened) if one)
    ground = ground_of(initiative, month_of(until))
    reached = ground.reached(until)
    is_by_lot = design is not None and design.is_by_lot
    effect = _effect(ground, plan.share_over(reached) if plan else 1.0, is_by_lot=is_by_lot)
    reason = (plan and began_too_late(plan.starts_on, plan.ends_on)) or _reason(ground, effect)
    found = Benefit(
        initiative=initiative, method=METHOD, reckoned_at=at, reason=reason, months=len(ground.known_since)
    )
    found.assumptions = [
        *ASSUMPTIONS,
        *_facts(effect, reason),
        *_frozen(plan, today, reached),
        *_late(ground),
    ]
    found.customer_months = effect.n_after if effect else 0
    found.touched = ground.touched() if effect else {}
    if effect and not reason:
        times = effect.n_after
        found.amount, found.low, found.high = (
            _money(end, times) for end in (effect.estimate, effect.low, effect.high)
        )
    return _kept(found, by)


def _kept(found: Benefit, by: object) -> Benefit:
    last = found.initiative.benefits.order_by("-reckoned_at", "-pk").first()
    if last is not None and _says(last) == _says(found):
        return last
    found.save()
    record(
        "reckoned benefit", found, by=by, at=found.reckoned_at, amount=found.amount, low=found.low, high=found.high, reason=found.reason,
    )  # fmt: skip
    return found


def _of_customers(initiative: Initiative, design: Design, at: datetime) -> Benefit:
    """Customers were dealt, not units: what those with it brought more, each compared by what they were dealt."""
    today = timezone.localdate(at)
    plan = _plan(initiative, design, at)
    found = Benefit(
        initiative=initiative, method=METHOD_OF_CUSTOMERS, reckoned_at=at, months=0, customer_months=0
    )
    if plan is None:
        found.reason = "Nobody has it yet."
        return found
    left = had_by_all(initiative, design)
    until = min(one for one in (today, plan.ends_on + timedelta(days=1), left) if one)
    counted = months_counted(design, plan.starts_on, until)
    reached = until if counted[1] >= month_of(until) or counted[0] == counted[1] else counted[1]
    told = brought(design, counted, plan.share_over(reached))
    found.months, effect = told.months, told.effect
    if late := began_too_late(plan.starts_on, plan.ends_on):
        found.reason = late
    elif not told.months:
        found.reason = (
            "No revenue since the start is known yet. Bring it by file, and it is reckoned the next night."
        )
    elif effect.estimate is None or effect.low is None or effect.high is None:
        found.reason = " ".join(effect.needs)[:300] or "There is too little to know the range."
    else:
        found.amount, found.low, found.high = (
            _money(end, told.dealt) for end in (effect.estimate, effect.low, effect.high)
        )
        found.customer_months, found.touched = told.dealt * told.months, told.touched
    found.assumptions = [
        *ASSUMPTIONS_OF_CUSTOMERS,
        f"{effect.n_treated_units:,} customers were dealt it, {effect.n_control_units:,} go without; {told.months} months since the start.",
        *_frozen(plan, today, reached),
    ]
    return found


def _plan(initiative: Initiative, design: Design | None, at: datetime) -> Plan | None:
    """As for the score: money is judged on the day on which the effect is. None before any unit works with it."""
    starts = starts_of(initiative, month_of(timezone.localdate(at)) - timedelta(days=1), design)
    return plan_of(design, min(starts.values())) if starts else None


def _effect(ground: Ground, over: float, *, is_by_lot: bool) -> Effect | None:
    """Its range holds at every look together: this is read on any day while it runs."""
    if not ground.cells:
        return None
    customers = sum(cell.n for cell in ground.cells)
    usual = sum(cell.mean * cell.n for cell in ground.cells) / customers
    rng = np.random.default_rng(SEED)
    relevant = max(RELEVANT_SHARE * abs(usual), 0.01)
    found = panel_effect(
        ground.cells, ground.start_numbers(), rng, minimum_relevant=relevant, is_by_lot=is_by_lot
    )
    once = Contrast(found.estimate or 0.0, found.standard_error, found.low, found.high, found.p_value)
    return reread(found, at_any_look(once, over))


def _reason(ground: Ground, effect: Effect | None) -> str:
    """Why no amount may be named; empty where one may."""
    if not ground.starts:
        return "No unit works with the change yet."
    if effect is None:
        return (
            "What customers of these units bring is not known, so there is nothing to compare. Bring their revenue by file, and it is "
            "reckoned the next night."
        )
    if not ground.known_since:
        return "No revenue since the start is known yet. Bring it by file, and it is reckoned the next night."
    if effect.n_control_units == 0:
        return "There is no unit without the change to compare with."
    if effect.pre_trend is not None and effect.pre_trend.is_violated:
        return "Revenue in the two groups of units already moved apart before the start: compare with units alike."
    if effect.low is None or effect.high is None:
        return " ".join(effect.needs)[:300] or "There are too few months or units to know the range."
    return ""


def _facts(effect: Effect | None, reason: str) -> list[str]:
    if effect is None or reason or effect.estimate is None:
        return []
    return [
        f"{effect.n_treated_units} units with the change, {effect.n_control_units} without it; "
        f"{effect.n_before:,} customer-months before the start and {effect.n_after:,} after it.",
    ]


def _frozen(plan: Plan | None, today: date, reached: date) -> list[str]:
    if plan is None or today <= plan.ends_on:
        return []
    day = date_format(plan.ends_on, "j F Y")
    if reached < plan.ends_on:
        known = date_format(reached - timedelta(days=1), "j F Y")
        return [
            f"Revenue is known up to {known}: the range is as wide as then, until that up to {day} is here."
        ]
    return [
        f"Counted up to {day}, the day on which the effect was judged. What it brings after that is not in it."
    ]


def _late(ground: Ground) -> list[str]:
    """Units whose revenue is not here as far as that of others."""
    if not ground.late:
        return []
    names = Unit.objects.filter(pk__in=ground.late).values_list("name", flat=True)
    return [
        f"Of {named(list(names))} the newest revenue is older than that of others: their months without any count as not known yet, not "
        "as nothing."
    ]


def _money(per_month: float | None, times: int) -> Decimal | None:
    return None if per_month is None else Decimal(str(round(per_month * times, 2)))


def _says(benefit: Benefit) -> tuple[object, ...]:
    return (
        benefit.amount,
        benefit.low,
        benefit.high,
        benefit.reason,
        benefit.months,
        benefit.customer_months,
        benefit.touched,
        benefit.assumptions,
    )
