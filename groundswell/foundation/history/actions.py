"""Write the history: one row per thing done, sealed to the row before."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from .models import Event

GENESIS = "0" * 64
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
            previous_digest=previous,
        )
        event.digest = previous = digest_of(event)
        yield event


def digest_of(event: Event) -> str:
    """SHA-256 over the previous digest and the canonical JSON of the event."""
    body = [
        event.at.astimezone(UTC).isoformat(),
        event.by,
        event.verb,
        event.subject_kind,
        event.subject_id,
        event.detail,
    ]
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{event.previous_digest}{canonical}".encode()).hexdigest()


def _hold_the_pen() -> None:
    """One writer at a time: SQLite's immediate transactions already promise it, PostgreSQL wants a lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
