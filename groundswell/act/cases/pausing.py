"""The clock of a case stands still while we wait for the customer, and never longer than was said."""

from datetime import datetime

from django.db import IntegrityError, transaction

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.queries import calendar_of, hours_of
from groundswell.foundation.organisation.working_time import Hours

from . import errors
from .clock import due_after_pause, due_by
from .holding import hold_open
from .models import Case, Pause
from .opening import JOB
from .queries import pauses_to_end
from .standing import write_standing

LONGEST_HOURS = 40
"""Working hours: about a week. Who has not answered by then is tried again, not waited for."""


@transaction.atomic
def wait_for_customer(case: Case, *, why: str, hours: int, by: Person | None, at: datetime) -> Pause:
    """Stop the clock for at most so many working hours. Somebody has tried to reach the customer before."""
    held = hold_open(case)
    if not held.attempts.exists():
        raise errors.NobodyTriedYet
    if held.attempts.filter(reached=True).exists():
        raise errors.ClockHasStopped
    until = due_by(at, min(hours, LONGEST_HOURS), _hours_of(held))
    try:
        with transaction.atomic():
            pause = Pause.objects.create(case=held, why=why, by=by, at=at, until=until)
    except IntegrityError as waiting:
        first = held.pauses.filter(ended_at=None).select_related("by").first()
        raise errors.CaseWaitsAlready(first and first.by) from waiting
    write_standing([held.pk])
    record("waits for a customer", held, by=by or JOB, at=at, until=f"{until:%Y-%m-%dT%H:%MZ}")
    return pause


@transaction.atomic
def go_on(case: Case, *, because: str, by: Person | None, at: datetime) -> Case:
    """The clock runs again. The first who says so ends the pause."""
    held = hold_open(case)
    if not end_pause(held, because=because, at=at):
        raise errors.CaseDoesNotWait
    record("goes on with a case", held, by=by or JOB, at=at, because=because)
    return held


def end_pause(held: Case, *, because: str, at: datetime) -> bool:
    """Let the clock of a held case run with the working time that was left. False where it did not stand still."""
    pause = held.pauses.filter(ended_at=None).first()
    if pause is None:
        return False
    pause.ended_at, pause.ended_because = max(at, pause.at), because
    pause.save(update_fields=["ended_at", "ended_because"])
    held.due_at = due_after_pause(held.due_at, pause.at, pause.ended_at, _hours_of(held))
    held.save(update_fields=["due_at"])
    write_standing([held.pk])
    return True


def go_on_with_cases(*, at: datetime) -> int:
    """Where the customer spoke again, or the time to wait is over. Returns how many."""
    went = 0
    for pause in pauses_to_end(at):
        because = "the customer spoke" if pause.spoke_at else "the time to wait was over"
        try:
            go_on(pause.case, because=because, by=None, at=pause.spoke_at or pause.until)
        except errors.CaseRefusal:
            continue
        went += 1
    return went


def _hours_of(case: Case) -> Hours | None:
    """The hours of whoever has it now, else those of the place."""
    return hours_of(calendar_of(case.owner.unit if case.owner else case.unit))
