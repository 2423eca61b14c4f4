"""Whoever was written to is told only when the letter has left, and was not refused, given up or sent back."""

from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from groundswell.listen.channels.outbox.models import Delivery

from .models import Announcement, Reply

Outcome = Delivery.Outcome
LEFT = (Outcome.SENT, Outcome.ARRIVED)
LAST = Delivery.objects.filter(message=OuterRef("message")).order_by("-id").values("outcome")[:1]
LOST = (Outcome.REFUSED, Outcome.WITHDRAWN, Outcome.GIVEN_UP, Outcome.RETURNED)


def lost_replies() -> QuerySet[Reply]:
    """Those that were written and reached nobody: taken back consent, a lost address, a mailbox that is no more. What was heard
    of a letter last holds: one that a colleague sent again, and that left, reached somebody."""
    return Reply.objects.alias(last=Subquery(LAST)).filter(last__in=LOST, message__due_at=None)


def letters_of(announcement: Announcement) -> tuple[set[int], set[int], set[int]]:
    """The customers who were written to; of these whose letter reached nobody, and whose has not left. One query."""
    rows = announcement.replies.filter(customer__isnull=False).annotate(last=Subquery(LAST))
    found = list(rows.values_list("customer_id", "last", "message__due_at"))
    written = {who for who, _, _ in found}
    waiting = {who for who, _, due_at in found if due_at}
    return written, {who for who, last, _ in found if last in LOST} - waiting, waiting


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
