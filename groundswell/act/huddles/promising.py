"""What people do with promises: make, keep, carry over, let go, hand over."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person

from . import errors
from .actions import elevate, touch
from .models import Elevation, Huddle, Promise, PromiseReview
from .planning import ROOM

KEPT, NOT_YET, LET_GO = (
    PromiseReview.Outcome.KEPT,
    PromiseReview.Outcome.NOT_YET,
    PromiseReview.Outcome.LET_GO,
)


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
    review = _review(promise, KEPT, huddle, note, by, at)
    record("kept a promise", promise, by=by or ROOM, at=at)
    return review


@transaction.atomic
def carry_over_promise(
    promise: Promise, *, huddle: Huddle, note: str, by: Person | None, at: datetime
) -> PromiseReview:
    """The promise is not kept yet; the team hears why, and sees it again next time."""
    if not note.strip():
        raise errors.CarryingOverNeedsAReason
    _hold(promise, huddle)
    before = promise.reviews.filter(huddle=huddle, outcome=NOT_YET).select_related("by").first()
    if before:
        raise errors.PromiseAlreadyCarriedOver(before.by)
    review = PromiseReview.objects.create(
        promise=promise, huddle=huddle, outcome=NOT_YET, note=note.strip(), by=by, at=at
    )
    record("carried a promise over", promise, by=by or ROOM, at=at, why=note)
    return review


@transaction.atomic
def let_promise_go(
    promise: Promise, *, note: str, by: Person | None, at: datetime, huddle: Huddle | None = None
) -> PromiseReview:
    """The promise will not be kept, and why. It is not asked about again."""
    if not note.strip():
        raise errors.LettingGoNeedsAReason
    review = _review(promise, LET_GO, huddle, note.strip(), by, at)
    record("let a promise go", promise, by=by or ROOM, at=at, why=note)
    return review


@transaction.atomic
def hand_over_promise(
    promise: Promise, *, to: Person, huddle: Huddle, by: Person | None, at: datetime
) -> Promise:
    """Somebody else keeps it, for instance of who left. The new promise knows which one it follows."""
    if to.pk == promise.person_id:
        raise errors.PromiseIsTheirsAlready(to)
    let_promise_go(promise, note=f"{to} takes it over", by=by, at=at, huddle=huddle)
    due_on = max(promise.due_on, timezone.localdate(at))
    followed = Promise.objects.create(
        huddle=huddle, person=to, text=promise.text, due_on=due_on, made_at=at, follows=promise
    )
    record("took a promise over", followed, by=by or ROOM, at=at, person=to.name, due_on=due_on)
    return followed


@transaction.atomic
def raise_promise(
    promise: Promise, *, title: str, by: Person, at: datetime, huddle: Huddle | None = None, **told: Any
) -> Elevation:
    """What nobody can keep alone is raised in its place: it is let go, and whoever raises it hears what becomes of it."""
    let_promise_go(promise, note=f"Raised: {title}", by=by, at=at, huddle=huddle)
    unit = promise.huddle.unit
    return elevate(title, unit=unit, huddle=huddle, by=by, at=at, promise=promise, **told)


def _review(
    promise: Promise, outcome: str, huddle: Huddle | None, note: str, by: Person | None, at: datetime
) -> PromiseReview:
    _hold(promise, huddle)
    return PromiseReview.objects.create(
        promise=promise, huddle=huddle, outcome=outcome, note=note, by=by, at=at
    )


def _hold(promise: Promise, huddle: Huddle | None) -> None:
    """Hold the promise until the transaction ends, so that two people review it one after the other."""
    if huddle:
        _hold_running(huddle)
    else:
        running = Huddle.objects.filter(unit=promise.huddle.unit_id, started_at__isnull=False, ended_at=None)
        running.update(version=F("version") + 1)
    Promise.objects.select_for_update(of=("self",)).get(pk=promise.pk)
    settled = promise.reviews.filter(outcome__in=(KEPT, LET_GO)).select_related("by").first()
    if settled and settled.outcome == KEPT:
        raise errors.PromiseAlreadyKept(settled.by)
    if settled:
        raise errors.PromiseAlreadyLetGo(settled.by)


def _hold_running(huddle: Huddle) -> None:
    held = touch(huddle)
    if not held.is_running:
        raise errors.HuddleNotRunning(has_ended=held.ended_at is not None, who=held.ended_by)
