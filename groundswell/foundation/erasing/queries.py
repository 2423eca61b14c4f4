"""Ask about requests and erasures."""

from django.db.models import QuerySet

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import person_ids

from .models import Erasure, Request


def open_requests() -> QuerySet[Request]:
    """Those that wait for an answer, the soonest due first."""
    return Request.objects.filter(answer=None).select_related("customer").order_by("due_on", "id")


def answered_requests() -> QuerySet[Request]:
    """Those that were answered, newest first."""
    done = Request.objects.exclude(answer=None).select_related("customer", "answer", "erasure")
    return done.order_by("-answer__at", "-id")


def requests_of(customer: Customer) -> QuerySet[Request]:
    """What this person asked, newest first."""
    mine = Request.objects.filter(customer_id__in=person_ids(customer)).select_related("answer")
    return mine.order_by("-asked_at", "-id")


def unfinished_erasures() -> QuerySet[Erasure]:
    """Those of whom something may still lie on the disk."""
    return Erasure.objects.filter(disk_at=None).order_by("at", "id")
