"""What arrives by other channels: a complaint gets its entry, a later letter of the same matter joins it. Each once."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from groundswell.foundation.customers.queries import person_ids
from groundswell.listen.channels.connections.models import AnsweredMessage
from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.signals.models import Signal

from .actions import REGISTER, enter_in_register
from .models import Complaint, ReadThrough
from .queries import signals_not_entered
from .reviewing import add_signal

BATCH = 500
OURS = re.compile(r"complaint-(?:\w+-)*(\d{1,18})")
REFERENCE = re.compile(r"\bC-\d{2}-\d{6,}\b", re.IGNORECASE)
SETTLED_AFTER = timedelta(minutes=5)
"""By then a signal with a smaller number is stored as well, however long its transaction took."""


def enter_waiting_complaints(*, at: datetime) -> int:
    """Enter every complaint that arrived by another channel, unless it belongs to one. Returns how many were new."""
    entered = 0
    while waiting := list(signals_not_entered().select_related("unit", "customer")[:BATCH]):
        with transaction.atomic():
            for signal in waiting:
                earlier = complaint_behind(signal)
                if earlier:
                    add_signal(earlier, signal, at=at)
                else:
                    enter_in_register(signal, by=REGISTER, at=at)
                    entered += 1
    return entered


@transaction.atomic
def join_letters(*, at: datetime) -> int:
    """Letters that answer ours, go on in the same thread or name a reference become part of their complaint."""
    mark, _ = ReadThrough.objects.select_for_update().get_or_create(pk=1)
    fresh = Signal.objects.filter(pk__gt=mark.signal_id)
    letters = fresh.filter(
        channel__in=[Signal.Channel.EMAIL, Signal.Channel.SMS],
        complaint=None,
        complaint_addition=None,
        invitation=None,
    )
    joined = _join(letters.exclude(kind=Signal.Kind.COMPLAINT).select_related("customer").order_by("pk"), at)
    last = fresh.filter(received_at__lt=at - SETTLED_AFTER).aggregate(last=Max("pk"))["last"]
    if last:
        mark.signal_id = last
        mark.save(update_fields=["signal_id"])
    return joined


def _join(letters: Iterable[Signal], at: datetime) -> int:
    joined = 0
    for signal in letters:
        complaint = complaint_behind(signal)
        if complaint:
            add_signal(complaint, signal, at=at)
            joined += 1
    return joined


def complaint_behind(signal: Signal) -> Complaint | None:
    """The complaint that a letter goes on with, when the same person wrote both."""
    if signal.customer is None:
        return None
    found = _answered(signal) or _in_thread(signal) or _named(signal)
    if found is None or found.signal_id == signal.pk or found.signal.customer_id is None:
        return None
    return found if found.signal.customer_id in person_ids(signal.customer) else None


def _entries() -> QuerySet[Complaint]:
    return Complaint.objects.select_related("signal", "owner")


def _answered(signal: Signal) -> Complaint | None:
    """By the Message-ID of one of our letters about it."""
    answered = AnsweredMessage.objects.filter(signal=signal).values_list("message_id", flat=True).first()
    key = Message.objects.filter(pk=answered).values_list("key", flat=True).first() if answered else None
    found = key and OURS.fullmatch(key)
    return _entries().filter(pk=int(found[1])).first() if found else None


def _in_thread(signal: Signal) -> Complaint | None:
    """By the Message-ID of the letter that began it, or of one that joined it."""
    earlier = signal.metadata.get("earlier") or []
    if not earlier:
        return None
    first = Q(signal__source=signal.source, signal__key__in=earlier)
    later = Q(additions__signal__source=signal.source, additions__signal__key__in=earlier)
    return _entries().filter(first | later).order_by("pk").first()


def _named(signal: Signal) -> Complaint | None:
    """By its reference in the subject of a letter, or in a text."""
    is_text = signal.channel == Signal.Channel.SMS
    named = REFERENCE.search(signal.comment if is_text else str(signal.metadata.get("subject", "")))
    return _entries().filter(reference=named[0].upper()).first() if named else None
