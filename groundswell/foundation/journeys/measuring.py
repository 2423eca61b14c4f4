"""What operations measures comes in: by month and place, the newest statement takes the place of the one before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from groundswell.foundation.history.actions import record

from .models import OperationalMeasure

Place = tuple[str, int, int, date]


@dataclass(frozen=True, slots=True)
class MonthMeasured:
    """One measure at one touchpoint of one unit in one month, and how many events it rests on."""

    name: str
    of: str
    touchpoint_id: int
    unit_id: int
    month: date
    value: float
    events: int

    @property
    def place(self) -> Place:
        return self.name, self.touchpoint_id, self.unit_id, self.month


def known_places(names: Iterable[str]) -> set[Place]:
    """Where these measures are known already."""
    rows = OperationalMeasure.objects.filter(name__in=set(names))
    return set(rows.values_list("name", "touchpoint_id", "unit_id", "month"))


@transaction.atomic
def note_measures(months: Iterable[MonthMeasured], *, by: object, at: datetime) -> int:
    """Keep them; what was known of the same month and place goes. Returns how many."""
    rows = [
        OperationalMeasure(
            name=one.name,
            unit_of_measure=one.of,
            touchpoint_id=one.touchpoint_id,
            unit_id=one.unit_id,
            month=one.month,
            value=one.value,
            cases=one.events,
        )
        for one in months
    ]
    made = OperationalMeasure.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["name", "touchpoint", "unit", "month"],
        update_fields=["unit_of_measure", "value", "cases"],
    )
    for name in sorted({row.name for row in rows}):
        subject = OperationalMeasure.objects.filter(name=name).latest("month")
        record(
            "noted measures", subject, by=by, at=at, measure=name, months=sum(r.name == name for r in rows)
        )
    return len(made)
