"""A complaint is received: acknowledged from its first minute, on a clock, with a reference."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from groundswell.foundation.customers.actions import give_consent, meet_customers
from groundswell.foundation.customers.models import Consent, Customer
from groundswell.foundation.customers.queries import canonical_email
from groundswell.foundation.history.actions import record
from groundswell.listen.channels.email.outbox import write_message
from groundswell.listen.signals.actions import NewSignal, receive_signal
from groundswell.listen.signals.models import Signal

from .models import Complaint

ANSWER_WITHIN = timedelta(days=30)
"""The outer limit of Australian RG 271, stricter than the usual practice under ISO 10002."""


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


@transaction.atomic
def receive_complaint(new: NewComplaint, *, at: datetime) -> Complaint:
    """Enter a complaint in the register and acknowledge it at once. The same submission is the same complaint."""
    customer = _complainant(new.email, at)
    arrival = receive_signal(
        NewSignal(
            source="complaint form",
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
    complaint, is_new = Complaint.objects.get_or_create(
        signal_id=arrival.signal_id,
        defaults={
            "reference": f"C-{at:%y}-{arrival.signal_id:06d}",
            "wants": new.wants[:300],
            "acknowledged_at": at,
            "answer_due_at": at + ANSWER_WITHIN,
        },
    )
    if is_new:
        record("received complaint", complaint, by="complaint form", at=at, reference=complaint.reference)
        _acknowledge(complaint, customer, at)
    return complaint


def _complainant(email: str, at: datetime) -> Customer | None:
    """Whoever leaves an address with a complaint wants an answer there."""
    folded = canonical_email(email)
    if not folded:
        return None
    customer = meet_customers([folded])[folded]
    give_consent(customer, Consent.Purpose.CONTACT, by="complaint form", at=at)
    return customer


def _acknowledge(complaint: Complaint, customer: Customer | None, at: datetime) -> None:
    if customer is None:
        return
    address = settings.BASE_URL + reverse("desk:complaint_status", args=[complaint.token])
    write_message(
        key=f"complaint-{complaint.pk}",
        customer=customer,
        subject=f"We have your complaint {complaint.reference}",
        body=f"Thank you for telling us. Your reference is {complaint.reference}.\n\n"
        f"Somebody takes care of it. You have our answer by {complaint.answer_due_at:%d %B %Y} at the latest.\n"
        f"See at any time how far it is: {address}\n",
        at=at,
    )
