"""Receive signals: durable when this returns, each exactly once."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from groundswell.foundation.bulk_rows import as_stored

from .models import Signal
from .storing import COLUMNS, Place, held_signals, store_rows


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
    metadata: dict[str, Any] = field(default_factory=dict)
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
    sealed = [new.sealed() for new in batch]
    before = store_rows([_row(new, at) for new in sealed]).held
    now = held_signals((new.source, new.key) for new in sealed if (new.source, new.key) not in before)
    return [_arrival(new, before, now) for new in sealed]


def receive_signal(new: NewSignal, *, at: datetime) -> Arrival:
    """Store one signal, or find that it is here already."""
    return receive_signals([new], at=at)[0]


Held = dict[Place, tuple[int, str]]


def _arrival(new: NewSignal, before: Held, now: Held) -> Arrival:
    place = new.source, new.key
    if place in before:
        signal_id, digest = before[place]
        return Arrival(signal_id, False, digest != new.digest)
    return Arrival(now[place][0], True, False)


def _unlinked(new: NewSignal) -> NewSignal:
    """What an employee said, with nothing that leads back to somebody: no person, no metadata, and the day only."""
    day = _day_of(new.submitted_at)
    nobody = {"customer_id": None, "employee_id": None, "invitation_id": None, "metadata": {}}
    return replace(new, submitted_at=day, episode_at=day, **nobody)


def _day_of(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def _row(new: NewSignal, at: datetime) -> tuple[Any, ...]:
    if new.kind == Signal.Kind.EMPLOYEE:
        new, at = _unlinked(new), _day_of(at)
    values = {name: getattr(new, name) for name in NewSignal.__slots__}
    moments = {
        "submitted_at": new.submitted_at,
        "episode_at": new.episode_at or new.submitted_at,
        "received_at": at,
    }
    values |= {name: as_stored(moment) for name, moment in moments.items()}
    values["metadata"] = json.dumps(new.metadata, ensure_ascii=False)
    return tuple(values[name] for name in COLUMNS)
