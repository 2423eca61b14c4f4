"""People behind voices and what they bring: records that were merged are one person, whichever of them spoke or paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from itertools import chain

from django.db.models import FloatField, QuerySet, Sum

from groundswell.foundation.customers.models import Revenue
from groundswell.foundation.customers.queries import merged_into
from groundswell.listen.signals.models import Signal

AT_ONCE = 10_000
"""So many customers are named in one question."""


def count_persons(signals: QuerySet[Signal]) -> int:
    """How many people some signals came from."""
    records, person_of = signals.order_by().values("customer").distinct(), merged_into()
    several = sorted({*person_of, *person_of.values()})
    found: set[int] = set()
    for at in range(0, len(several), AT_ONCE):
        found.update(
            records.filter(customer__in=several[at : at + AT_ONCE]).values_list("customer", flat=True)
        )
    return records.count() - len(found) + len({person_of.get(pk, pk) for pk in found})


def revenue_of_year(until: date, of: Collection[int] | None = None) -> dict[int, float]:
    """What each person, or each of some, brought in the twelve months up to and with the month of ``until``."""
    rows, person_of = _revenue(until), merged_into()
    wanted = set(of or ())
    named = sorted(wanted | {record for record, person in person_of.items() if person in wanted})
    some = [named[at : at + AT_ONCE] for at in range(0, len(named), AT_ONCE)]
    parts = [rows] if of is None else [rows.filter(customer__in=few) for few in some]
    summed = (
        part.values_list("customer").annotate(sum=Sum("amount", output_field=FloatField())) for part in parts
    )
    found: dict[int, float] = defaultdict(float)
    for record, amount in chain.from_iterable(summed):
        found[person_of.get(record, record)] += amount
    return dict(found)


def knows_revenue(until: date) -> bool:
    """Whether anybody said what any customer brought in these twelve months."""
    return _revenue(until).exists()


def _revenue(until: date) -> QuerySet[Revenue]:
    last = until.replace(day=1)
    return Revenue.objects.filter(month__gt=last.replace(year=last.year - 1), month__lte=last).order_by()
