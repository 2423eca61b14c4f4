"""From what was heard to signals: once each, at the right place, an edit as a correction that supersedes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from groundswell.foundation.customers.actions import canonical, refuse_contact
from groundswell.foundation.customers.errors import IdentityRefused
from groundswell.foundation.customers.knowing import Known, TwoCustomers, know_customer
from groundswell.foundation.customers.meeting import Who, meet_customers
from groundswell.foundation.customers.models import Customer, Identity
from groundswell.foundation.customers.queries import canonical_email
from groundswell.foundation.erasing.ledger import Ledger
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.actions import Arrival, NewSignal, receive_signal, receive_signals
from groundswell.listen.signals.models import Signal

from ..files.emails import read_email
from ..files.errors import CellRefused
from ..outbox.models import Message
from ..outbox.returning import take_report
from ..sms.arriving import settle_texts
from .channel import Channel, Heard, Page, Unreadable, as_text
from .models import AnsweredMessage, AttachedFile, Connection, FiledLetter, UnreadableMessage

LONGEST_RAW = 100_000
LONGEST_KEY = 180
CANNOT_BE_KNOWN = (ValueError, TwoCustomers, IdentityRefused)


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
    heard_before, broken = _sorted_out(page.heard)
    ledger = Ledger()
    sound = [one for one in heard_before if not ledger.leaves_out(_who(one), one.said_at)]
    _file(connection, page, ledger, at)
    people = [one for one in page.people if not ledger.knows(_who(one))]
    refusing = [one for one in page.refusing if not ledger.knows(Who(email=_address(one)))]
    erased = len(heard_before) - len(sound) + len(page.people) - len(people)
    erased += len(page.refusing) - len(refusing)
    made, unknowable = _know(people, at)
    broken += unknowable
    keep_unreadable(connection, [*page.unreadable, *broken], at=at)
    _refuse(connection, refusing, at)
    texts = settle_texts(sound, at=at)
    sound = texts.heard
    customers = meet_customers(heard.email for heard in sound if heard.email)
    units = dict(Unit.objects.filter(code__in=connection.places.values()).values_list("code", "id"))
    batch = [_new(connection, channel, heard, customers, units) for heard in sound]
    arrivals = receive_signals(batch, at=at)
    fresh = 0
    for heard, new, arrival in zip(sound, batch, arrivals, strict=True):
        settled = arrival
        if arrival.is_conflict and heard.joins:
            settled = _joined(heard, new, arrival, at)
        elif arrival.is_conflict and heard.may_change:
            settled = _corrected(new, arrival, at)
        fresh += settled.is_new
        if settled.is_new:
            _attach(heard, settled.signal_id)
    return Tally(
        fresh + texts.answers + made,
        len(sound) - fresh + texts.known + len(people) - len(unknowable) - made,
        page.ignored + texts.consents + len(refusing) + erased,
        len(page.unreadable) + len(broken),
    )


def _file(connection: Connection, page: Page, ledger: Ledger, at: datetime) -> None:
    """Letters for another room, each once."""
    rows = [
        FiledLetter(
            connection=connection,
            key=hashlib.sha256(one.key.encode()).hexdigest(),
            sender=_clean(one.sender)[:254],
            words=_clean(one.words),
            proof=hashlib.sha256(one.code.encode()).hexdigest() if one.code else "",
            at=at,
        )
        for one in page.filed
        if not ledger.knows(Who(email=one.sender))
    ]
    FiledLetter.objects.bulk_create(rows, ignore_conflicts=True)


def _who(one: Heard | Known) -> Who:
    """By what the outside world names somebody."""
    number = getattr(one, "external_id", "")
    return Who(canonical_email(one.email) or "", _e164(one.phone), number.strip())


def _e164(phone: str) -> str:
    try:
        return canonical(Identity.Kind.PHONE, phone) if phone.strip() else ""
    except IdentityRefused:
        return ""


def _know(people: list[Known], at: datetime) -> tuple[int, list[Unreadable]]:
    """Who is new among these customers, and who cannot be used with the reason."""
    made, broken = 0, []
    for known in people:
        try:
            made += know_customer(known, at=at)
        except CANNOT_BE_KNOWN as problem:
            broken.append(Unreadable(as_text(asdict(known)), str(problem)))
    return made, broken


def _refuse(connection: Connection, emails: list[str], at: datetime) -> None:
    """Who unsubscribed there is not contacted from here either, whether we knew them or not."""
    found = meet_customers(_address(email) for email in emails)
    if found:
        refused = [customer.pk for customer in found.values()]
        refuse_contact(refused, by=connection.source, at=at, why=f"as {connection} says")


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
        digest=_digest(heard.comment, heard.rating, heard.rating_of, heard.score, heard.kind),
    )


def _digest(*content: object) -> str:
    return hashlib.sha256(repr(content).encode("utf-8", "replace")).hexdigest()


def _corrected(new: NewSignal, arrival: Arrival, at: datetime) -> Arrival:
    """The customer changed their words: a new signal supersedes the last one, unless this is an older text again.

    Some providers give the same moment to a rating and to the remark that follows it: the later to arrive counts.
    """
    last = _newest(arrival)
    if last.digest == new.digest or new.submitted_at < last.submitted_at:
        return Arrival(last.pk, False, False)
    return _supersede(last, new, at)


def _joined(heard: Heard, new: NewSignal, arrival: Arrival, at: datetime) -> Arrival:
    """A late part of the same submission: what was said so far and this are one voice, which supersedes the last one."""
    last = _newest(arrival)
    is_there = f"\n{new.comment}\n" in f"\n{last.comment}\n"
    comment = last.comment if is_there else "\n".join(filter(None, (last.comment, new.comment)))
    score = new.score if last.score is None else last.score
    digest = _digest(comment, heard.rating, heard.rating_of, score, heard.kind)
    if digest == last.digest:
        return Arrival(last.pk, False, False)
    whole = replace(
        new,
        comment=comment,
        score=score,
        kind_of_score=new.kind_of_score or last.kind_of_score,
        customer_id=new.customer_id or last.customer_id,
        submitted_at=last.submitted_at,
        digest=digest,
    )
    return _supersede(last, whole, at)


def _newest(arrival: Arrival) -> Signal:
    last = Signal.objects.get(pk=arrival.signal_id)
    while later := Signal.objects.filter(supersedes=last).first():
        last = later
    return last


def _supersede(last: Signal, new: NewSignal, at: datetime) -> Arrival:
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
