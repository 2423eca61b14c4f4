"""What people do with the outbox: send a message again, mend an address, stop writing there."""

from datetime import datetime

from django.db import transaction

from groundswell.foundation.customers.actions import correct_identity, stop_channel
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.history.actions import record

from .models import IDENTITY_KINDS, LostAddress, Message
from .queries import AGAIN


def may_be_sent_again(message: Message) -> bool:
    """Whether nothing more is tried and nobody knows that it was handed over."""
    last = message.deliveries.order_by("-id").values_list("outcome", flat=True).first()
    return message.due_at is None and last in AGAIN


@transaction.atomic
def send_again(message: Message, *, by: object, at: datetime) -> bool:
    """Put a message back into the queue that was not handed over, as far as anybody knows."""
    held = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if not may_be_sent_again(held):
        return False
    Message.objects.filter(pk=held.pk).update(due_at=at)
    record("sent a message again", held, by=by, at=at)
    return True


@transaction.atomic
def correct_address(lost: LostAddress, customer: Customer, right: str, *, by: object, at: datetime) -> str:
    """The customer is reached at another address from now on. Raises IdentityRefused."""
    value = correct_identity(customer, IDENTITY_KINDS[lost.medium], lost.address, right, by=by, at=at)
    _end(lost, "corrected a lost address", by=by, at=at)
    return value


@transaction.atomic
def trust_address(lost: LostAddress, *, by: object, at: datetime) -> None:
    """Somebody knows that the address works again."""
    _end(lost, "trusted an address again", by=by, at=at)


@transaction.atomic
def stop_writing(lost: LostAddress, customer: Customer, *, by: object, at: datetime) -> None:
    """The customer is not written to by this medium any more."""
    stop_channel(customer, lost.medium, by=by, at=at, source="a lost address")
    _end(lost, "stopped writing to a lost address", by=by, at=at)


def _end(lost: LostAddress, verb: str, *, by: object, at: datetime) -> None:
    if LostAddress.objects.filter(pk=lost.pk, ended_at=None).update(ended_at=at, ended_by=str(by)[:200]):
        record(verb, lost, by=by, at=at)
