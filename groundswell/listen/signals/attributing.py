"""Correct with whom and where an episode happened. What the customer said stays as it came."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person, Unit

from .models import Attribution, Signal, Withholding
from .withholding import policies_by_unit, withhold


@transaction.atomic
def correct_attribution(
    signal: Signal, *, employee: Person | None, unit: Unit | None, reason: str, by: object, at: datetime
) -> Attribution:
    """Say whom and which unit a voice is about. The signal's two columns are what stands; this row keeps what stood before.

    Only here do they change: no reader has to know of corrections, and none can forget them.
    """
    held = Signal.objects.select_for_update(of=("self",)).get(pk=signal.pk)
    made = Attribution.objects.create(
        signal=held,
        employee_before=held.employee,
        unit_before=held.unit,
        employee=employee,
        unit=unit,
        reason=reason,
        by=str(by),
        at=at,
    )
    QuerySet(Signal).filter(pk=held.pk).update(employee=employee, unit=unit)
    Withholding.objects.filter(signal=held, released_at=None).exclude(person=employee).update(
        released_at=at, released_by="It is about somebody else"
    )
    signal.refresh_from_db(fields=["employee", "unit"])
    withhold([signal], policies_by_unit(), at)
    record(
        "corrected an attribution",
        held,
        by=by,
        at=at,
        reason=reason,
        before=[held.employee_id, held.unit_id],
        now=[signal.employee_id, signal.unit_id],
    )
    return made
