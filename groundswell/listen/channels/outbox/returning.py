"""What comes back: refusals, bounces and delivery reports mark the message, and an address that is lost."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery

from groundswell.foundation.customers.actions import stop_channel
from groundswell.foundation.history.actions import record

from .errors import TurnedAway
from .models import HELD_BACK, Delivery, LostAddress, Medium, Message

SOFT_RETURNS = 3
HEARD_WITHIN = timedelta(days=7)
"""So long a mail server on the way may try before it sends a letter back."""
PROVIDER = "provider's answer"


@dataclass(frozen=True, slots=True)
class Report:
    """What the outside world says later about one of our messages, named by its id or by the provider's reference."""

    arrived: bool
    note: str = ""
    is_address: bool = False
    message_id: int | None = None
    reference: str = ""


@transaction.atomic
def take_report(report: Report, *, at: datetime) -> bool:
    """Keep a report with its message; the same again changes nothing. Whether the message is one of ours."""
    message = _message_of(report)
    if message is None:
        return False
    outcome = Delivery.Outcome.ARRIVED if report.arrived else Delivery.Outcome.RETURNED
    _, is_new = Delivery.objects.get_or_create(
        message=message, outcome=outcome, defaults={"note": report.note[:300], "at": at}
    )
    if not report.arrived:
        Message.objects.filter(pk=message.pk).update(due_at=None)
        if is_new:
            _judge(message, report.note, is_address=report.is_address, at=at)
    return True


def turned_away(message: Message, problem: TurnedAway, *, at: datetime) -> None:
    """A refusal at the door: the address may be lost, or the person asked for no more."""
    if problem.is_refusal and message.customer:
        stop_channel(message.customer, message.medium, by=PROVIDER, at=at, source=PROVIDER)
        return
    if message.medium in Medium.values:
        _judge(message, str(problem), is_address=problem.is_address, at=at)


def _judge(message: Message, note: str, *, is_address: bool, at: datetime) -> None:
    """A hard return loses the address at once, a soft one after three messages without one that arrived."""
    if is_address or _soft_returns(message, at) >= SOFT_RETURNS:
        words = note if is_address else f"{SOFT_RETURNS} messages in a row came back. {note}"
        lose_address(message, words, at=at)


def lose_address(message: Message, why: str, *, at: datetime) -> LostAddress:
    """Nothing is written to this address any more until somebody corrects it."""
    lost, made = LostAddress.objects.get_or_create(
        medium=message.medium,
        address=message.address,
        ended_at=None,
        defaults={"why": why[:300], "message": message, "at": at},
    )
    if made:
        record("lost an address", lost, by=PROVIDER, at=at, medium=message.medium)
    return lost


def _soft_returns(message: Message, at: datetime) -> int:
    """How many of the last messages to this address came back in a row, this one counted; those that we held back are none.

    One that left a week ago and of which nothing was heard since arrived.
    """
    ends = (
        Delivery.Outcome.SENT,
        Delivery.Outcome.ARRIVED,
        Delivery.Outcome.RETURNED,
        Delivery.Outcome.REFUSED,
    )
    last = Delivery.objects.filter(message=OuterRef("pk")).order_by("-id")
    heard = {f"last_{name}": Subquery(last.values(name)[:1]) for name in ("outcome", "note", "at")}
    others = Message.objects.filter(medium=message.medium, address=message.address).exclude(pk=message.pk)
    found = others.annotate(**heard).filter(last_outcome__in=ends).exclude(last_note__in=HELD_BACK)
    cleared = LostAddress.objects.filter(
        medium=message.medium, address=message.address, ended_at__isnull=False
    ).order_by("-ended_at")
    since = cleared.values_list("ended_at", flat=True).first()
    if since:
        found = found.filter(last_at__gt=since)
    count = 1
    for outcome, heard_at in found.order_by("-last_at", "-pk").values_list("last_outcome", "last_at"):
        is_open = outcome == Delivery.Outcome.SENT and heard_at > at - HEARD_WITHIN
        if outcome in (Delivery.Outcome.ARRIVED, Delivery.Outcome.SENT) and not is_open:
            break
        count += not is_open
        if count == SOFT_RETURNS:
            break
    return count


def _message_of(report: Report) -> Message | None:
    if report.message_id:
        return Message.objects.select_related("customer").filter(pk=report.message_id).first()
    if not report.reference:
        return None
    sent = Delivery.objects.filter(reference=report.reference).select_related("message__customer")
    found = sent.first()
    if found is not None:
        return found.message
    ours = Message.objects.select_related("customer").filter(medium=Medium.TEXT, key=report.reference)
    return ours.filter(deliveries__isnull=False).first()
