"""Write a message into the outbox: one row under one key, by e-mail or by text."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from groundswell.foundation.customers.models import Customer, Purpose
from groundswell.foundation.customers.queries import contactable
from groundswell.foundation.organisation.models import Person
from groundswell.listen.surveys.models import Invitation

from .models import LostAddress, Medium, Message
from .quiet import NEVER, Quiet
from .reach import reach_one


@transaction.atomic
def write_message(
    *,
    key: str,
    subject: str,
    body: str,
    at: datetime,
    customer: Customer | None = None,
    person: Person | None = None,
    html: str = "",
    medium: str = Medium.EMAIL,
    invitation: Invitation | None = None,
    quiet: Quiet = NEVER,
) -> Message | None:
    """Put one message in the outbox. The same key gives the message written before.

    None when the customer has no working address for this medium or does not allow us to use it: a question
    (``invitation``) is for asking, all else for contact.
    """
    purpose = Purpose.ASKING if invitation else Purpose.CONTACT
    address = _address(customer, person, medium, purpose)
    if not address:
        return None
    message, _ = Message.objects.get_or_create(
        key=key,
        defaults={
            "medium": medium,
            "customer": customer,
            "person": person,
            "invitation": invitation,
            "address": address,
            "subject": one_line(subject),
            "body": body,
            "html": html,
            "written_at": at,
            "due_at": at,
            "quiet_from": quiet.begins,
            "quiet_until": quiet.ends,
            "zone": quiet.zone,
        },
    )
    return message


def _address(customer: Customer | None, person: Person | None, medium: str, purpose: str) -> str | None:
    if customer is None:
        return person.email if person else None
    if customer.ended_on:
        return None
    reach = reach_one(customer, purpose)
    return reach.addresses.get(medium) if medium in reach.allows else None


@transaction.atomic
def write_to_customers(
    customer_ids: Iterable[int], *, key: str, subject: str, body: str, at: datetime
) -> list[Message]:
    """The same words by e-mail to each of many customers who allow us to write, once under this key; gives all of their
    messages.

    However many there are, each 500 take three questions to the database.
    """
    wanted, written = sorted(set(customer_ids)), []
    lost = LostAddress.objects.filter(medium=Medium.EMAIL, ended_at=None).values("address")
    for start in range(0, len(wanted), 500):
        allowed = contactable().filter(pk__in=wanted[start : start + 500]).exclude(email__in=lost)
        letters = [
            Message(
                key=f"{key}-{customer.pk}",
                customer=customer,
                address=customer.email,
                subject=one_line(subject),
                body=body,
                written_at=at,
                due_at=at,
            )
            for customer in allowed.only("pk", "email")
        ]
        Message.objects.bulk_create(letters, ignore_conflicts=True)
        written += Message.objects.filter(key__in=[letter.key for letter in letters])
    return written


def one_line(text: str) -> str:
    """A subject: one line, at most 200 characters."""
    return " ".join(text.split())[:200]
