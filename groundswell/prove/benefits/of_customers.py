"""What those who were dealt it brought more than those who went without, where a lot dealt customers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import FloatField, Max, Q, Sum
from django.utils.timezone import localdate

from groundswell.act.initiatives.cells import first_month_with, month_number
from groundswell.act.initiatives.customers.arms import Arms, arms_of
from groundswell.act.initiatives.models import Design
from groundswell.foundation.customers.models import Customer, Revenue
from groundswell.foundation.customers.queries import LIVING_RECORDS, merged_into
from groundswell.foundation.customers.revenue import month_of, months_from
from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.science.effects.customers import Side, dealt_effect
from groundswell.science.effects.effect import Effect
from groundswell.science.effects.experiments import Arm

from .cells import HOMES, LISTED, MONTHS_BEFORE

RELEVANT_SHARE = 0.05
"""A change of revenue below this share would not matter."""


@dataclass(frozen=True, slots=True)
class Brought:
    """The effect on what one customer brought over all ``months``, how many people were dealt it, and where they belong."""

    effect: Effect
    months: int
    dealt: int
    touched: dict[str, dict[str, int]]


def months_counted(design: Design, first: date, until: date) -> tuple[date, date]:
    """From the first whole month with it, which comes after the lot, to that after the last whole one of which anybody's revenue is known."""
    since = first_month_with(max(first, localdate(design.registered_at)))
    rows = Revenue.objects.filter(month__gte=since, month__lt=month_of(until))
    newest = rows.aggregate(newest=Max("month"))["newest"]
    return since, months_from(newest, 1) if newest else since


def brought(design: Design, counted: tuple[date, date], over: float) -> Brought:
    """By what each was dealt, whoever brought nothing with nothing; what the same customer brought in the year before the lot was drawn is
    taken out. Where customers are dealt in one part alone, those whose home it is count.
    """
    drawn = month_of(localdate(design.registered_at))
    arms, homes = arms_of(design), _homes()
    part = None if design.unit is None else set(subtree_ids(design.unit))
    people = {gets: _people(arms, gets, homes, part) for gets in (True, False)}
    before = months_from(drawn, -MONTHS_BEFORE), drawn
    having, lacking = (_side(arms, gets, people[gets], counted, before) for gets in (True, False))
    usual = (having.whole.total + lacking.whole.total) / max(1, having.n + lacking.n)
    effect = dealt_effect(having, lacking, (0, 0), max(RELEVANT_SHARE * abs(usual), 0.01), over=over)
    first, months = month_number(counted[0]), month_number(counted[1]) - month_number(counted[0])
    by_unit = Counter(homes[one] for one in people[True] if one in homes)
    touched = {
        str(unit): {str(first + number): n for number in range(months)} for unit, n in sorted(by_unit.items())
    }
    return Brought(effect, months, len(people[True]), touched)


def _homes() -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(LIVING_RECORDS + HOMES + LISTED)
        return dict(cursor.fetchall())


def _people(arms: Arms, gets: bool, homes: dict[int, int], part: set[int] | None) -> set[int]:
    """Everybody on a side, whether they brought anything or not."""
    person_of = merged_into()
    records = Customer.objects.filter(arms.holds(gets, "pk")).values_list("pk", flat=True)
    people = {person_of.get(one, one) for one in records.iterator(chunk_size=10_000)}
    return people if part is None else {one for one in people if homes.get(one) in part}


def _side(
    arms: Arms, gets: bool, people: set[int], after: tuple[date, date], before: tuple[date, date]
) -> Side:
    """What each brought since the start and in the year before; who brought nothing adds nothing but a customer."""
    times = [Q(month__gte=first, month__lt=end) for first, end in (after, before)]
    sums = (
        Revenue.objects.filter(times[0] | times[1], arms.holds(gets))
        .order_by()
        .values_list("customer")
        .annotate(
            now=Sum("amount", filter=times[0], output_field=FloatField()),
            earlier=Sum("amount", filter=times[1], output_field=FloatField()),
        )
    )
    person_of, each = merged_into(), {}
    for record, now, earlier in sums.iterator(chunk_size=10_000):
        person = person_of.get(record, record)
        if person in people:
            had = each.get(person, (0.0, 0.0))
            each[person] = had[0] + (now or 0.0), had[1] + (earlier or 0.0)
    rows = each.values()
    return Side(
        Arm(
            len(people), sum(y for y, _ in rows), sum(y * y for y, _ in rows), sum(x for _, x in rows), sum(x * x for _, x in rows),
            sum(x * y for y, x in rows),
        )
    )  # fmt: skip
