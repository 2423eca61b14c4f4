"""A complaint is received: owned and on a clock from its first minute, acknowledged at once, with a reference."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from groundswell.foundation.customers.actions import add_identities, find_or_make_customer, give_consent
from groundswell.foundation.customers.models import Channel, Consent, Customer, Identity
from groundswell.foundation.history.actions import record
from groundswell.listen.signals.actions import NewSignal, receive_signal
from groundswell.listen.signals.models import Signal

from .clock import acknowledge_due, answer_due, clock_in_force
from .letters import write_acknowledgement
from .models import Complaint, Ownership
from .queries import first_owner, is_old, refuses_texts
from .wording import FIRST

REGISTER = "The register"
FORM, CALL, LETTER = "complaint form", "complaint by phone", "complaint by e-mail"


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """What the customer told us. ``submission`` makes a double tap one complaint.

    ``customer_id`` is who it is where that is known already: a caller whom a colleague found, whoever followed a
    personal link. An address that was typed on a public page never becomes part of that record.
    """

    submission: str
    what_happened: str
    wants: str = ""
    email: str = ""
    unit_id: int | None = None
    touchpoint_id: int | None = None
    channel: str = Signal.Channel.WEB
    phone: str = ""
    name: str = ""
    source: str = FORM
    language: str = FIRST
    customer_id: int | None = None
    employee_id: int | None = None
    episode_at: datetime | None = None
    known: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def receive_complaint(new: NewComplaint, *, at: datetime, by: object = None) -> Complaint:
    """Enter a complaint in the register and acknowledge it at once. The same submission is the same complaint.

    Raises IdentityRefused for an address or a number that is none.
    """
    customer = _complainant(new, at)
    arrival = receive_signal(
        NewSignal(
            source=new.source,
            key=new.submission,
            channel=new.channel,
            kind=Signal.Kind.COMPLAINT,
            comment=new.what_happened,
            customer_id=customer and customer.pk,
            unit_id=new.unit_id,
            touchpoint_id=new.touchpoint_id,
            employee_id=new.employee_id,
            episode_at=new.episode_at,
            metadata=dict(new.known),
            submitted_at=at,
        ),
        at=at,
    )
    signal = Signal.objects.select_related("unit", "customer").get(pk=arrival.signal_id)
    return enter_in_register(
        signal, wants=new.wants, language=new.language, is_acknowledged=True, by=by or new.source, at=at
    )


@transaction.atomic
def enter_in_register(
    signal: Signal,
    *,
    wants: str = "",
    language: str = FIRST,
    is_acknowledged: bool = False,
    by: object,
    at: datetime,
) -> Complaint:
    """The one entry of a signal: reference, clock and owner. The clock starts when the signal reached us."""
    preset, since, old = clock_in_force(), signal.received_at, is_old(signal)
    owner = first_owner(signal.unit)
    complaint, is_new = Complaint.objects.get_or_create(
        signal=signal,
        defaults={
            "reference": f"C-{since:%y}-{signal.pk:06d}",
            "wants": wants[:300],
            "language": language,
            "clock": preset,
            "owner": owner,
            "received_at": since,
            "acknowledged_at": at if is_acknowledged else None,
            "acknowledge_due_at": None if old else acknowledge_due(preset, since, signal.unit),
            "answer_due_at": None if old else answer_due(preset, since, signal.unit),
            "is_history": old,
        },
    )
    if not is_new:
        return complaint
    if owner:
        Ownership.objects.create(complaint=complaint, to=owner, why="Received", at=at)
    record("received complaint", complaint, by=by, at=at, reference=complaint.reference)
    _may_be_answered(signal, by=by, at=at)
    if not old and write_acknowledgement(complaint, at=at) and complaint.acknowledged_at is None:
        complaint.acknowledged_at = at
        complaint.save(update_fields=["acknowledged_at"])
    return complaint


def _complainant(new: NewComplaint, at: datetime) -> Customer | None:
    """Who complains. Whoever leaves an address, or comes from where we asked them, wants an answer there."""
    given = {Identity.Kind.EMAIL: new.email, Identity.Kind.PHONE: new.phone}
    held = Customer.objects.filter(pk=new.customer_id).first() if new.customer_id else None
    if held and new.source == CALL:
        add_identities(held, given, name=new.name)
    customer = held if held and (new.source == CALL or not new.email.strip()) else None
    customer = customer or find_or_make_customer(given, name=new.name)
    if customer and (new.email.strip() or (held and new.source != CALL)):
        give_consent(customer, Consent.Purpose.CONTACT, by=new.source, at=at, source=new.source)
    return customer


def _may_be_answered(signal: Signal, *, by: object, at: datetime) -> None:
    """Whoever complains by letter or by text wants an answer there; STOP stays STOP."""
    channels = {Signal.Channel.EMAIL: Channel.EMAIL, Signal.Channel.SMS: Channel.TEXT}
    channel = channels.get(Signal.Channel(signal.channel))
    if channel is None or signal.customer is None or is_old(signal):
        return
    if channel == Channel.TEXT and refuses_texts(signal.customer):
        return
    given = {"channel": channel, "by": by, "at": at, "source": "a complaint"}
    give_consent(signal.customer, Consent.Purpose.CONTACT, **given)
