"""A complaint is received: owned and on a clock from its first minute, acknowledged at once, with a reference."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.customers.actions import find_or_make_customer, give_consent
from groundswell.foundation.customers.models import Consent, Customer, Identity
from groundswell.foundation.history.actions import record
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.signals.actions import NewSignal, receive_signal
from groundswell.listen.signals.models import Signal

from .clock import acknowledge_due, answer_due, clock_in_force
from .models import Complaint, Ownership
from .queries import first_owner, is_old, signals_not_entered

REGISTER = "The register"
FORM, CALL, LETTER = "complaint form", "complaint by phone", "complaint by e-mail"
BATCH = 500


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """What the customer told us. ``submission`` makes a double tap one complaint."""

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
            submitted_at=at,
        ),
        at=at,
    )
    signal = Signal.objects.select_related("unit", "customer").get(pk=arrival.signal_id)
    return enter_in_register(signal, wants=new.wants, is_acknowledged=True, by=by or new.source, at=at)


def complaint_from_message(
    *, sender: str, subject: str, body: str, message_id: str, at: datetime, name: str = ""
) -> Complaint:
    """A complaint that came as an e-mail to the address for complaints. The same message is one complaint.

    Raises IdentityRefused when the sender is no address.
    """
    words = f"{subject.strip()}\n\n{body.strip()}".strip()[:10_000]
    new = NewComplaint(message_id[:200], words, email=sender, name=name, source=LETTER, channel="email")
    return receive_complaint(new, at=at)


@transaction.atomic
def enter_in_register(
    signal: Signal, *, wants: str = "", is_acknowledged: bool = False, by: object, at: datetime
) -> Complaint:
    """The one entry of a signal: reference, clock and owner. The clock starts when the signal reached us."""
    preset, since, old = clock_in_force(), signal.received_at, is_old(signal)
    owner = first_owner(signal.unit)
    complaint, is_new = Complaint.objects.get_or_create(
        signal=signal,
        defaults={
            "reference": f"C-{since:%y}-{signal.pk:06d}",
            "wants": wants[:300],
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
    if not old and write_acknowledgement(complaint, at=at) and complaint.acknowledged_at is None:
        complaint.acknowledged_at = at
        complaint.save(update_fields=["acknowledged_at"])
    return complaint


def enter_waiting_complaints(*, at: datetime) -> int:
    """Enter every complaint that arrived by another channel. Returns how many were new."""
    entered = 0
    while waiting := list(signals_not_entered().select_related("unit", "customer")[:BATCH]):
        with transaction.atomic():
            for signal in waiting:
                enter_in_register(signal, by=REGISTER, at=at)
        entered += len(waiting)
    return entered


def status_address(complaint: Complaint) -> str:
    """Where the customer sees how far it is."""
    return settings.BASE_URL + reverse("desk:complaint_status", args=[complaint.token])


def write_acknowledgement(complaint: Complaint, *, at: datetime) -> bool:
    """Tell the customer that we have it, where we may write. Returns whether anything was written."""
    customer = complaint.signal.customer
    if customer is None or complaint.answer_due_at is None:
        return False
    by_day = timezone.localtime(complaint.answer_due_at)
    message = write_message(
        key=f"complaint-{complaint.pk}",
        customer=customer,
        subject=f"We have your complaint {complaint.reference}",
        body=f"Thank you for telling us. Your reference is {complaint.reference}.\n\n"
        f"Somebody takes care of it. You have our answer by {by_day:%d %B %Y} at the latest.\n"
        f"See at any time how far it is: {status_address(complaint)}\n",
        at=at,
    )
    return message is not None


def _complainant(new: NewComplaint, at: datetime) -> Customer | None:
    """Whoever leaves an address with a complaint wants an answer there."""
    given = {Identity.Kind.EMAIL: new.email, Identity.Kind.PHONE: new.phone}
    customer = find_or_make_customer(given, name=new.name)
    if customer and new.email.strip():
        give_consent(customer, Consent.Purpose.CONTACT, by=new.source, at=at)
    return customer
