"""Write a message into the outbox: one row under one key, by e-mail or by text."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from groundswell.foundation.customers.models import Customer, Purpose
from groundswell.foundation.customers.queries import whole_persons
from groundswell.foundation.organisation.models import Person
from groundswell.listen.surveys.models import Invitation

from .models import CHAT, Delivery, Medium, Message
from .queries import not_handed_over
from .quiet import NEVER, Quiet
from .reach import reach_of, reach_one


@transaction.atomic
def write_message(
    *,
    key: str,
    subject: str,
    body: str,
    at: datetime,
    customer: Customer | None = None,
    purpose: str = Purpose.CONTACT,
    is_owed: bool = False,
    person: Person | None = None,
    to: str = "",
    html: str = "",
    medium: str = Medium.EMAIL,
    invitation: Invitation | None = None,
    quiet: Quiet = NEVER,
    references: Sequence[str] = (),
    stop_url: str = "",
) -> Message | None:
    """Put one message in the outbox. The same key gives the message written before. ``references`` are the Message-IDs of
    the letters before it in one thread, the oldest first. ``to`` is the address of somebody who is neither customer nor colleague.

    None when the customer has no working address for this medium or does not allow us to use it for this purpose, or when
    one of us said that they are not to be contacted and the law does not owe it (``is_owed``).
    """
    if customer:
        address = reach_one(customer, purpose, is_owed=is_owed).address(medium)
    else:
        address = person.email if person else to
    if not address:
        return None
    message, _ = Message.objects.get_or_create(
        key=key,
        defaults={
            "medium": medium,
            "purpose": purpose,
            "is_owed": is_owed,
            "customer": customer,
            "person": person,
            "invitation": invitation,
            "address": address,
            "subject": one_line(subject),
            "body": body,
            "html": html,
            "references": "\n".join(references),
            "stop_url": stop_url,
            "written_at": at,
            "due_at": at,
            **_kept_quiet(quiet),
        },
    )
    return message


def write_note(
    *, key: str, to: str, subject: str, body: str, at: datetime, person: Person | None = None
) -> Message:
    """Put one chat message in the outbox, for a colleague or for a team. The same key gives the one written before."""
    words = {"medium": CHAT, "person": person, "address": to, "subject": one_line(subject), "body": body}
    message, _ = Message.objects.get_or_create(key=key, defaults={**words, "written_at": at, "due_at": at})
    return message


@transaction.atomic
def withdraw_message(message: Message, why: str, *, at: datetime) -> bool:
    """Nothing more is tried, by nobody, and the outbox says why. False where it left, or was withdrawn before."""
    return bool(withdraw_messages(Message.objects.filter(pk=message.pk), why, at=at))


@transaction.atomic
def withdraw_messages(messages: QuerySet[Message], why: str, *, at: datetime) -> int:
    """The same for all of these that have not left, also those that a colleague might have sent again; how many those were."""
    held = list(not_handed_over(messages).select_for_update(of=("self",)))
    for message in held:
        message.due_at = None
    Message.objects.bulk_update(held, ["due_at"], batch_size=500)
    ends = (Delivery(message=one, outcome=Delivery.Outcome.WITHDRAWN, note=why, at=at) for one in held)
    Delivery.objects.bulk_create(ends, batch_size=500)
    return len(held)


@transaction.atomic
def write_to_customers(
    customer_ids: Iterable[int],
    *,
    key: str,
    subject: str,
    body: str,
    at: datetime,
    quiet_of: Callable[[int], Quiet] = lambda customer_id: NEVER,
) -> list[Message]:
    """The same words by e-mail to each of many customers who allow us to write, once under this key; gives all of their
    messages. They leave outside the quiet hours of each.

    However many there are, each 500 take the same questions to the database.
    """
    wanted, written = sorted(set(customer_ids)), []
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        reach = reach_of(whole_persons(some), Purpose.CONTACT)
        letters = [
            Message(
                key=f"{key}-{customer_id}",
                customer_id=customer_id,
                address=address,
                subject=one_line(subject),
                body=body,
                written_at=at,
                due_at=at,
                **_kept_quiet(quiet_of(customer_id)),
            )
            for customer_id in some
            if (address := reach[customer_id].address(Medium.EMAIL))
        ]
        Message.objects.bulk_create(letters, ignore_conflicts=True)
        written += Message.objects.filter(key__in=[letter.key for letter in letters])
    return written


def _kept_quiet(quiet: Quiet) -> dict[str, Any]:
    """The quiet hours as a message keeps them."""
    return {
        "quiet_from": quiet.begins,
        "quiet_until": quiet.ends,
        "zone": quiet.zone,
        "country": quiet.country,
        "subdivision": quiet.subdivision,
    }


def one_line(text: str) -> str:
    """A subject: one line, at most 200 characters."""
    return " ".join(text.split())[:200]
