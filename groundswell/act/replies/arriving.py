"""Whoever was written to is told only when the letter was not refused, given up or sent back."""

from django.db.models import QuerySet

from groundswell.listen.channels.outbox.models import Delivery

from .models import Reply

Outcome = Delivery.Outcome
LOST = (Outcome.REFUSED, Outcome.GIVEN_UP, Outcome.RETURNED)


def lost_replies() -> QuerySet[Reply]:
    """Those that were written and reached nobody: taken back consent, a lost address, a mailbox that is no more."""
    return Reply.objects.filter(message__in=Delivery.objects.filter(outcome__in=LOST).values("message"))


def told_replies() -> QuerySet[Reply]:
    """Those that count as told."""
    return Reply.objects.exclude(message__in=Delivery.objects.filter(outcome__in=LOST).values("message"))
