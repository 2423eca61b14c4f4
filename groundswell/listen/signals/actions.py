"""Receive signals: durable when this returns, each exactly once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from .models import Signal

BATCH = 400


@dataclass(frozen=True, slots=True)
class NewSignal:
    """What arrives, in ids: the episode's channel, touchpoint, unit, employee and customer are frozen here."""

    source: str
    key: str
    channel: str
    submitted_at: datetime
    score: int | None = None
    comment: str = ""
    kind: str = Signal.Kind.ANSWER
    kind_of_score: str = ""
    touchpoint_id: int | None = None
    unit_id: int | None = None
    employee_id: int | None = None
    customer_id: int | None = None
    version_id: int | None = None
    invitation_id: int | None = None
    supersedes_id: int | None = None
    episode_at: datetime | None = None
    rating: int | None = None
    rating_of: int | None = None
    digest: str = ""

    def sealed(self) -> "NewSignal":
        """The same with its digest, taken over the content when the channel brought none."""
        if self.digest:
            return self
        content = "\x1f".join(f"{name}={getattr(self, name)}" for name in CONTENT)
        return replace(self, digest=hashlib.sha256(content.encode()).hexdigest())


CONTENT = tuple(name for name in NewSignal.__slots__ if name != "digest")


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of one new signal: its record, and whether it is new, the same again, or another content under an old key."""

    signal_id: int
    is_new: bool
    is_conflict: bool


@transaction.atomic
def receive_signals(batch: Sequence[NewSignal], *, at: datetime) -> list[Arrival]:
    """Store what is new, in the order given, and say for each what became of it. Keys are unique within the batch."""
    arrivals: list[Arrival] = []
    for start in range(0, len(batch), BATCH):
        arrivals += _receive([new.sealed() for new in batch[start : start + BATCH]], at)
    return arrivals


def receive_signal(new: NewSignal, *, at: datetime) -> Arrival:
    """Store one signal, or find that it is here already."""
    return receive_signals([new], at=at)[0]


def _receive(part: list[NewSignal], at: datetime) -> list[Arrival]:
    held = _held(part)
    fresh = [new for new in part if (new.source, new.key) not in held]
    made = Signal.objects.bulk_create([_row(new, at) for new in fresh])
    fresh_ids = {(row.source, row.key): row.pk for row in made}
    arrivals = []
    for new in part:
        place = (new.source, new.key)
        if place in fresh_ids:
            arrivals.append(Arrival(fresh_ids[place], True, False))
        else:
            signal_id, digest = held[place]
            arrivals.append(Arrival(signal_id, False, digest != new.digest))
    return arrivals


def _held(part: list[NewSignal]) -> dict[tuple[str, str], tuple[int, str]]:
    sources = {new.source for new in part}
    rows = Signal.objects.filter(source__in=sources, key__in=[new.key for new in part])
    return {(row[0], row[1]): (row[2], row[3]) for row in rows.values_list("source", "key", "id", "digest")}


def _row(new: NewSignal, at: datetime) -> Signal:
    fields = {name: getattr(new, name) for name in NewSignal.__slots__}
    return Signal(**fields | {"episode_at": new.episode_at or new.submitted_at, "received_at": at})
