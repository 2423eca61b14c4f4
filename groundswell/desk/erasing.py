"""A person over all rooms: what is held of them, and its end. Each room says its part in ``about_a_person.py``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.conf import settings
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from groundswell.foundation.customers.actions import hold_person
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.erasing.errors import ErasingRefused
from groundswell.foundation.erasing.ledger import remember_erased
from groundswell.foundation.erasing.models import Erasure, Request, RequestAnswer
from groundswell.foundation.erasing.queries import open_requests
from groundswell.foundation.held import Held, Somebody, naming, take_out
from groundswell.foundation.history.actions import empty_events, record
from groundswell.foundation.history.models import Event
from groundswell.listen.complaints.models import Complaint

from .erasing_farewell import say_farewell
from .somebody import places_of, somebody_behind

MENTIONS = "Mentions in what colleagues wrote"


def rooms() -> Iterator[tuple[str, ModuleType]]:
    """Every room that says what it holds of a person, from the last floor to the first: nobody goes before what leads to
    them."""
    for room in settings.ROOMS:
        if find_spec(f"{room}.about_a_person"):
            yield room, import_module(f"{room}.about_a_person")


def kinds() -> Iterator[tuple[str, Held]]:
    """Every kind of record about a person, with its room, in the order in which they go."""
    for room, module in rooms():
        for held in getattr(module, "HELD", ()):
            yield room, held


@dataclass(frozen=True, slots=True)
class KindHeld:
    """How many records of a kind are held, and what becomes of them."""

    room: str
    kind: str
    count: int
    becomes: str
    goes: bool = True


def held_of(somebody: Somebody) -> list[KindHeld]:
    """What is held of a person, room by room; what is not held is left out."""
    found = [
        KindHeld(name_of(room), one.kind, one.of(somebody).count(), one.becomes, one.goes)
        for room, one in kinds()
    ]
    for room, module in rooms():
        words = (*somebody.names, *somebody.quotes)
        written = [
            naming(model, fields, words).exclude(pk__in=_own(module, model, somebody)).count()
            for model, fields in getattr(module, "WORDS", {}).items()
        ]
        found.append(KindHeld(name_of(room), MENTIONS, sum(written), "the words stay without the person"))
    return [one for one in found if one.count]


def _own(module: ModuleType, model: type[Model], somebody: Somebody) -> list[int]:
    """Rows that go as a whole."""
    wholes = [one for one in getattr(module, "HELD", ()) if one.model is model]
    return [pk for one in wholes for pk in one.of(somebody).values_list("pk", flat=True)]


def name_of(room: str) -> str:
    """A room as people say it."""
    return room.rpartition(".")[2].replace("_", " ").capitalize()


def open_complaints(somebody: Somebody) -> list[Complaint]:
    """Those that wait for our answer or our last word: their clock is a duty of its own."""
    waiting = Q(answer=None, is_history=False) | Q(review__isnull=False, review__last_word=None)
    return list(Complaint.objects.filter(waiting, signal__in=somebody.signals).order_by("answer_due_at"))


def erase_person(
    customer: Customer,
    *,
    reason: str,
    asked_on: date,
    by: object,
    at: datetime,
    despite: Iterable[str] | None = (),
) -> Erasure:
    """Remove everything that is held of this person, in one transaction; then every figure counts without them.

    ``despite`` names the references of open complaints that go all the same; None where nobody is asked any more. What needs time is finished by the job
    ``finish erasures``, also when this process is killed. Raises ErasingRefused.
    """
    if not reason.strip():
        raise ErasingRefused("Say why: who asked, and how you know that it is them.")
    with transaction.atomic():
        living = hold_person(customer.pk)
        somebody = somebody_behind(living)
        waiting = {one.reference for one in open_complaints(somebody)}
        unnamed = waiting - waiting if despite is None else waiting - set(despite)
        if unnamed:
            raise ErasingRefused(
                f"{' and '.join(sorted(unnamed))} still wait for our answer. Answer first, or confirm that they go all the same."
            )
        erasure = Erasure.objects.create(
            at=at, by=str(by)[:200], reason=somebody.taken_out_of(reason.strip())[:300], asked_on=asked_on
        )
        _answer_requests(erasure, somebody, by=by, at=at)
        erasure.pending = _plan(somebody)
        _leave_to_decide(erasure, somebody)
        places, farewell = places_of(somebody), living.email
        erasure.gone = [[one.room, one.kind, one.count] for one in held_of(somebody) if one.goes]
        events = _events_about(somebody)
        for _, held in kinds():
            if held.goes:
                held.erase(held.of(somebody), somebody)
        _take_out_of_words(somebody)
        emptied = empty_events(events, erasure, by=by, at=at)
        if emptied:
            erasure.gone.append(["History", "Details of what was done", emptied])
        remember_erased(places, at=at)
        if farewell and erasure.request_id:
            erasure.pending |= say_farewell(erasure, farewell, at=at)
        erasure.save()
        record("erased a person", erasure, by=by, at=at, records=erasure.count, asked_on=asked_on)
        transaction.on_commit(partial(out_of_every_figure, erasure))
    return erasure


def out_of_every_figure(erasure: Erasure) -> None:
    """What is counted outside the database counts without them from now on; it may run again."""
    for room, module in rooms():
        outside = getattr(module, "OUTSIDE", None)
        if outside and outside.at_once and room in erasure.pending:
            outside.at_once(erasure.pending[room])


def _plan(somebody: Somebody) -> dict[str, object]:
    """What has to be removed outside the database, by room."""
    plans = {room: module.OUTSIDE.plan(somebody) for room, module in rooms() if hasattr(module, "OUTSIDE")}
    return {room: plan for room, plan in plans.items() if plan}


def _leave_to_decide(erasure: Erasure, somebody: Somebody) -> None:
    """What may hold more than this person is written down, so that somebody decides on it."""
    for _, module in rooms():
        if hasattr(module, "LEFT_TO_DECIDE"):
            module.LEFT_TO_DECIDE(erasure, somebody)


def _take_out_of_words(somebody: Somebody) -> None:
    for _, module in rooms():
        for model, fields in getattr(module, "WORDS", {}).items():
            take_out(model, fields, somebody)


def _events_about(somebody: Somebody) -> QuerySet[Event]:
    """Events of their records, and those that name or quote them."""
    about = Q(pk__in=naming(Event, ("detail",), (*somebody.names, *somebody.quotes)).values("pk"))
    for _, held in kinds():
        if not held.goes:
            continue
        numbers = [str(pk) for pk in held.of(somebody).values_list("pk", flat=True)]
        if numbers:
            about |= Q(subject_kind=held.model._meta.label_lower, subject_id__in=numbers)
    return Event.objects.filter(pk__in=list(Event.objects.filter(about).values_list("pk", flat=True)))


def _answer_requests(erasure: Erasure, somebody: Somebody, *, by: object, at: datetime) -> None:
    """What they asked for is done, whatever of it waited."""
    for request in open_requests().filter(customer__in=somebody.records):
        RequestAnswer.objects.create(request=request, outcome="done", by=str(by)[:200], at=at)
        if request.kind == Request.Kind.ERASE:
            erasure.request = request
