"""The one queue: claim a message, hand it over to where its customer is reached now, keep what became of it. One that fails
waits by itself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction
from django.db.models import QuerySet

from groundswell.foundation.customers.queries import whole_persons

from ..connections.patience import wait_after
from .errors import EndUnknown, NotDelivered, TryLater, TurnedAway
from .models import BARRED, LOST_BEFORE, TAKEN_BACK, TOLD_ALREADY, Delivery, Medium, Message
from .reach import Reach, reach_one
from .returning import turned_away

Hand = Callable[[Message], str]
"""Hands a message to the outside world and gives the provider's name for it, or raises NotDelivered."""

GIVE_UP_AFTER = timedelta(days=3)
LEASE = timedelta(minutes=3)
ROUND_SECONDS = 20


def undelivered() -> QuerySet[Message]:
    """Messages that were not handed over and are still tried."""
    return Message.objects.filter(due_at__isnull=False)


def hand_over_due(medium: str, hand: Hand, *, at: datetime, most: int = 200) -> list[str]:
    """Deliver what is due in this medium, in due order; gives the outcomes. A round ends after twenty seconds."""
    ends, outcomes = monotonic() + ROUND_SECONDS, []
    for message in _due(medium, at)[:most]:
        attempt = deliver(message, hand, at=at)
        outcomes += [attempt.outcome] if attempt else []
        if monotonic() > ends:
            break
    return outcomes


def _due(medium: str, at: datetime) -> QuerySet[Message]:
    due = undelivered().filter(medium=medium, due_at__lte=at).select_related("customer")
    return due.order_by("due_at", "id")


def deliver(message: Message, hand: Hand, *, at: datetime) -> Delivery | None:
    """One attempt. None when it is not its turn: quiet hours, a lost address, or another worker was quicker."""
    attempt = _claim(message, at)
    if attempt is None:
        return None
    try:
        attempt.reference = hand(message)[:120]
    except NotDelivered as problem:
        return _failed(message, attempt, problem, at)
    attempt.outcome = Delivery.Outcome.SENT
    return _settle(message, attempt, due_at=None)


@transaction.atomic
def _claim(message: Message, at: datetime) -> Delivery | None:
    """The attempt is a row before anything leaves the house. An e-mail that a killed worker held is tried again after the
    lease; a text, a chat message, and a question whose letter was under way, is not: nobody knows whether it went."""
    mine = Message.objects.filter(pk=message.pk, due_at=message.due_at)
    rest = message.quiet.over_at(at)
    if rest is not None:
        mine.update(due_at=rest)
        return None
    reach = _reach(message)
    hindrance = _hindrance(message, reach) or _told_under_another(message)
    if hindrance:
        if mine.update(due_at=None):
            outcome = Delivery.Outcome.REFUSED
            Delivery.objects.create(message=message, outcome=outcome, note=hindrance, at=at)
        return None
    message.address = reach.addresses[message.medium] if reach else message.address
    leased_until = at + LEASE if message.medium == Medium.EMAIL else None
    if not mine.update(due_at=leased_until, address=message.address):
        return None
    return Delivery.objects.create(message=message, outcome=Delivery.Outcome.BEGUN, at=at)


def _reach(message: Message) -> Reach | None:
    """How its customer is reached at this moment. None for colleagues and others."""
    customer = message.customer
    return reach_one(customer, message.purpose, is_owed=message.is_owed) if customer else None


def _hindrance(message: Message, reach: Reach | None) -> str:
    """What happened since it was written: the address was lost, the customer said stop, or one of us did."""
    if reach is None:
        return ""
    if reach.is_barred:
        return BARRED
    if message.medium not in reach.allows:
        return TAKEN_BACK
    return "" if message.medium in reach.addresses else LOST_BEFORE


def _told_under_another(message: Message) -> str:
    """Two records with the same letter each became one person while the letters waited: the first that leaves is theirs."""
    if message.customer is None or message.is_owed or message.invitation_id:
        return ""
    others = whole_persons([message.customer.pk]).records - {message.customer.pk}
    stem = message.key.removesuffix(f"-{message.customer.pk}")
    same = Message.objects.filter(
        key__in=[f"{stem}-{other}" for other in others], customer__in=others, body=message.body
    )
    left = (Delivery.Outcome.BEGUN, Delivery.Outcome.SENT, Delivery.Outcome.ARRIVED)
    if others and Delivery.objects.filter(message__in=same, outcome__in=left).exists():
        return TOLD_ALREADY
    return ""


@transaction.atomic
def _failed(message: Message, attempt: Delivery, problem: NotDelivered, at: datetime) -> Delivery:
    attempt.note = str(problem)[:300]
    if isinstance(problem, EndUnknown):
        return _settle(message, attempt, due_at=None)
    if isinstance(problem, TurnedAway):
        attempt.outcome = Delivery.Outcome.REFUSED
        turned_away(message, problem, at=at)
        return _settle(message, attempt, due_at=None)
    asked = problem.wait_seconds if isinstance(problem, TryLater) else None
    next_at = at + wait_after(message.deliveries.count(), asked_seconds=asked)
    if next_at - message.written_at > GIVE_UP_AFTER:
        attempt.outcome, next_due = Delivery.Outcome.GIVEN_UP, None
    else:
        attempt.outcome, next_due = Delivery.Outcome.DELAYED, next_at
    return _settle(message, attempt, due_at=next_due)


@transaction.atomic
def _settle(message: Message, attempt: Delivery, *, due_at: datetime | None) -> Delivery:
    """What was withdrawn while it was handed over is tried no more; where it left all the same, that is what holds."""
    Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    withdrawn = message.deliveries.filter(outcome=Delivery.Outcome.WITHDRAWN, pk__gt=attempt.pk)
    if attempt.outcome == Delivery.Outcome.SENT:
        withdrawn.delete()
    elif due_at is not None and withdrawn.exists():
        due_at = None
    attempt.save()
    Message.objects.filter(pk=message.pk).update(due_at=due_at)
    return attempt
