"""What a team does in a huddle: plan, start, promise, keep or carry over, raise, end."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import Signal
from groundswell.understand.themes.models import Theme

from . import errors
from .models import Elevation, Huddle, Promise, PromiseReview
from .queries import next_facilitator

ROOM = "The huddle room"


@transaction.atomic
def plan_huddle(
    unit: Unit,
    *,
    planned_at: datetime,
    by: Person | None,
    at: datetime,
    kind: str = Huddle.Kind.FEEDBACK,
    facilitator: Person | None = None,
) -> Huddle:
    """Plan a huddle. Unless somebody is named, it is the turn of the next person after last time's facilitator."""
    facilitator = facilitator or next_facilitator(unit, kind)
    if facilitator is None:
        raise errors.NobodyToFacilitate(unit)
    try:
        with transaction.atomic():
            huddle = Huddle.objects.create(
                unit=unit, kind=kind, facilitator=facilitator, planned_at=planned_at
            )
    except IntegrityError:
        raise errors.HuddleAlreadyPlanned(unit) from None
    record("planned a huddle", huddle, by=by or ROOM, at=at, unit=unit.code)
    return huddle


@transaction.atomic
def start_huddle(huddle: Huddle, *, by: Person | None, at: datetime) -> Huddle:
    """Start it; of two people who start at once, one does and the other is told."""
    if not Huddle.objects.filter(pk=huddle.pk, started_at=None).update(started_at=at):
        raise errors.HuddleAlreadyStarted
    huddle.refresh_from_db()
    record("started a huddle", huddle, by=by or ROOM, at=at)
    return huddle


@transaction.atomic
def end_huddle(huddle: Huddle, *, pulse: int | None, by: Person | None, at: datetime) -> Huddle:
    """End it, with how the team found it from 1 to 5; None when nobody said."""
    running = Huddle.objects.filter(pk=huddle.pk, started_at__isnull=False, ended_at=None)
    if not running.update(ended_at=at, pulse=pulse):
        huddle.refresh_from_db()
        raise errors.HuddleNotRunning(has_ended=huddle.ended_at is not None)
    huddle.refresh_from_db()
    record("ended a huddle", huddle, by=by or ROOM, at=at, pulse=pulse)
    return huddle


@transaction.atomic
def make_promise(
    huddle: Huddle, *, person: Person, text: str, due_on: date, by: Person | None, at: datetime
) -> Promise:
    """Write down what one person promises, by a day."""
    _hold_running(huddle)
    if due_on < timezone.localdate(at):
        raise errors.PromiseDueInThePast(due_on)
    promise = Promise.objects.create(huddle=huddle, person=person, text=text, due_on=due_on, made_at=at)
    record("promised", promise, by=by or ROOM, at=at, person=person.name, due_on=due_on)
    return promise


@transaction.atomic
def keep_promise(
    promise: Promise, *, by: Person | None, at: datetime, huddle: Huddle | None = None, note: str = ""
) -> PromiseReview:
    """The promise is kept, in a huddle or between two. It is kept once."""
    if huddle:
        _hold_running(huddle)
    _hold_unkept(promise)
    review = PromiseReview.objects.create(promise=promise, huddle=huddle, kept=True, note=note, by=by, at=at)
    record("kept a promise", promise, by=by or ROOM, at=at)
    return review


@transaction.atomic
def carry_over_promise(
    promise: Promise, *, huddle: Huddle, note: str, by: Person | None, at: datetime
) -> PromiseReview:
    """The promise is not kept yet; the team hears why, and sees it again next time."""
    if not note.strip():
        raise errors.CarryingOverNeedsAReason
    _hold_running(huddle)
    _hold_unkept(promise)
    before = (
        PromiseReview.objects.filter(promise=promise, huddle=huddle, kept=False).select_related("by").first()
    )
    if before:
        raise errors.PromiseAlreadyCarriedOver(before.by)
    review = PromiseReview.objects.create(promise=promise, huddle=huddle, kept=False, note=note, by=by, at=at)
    record("carried a promise over", promise, by=by or ROOM, at=at, why=note)
    return review


@transaction.atomic
def elevate(
    title: str,
    problem: str,
    *,
    unit: Unit,
    by: Person,
    at: datetime,
    huddle: Huddle | None = None,
    signals: Iterable[Signal] = (),
    theme: Theme | None = None,
) -> Elevation:
    """Raise what the team cannot settle alone, with the voices behind it. Its author hears what becomes of it."""
    fields = {"unit": unit, "huddle": huddle, "raised_by": by, "theme": theme, "raised_at": at}
    elevation = Elevation.objects.create(title=title, problem=problem, **fields)
    voices = list(signals)
    elevation.signals.set(voices)
    record("raised", elevation, by=by, at=at, title=title, signals=[signal.pk for signal in voices])
    return elevation


def _hold_running(huddle: Huddle) -> None:
    held = Huddle.objects.select_for_update().get(pk=huddle.pk)
    if not held.is_running:
        raise errors.HuddleNotRunning(has_ended=held.ended_at is not None)


def _hold_unkept(promise: Promise) -> None:
    """Hold the promise until the transaction ends, so that two people review it one after the other."""
    Promise.objects.select_for_update().get(pk=promise.pk)
    kept = PromiseReview.objects.filter(promise=promise, kept=True).select_related("by").first()
    if kept:
        raise errors.PromiseAlreadyKept(kept.by)
