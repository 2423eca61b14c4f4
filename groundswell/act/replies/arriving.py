"""Whoever was written to is told only when the letter has left, and was not refused, given up or sent back."""

from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from groundswell.listen.channels.outbox.models import Delivery

from .models import Reply

Outcome = Delivery.Outcome
LEFT = (Outcome.SENT, Outcome.ARRIVED)
LOST = (Outcome.REFUSED, Outcome.GIVEN_UP, Outcome.RETURNED)


def lost_replies() -> QuerySet[Reply]:
    """Those that were written and reached nobody: taken back consent, a lost address, a mailbox that is no more. What was heard
    of a letter last holds: one that a colleague sent again, and that left, reached somebody."""
    last = Delivery.objects.filter(message=OuterRef("message")).order_by("-id").values("outcome")[:1]
    return Reply.objects.alias(last=Subquery(last)).filter(last__in=LOST, message__due_at=None)


def waiting_replies() -> QuerySet[Reply]:
    """Those whose letter has not left: it is written this minute, or there is no mail server."""
    return Reply.objects.filter(message__due_at__isnull=False)


def replies_that_left() -> QuerySet[Reply]:
    """Those whose letter has left and did not come back."""
    return _told_by(Delivery.objects.filter(outcome__in=LEFT))


def replies_left_by(moment: datetime) -> QuerySet[Reply]:
    """Those whose letter had left by then and did not come back."""
    return _told_by(Delivery.objects.filter(outcome__in=LEFT, at__lte=moment))


def _told_by(left: QuerySet[Delivery]) -> QuerySet[Reply]:
    return told_replies().filter(message__in=left.values("message"))


def told_replies() -> QuerySet[Reply]:
    """Those that count as told."""
    return Reply.objects.exclude(pk__in=lost_replies().values("pk"))
