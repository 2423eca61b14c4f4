"""From what was heard to signals: once each, at the right place, an edit as a correction that supersedes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from groundswell.foundation.customers.meeting import meet_customers
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import canonical_email
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.actions import Arrival, NewSignal, receive_signal, receive_signals
from groundswell.listen.signals.models import Signal

from ..files.emails import read_email
from ..files.errors import CellRefused
from ..outbox.models import Message
from ..outbox.returning import take_report
from ..sms.arriving import settle_texts
from .channel import Channel, Heard, Page, Unreadable
from .models import AnsweredMessage, AttachedFile, Connection, UnreadableMessage

LONGEST_RAW = 100_000
LONGEST_KEY = 180


@dataclass(frozen=True, slots=True)
class Tally:
    """Where every message of a fetch or a call went."""

    received: int = 0
    known: int = 0
    ignored: int = 0
    unreadable: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.received + other.received,
            self.known + other.known,
            self.ignored + other.ignored,
            self.unreadable + other.unreadable,
        )


@transaction.atomic
def receive_page(connection: Connection, channel: Channel, page: Page, *, at: datetime) -> Tally:
    """Store a page: signals, corrections, what became of our messages, and what could not be read."""
    for report in page.reports:
        take_report(report, at=at)
    sound, broken = _sorted_out(page.heard)
    keep_unreadable(connection, [*page.unreadable, *broken], at=at)
    texts = settle_texts(sound, at=at)
    sound = texts.heard
    customers = meet_customers(heard.email for heard in sound if heard.email)
    units = dict(Unit.objects.filter(code__in=connection.places.values()).values_list("code", "id"))
    batch = [_new(connection, channel, heard, customers, units) for heard in sound]
    arrivals = receive_signals(batch, at=at)
    fresh = 0
    for heard, new, arrival in zip(sound, batch, arrivals, strict=True):
        changed = arrival.is_conflict and heard.may_change
        settled = _corrected(new, arrival, at) if changed else arrival
        fresh += settled.is_new
        if settled.is_new:
            _attach(heard, settled.signal_id)
    return Tally(
        fresh + texts.answers,
        len(sound) - fresh + texts.known,
        page.ignored + texts.consents,
        len(page.unreadable) + len(broken),
    )


def keep_unreadable(connection: Connection, messages: list[Unreadable], *, at: datetime) -> None:
    """Keep what could not be read, once however often it comes."""
    rows = [
        UnreadableMessage(
            connection=connection,
            digest=hashlib.sha256(message.raw.encode("utf-8", "replace")).hexdigest(),
            raw=_clean(message.raw)[:LONGEST_RAW],
            reason=_clean(message.reason)[:300],
            at=at,
        )
        for message in messages
    ]
    UnreadableMessage.objects.bulk_create(rows, ignore_conflicts=True, batch_size=100)


def _sorted_out(messages: list[Heard]) -> tuple[list[Heard], list[Unreadable]]:
    """Each key once (the last one stands); what says nothing cannot be used."""
    by_key, broken = {}, []
    for heard in messages:
        clean = replace(
            heard, key=_short(heard.key), comment=_clean(heard.comment).strip(), email=_address(heard.email)
        )
        if clean.comment or clean.score is not None or clean.rating is not None:
            by_key[clean.key] = clean
        else:
            broken.append(Unreadable(heard.key, "Neither words nor a rating: there is nothing to read."))
    return list(by_key.values()), broken


def _new(
    connection: Connection,
    channel: Channel,
    heard: Heard,
    customers: Mapping[str, Customer],
    units: Mapping[str, int],
) -> NewSignal:
    customer = customers.get(canonical_email(heard.email) or "")
    known = heard.customer or (customer and customer.pk)
    mapped = units.get(connection.places.get(heard.place, ""))
    content = (heard.comment, heard.rating, heard.rating_of, heard.score, heard.kind)
    return NewSignal(
        source=connection.source,
        key=heard.key,
        channel=channel.signal_channel,
        submitted_at=heard.said_at,
        score=heard.score,
        kind_of_score="" if heard.score is None else connection.kind_of_score,
        rating=heard.rating,
        rating_of=heard.rating_of,
        comment=heard.comment,
        kind=heard.kind,
        metadata=dict(heard.about),
        touchpoint_id=connection.touchpoint_id,
        unit_id=mapped or connection.unit_id,
        customer_id=_whose(heard) or known,
        digest=hashlib.sha256(repr(content).encode("utf-8", "replace")).hexdigest(),
    )


def _corrected(new: NewSignal, arrival: Arrival, at: datetime) -> Arrival:
    """The customer changed their words: a new signal supersedes the last one, unless this is an older text again."""
    last = Signal.objects.get(pk=arrival.signal_id)
    while later := Signal.objects.filter(supersedes=last).first():
        last = later
    if last.digest == new.digest or new.submitted_at <= last.submitted_at:
        return Arrival(last.pk, False, False)
    return receive_signal(replace(new, key=f"{new.key}#{new.digest[:16]}", supersedes_id=last.pk), at=at)


def _attach(heard: Heard, signal_id: int) -> None:
    if heard.answers:
        AnsweredMessage.objects.create(signal_id=signal_id, message_id=heard.answers)
    for name, content in heard.files:
        kept = AttachedFile.objects.create(signal_id=signal_id, name=name, size=len(content))
        place = Path(settings.GROUNDSWELL_HOME) / "attached"
        place.mkdir(parents=True, exist_ok=True)
        (place / kept.stored_as).write_bytes(content)


def _whose(heard: Heard) -> Any:
    """An answer to our message belongs to the customer whom we wrote to."""
    return (
        Message.objects.filter(pk=heard.answers).values_list("customer_id", flat=True).first()
        if heard.answers
        else None
    )


def _address(text: str) -> str:
    try:
        return read_email(text.strip())
    except CellRefused:
        return ""


def _short(key: str) -> str:
    key = _clean(key)
    return key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _clean(text: str) -> str:
    """No NUL and no half characters: databases refuse them."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
