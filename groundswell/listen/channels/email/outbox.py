"""The outbox: a message is a row, written once; a job hands it over."""

from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from smtplib import SMTP
from ssl import create_default_context
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet

from groundswell.foundation.customers.models import Consent, Customer
from groundswell.foundation.customers.queries import contactable, may_contact
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.email.foot import foot_of
from groundswell.listen.channels.email.message_ids import message_id_of
from groundswell.listen.channels.models import Delivery, Message

ATTEMPTS = 5


@transaction.atomic
def write_message(
    *,
    key: str,
    subject: str,
    body: str,
    at: datetime,
    customer: Customer | None = None,
    purpose: str = Consent.Purpose.CONTACT,
    person: Person | None = None,
    html: str = "",
) -> Message | None:
    """Put one message in the outbox. The same key gives the message written before.

    None when the customer has no address or does not allow us to write for that purpose.
    """
    if customer is not None and not may_contact(customer, purpose):
        return None
    address = customer.email if customer else person.email if person else None
    if not address:
        return None
    message, _ = Message.objects.get_or_create(
        key=key,
        defaults={
            "customer": customer,
            "person": person,
            "address": address,
            "subject": " ".join(subject.split())[:200],
            "body": body,
            "html": html,
            "written_at": at,
        },
    )
    return message


@transaction.atomic
def write_to_customers(
    customer_ids: Iterable[int], *, key: str, subject: str, body: str, at: datetime
) -> list[Message]:
    """The same words to each of many customers who allow us to write, once under this key; gives all of their messages.

    However many there are, each 500 take three questions to the database.
    """
    wanted, written = sorted(set(customer_ids)), []
    for start in range(0, len(wanted), 500):
        allowed = contactable().filter(pk__in=wanted[start : start + 500]).only("pk", "email")
        letters = [
            Message(
                key=f"{key}-{customer.pk}",
                customer=customer,
                address=customer.email,
                subject=" ".join(subject.split())[:200],
                body=body,
                written_at=at,
            )
            for customer in allowed
        ]
        Message.objects.bulk_create(letters, ignore_conflicts=True)
        written += Message.objects.filter(key__in=[letter.key for letter in letters])
    return written


def undelivered() -> QuerySet[Message]:
    """Messages that were not handed over and may still be tried."""
    waiting = Message.objects.annotate(
        sent=Count("deliveries", filter=Q(deliveries__outcome=Delivery.Outcome.SENT)),
        tries=Count("deliveries"),
    )
    return waiting.filter(sent=0, tries__lt=ATTEMPTS).order_by("id")


def deliver(message: Message, *, at: datetime) -> Delivery:
    """Hand one message to the mail server and keep what became of it."""
    outcome, note = Delivery.Outcome.SENT, ""
    try:
        _hand_to(settings.MAIL_SERVER, _letter(message))
    except (OSError, ValueError) as problem:
        outcome, note = Delivery.Outcome.REFUSED, str(problem)[:300]
    try:
        with transaction.atomic():
            return Delivery.objects.create(message=message, outcome=outcome, note=note, at=at)
    except IntegrityError:
        return Delivery.objects.get(message=message, outcome=Delivery.Outcome.SENT)


def _letter(message: Message) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = (
        settings.DEFAULT_FROM_EMAIL,
        message.address,
        message.subject,
    )
    letter["Date"], letter["Message-ID"] = (
        format_datetime(message.written_at),
        message_id_of(message.pk),
    )
    foot = foot_of(message)
    for name, value in foot.headers.items() if foot else ():
        letter[name] = value
    letter.set_content(message.body + (foot.plain if foot else ""))
    if message.html:
        letter.add_alternative(message.html + (foot.html if foot else ""), subtype="html")
    return letter


def _hand_to(server: Any, letter: EmailMessage) -> None:
    with SMTP(server.host, server.port, timeout=10) as post:
        if server.use_tls:
            post.starttls(context=create_default_context())
        if server.username:
            post.login(server.username, server.password)
        post.send_message(letter)
