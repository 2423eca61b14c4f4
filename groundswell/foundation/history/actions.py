"""Write the history: one row per thing done, sealed to the row before."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from .models import Event

GENESIS = "0" * 64
EMPTIED = "emptied events"
CHAIN_LOCK = 726_001


@dataclass(frozen=True, slots=True)
class Deed:
    """What is about to be recorded."""

    verb: str
    subject: models.Model
    by: object
    at: datetime
    detail: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def record(verb: str, subject: models.Model, *, by: object, at: datetime, **detail: Any) -> None:
    """Append one event. ``by`` is a user, a person or the name of a job."""
    record_all([Deed(verb, subject, by, at, detail)])


@transaction.atomic
def record_all(deeds: Sequence[Deed]) -> None:
    """Append many events in order, under one lock."""
    _hold_the_pen()
    previous = Event.objects.order_by("-id").values_list("digest", flat=True).first() or GENESIS
    Event.objects.bulk_create(_sealed(deeds, previous), batch_size=500)


def _sealed(deeds: Iterable[Deed], previous: str) -> Iterable[Event]:
    for deed in deeds:
        event = Event(
            at=deed.at,
            by=str(deed.by),
            verb=deed.verb,
            subject_kind=deed.subject._meta.label_lower,
            subject_id=str(deed.subject.pk),
            detail=json.loads(json.dumps(deed.detail, cls=DjangoJSONEncoder)),
            salt=secrets.token_hex(16),
            previous_digest=previous,
        )
        event.detail_digest = detail_digest_of(event)
        event.digest = previous = digest_of(event)
        yield event


def digest_of(event: Event) -> str:
    """SHA-256 over the previous digest and the canonical JSON of the event, with its detail by its own digest."""
    body = [
        event.at.astimezone(UTC).isoformat(),
        event.by,
        event.verb,
        event.subject_kind,
        event.subject_id,
        event.detail_digest,
    ]
    return hashlib.sha256(f"{event.previous_digest}{_canonical(body)}".encode()).hexdigest()


def detail_digest_of(event: Event) -> str:
    """SHA-256 over the salt and the detail: without the salt nobody can guess what the detail was."""
    return hashlib.sha256(f"{event.salt}{_canonical(event.detail)}".encode()).hexdigest()


def _canonical(body: Any) -> str:
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@transaction.atomic
def empty_events(events: models.QuerySet[Event], subject: models.Model, *, by: object, at: datetime) -> int:
    """Take away what these events tell, for good, and record which ones: the chain holds. Returns how many."""
    told = sorted(events.exclude(salt="").values_list("pk", flat=True))
    for start in range(0, len(told), 500):
        Event.objects.filter(pk__in=told[start : start + 500]).update(detail={}, salt="")
    if told:
        record(EMPTIED, subject, by=by, at=at, events=told)
    return len(told)


def _hold_the_pen() -> None:
    """One writer at a time: SQLite's immediate transactions already promise it, PostgreSQL wants a lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
