"""A customer asks what we hold or to be erased; the office answers."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import person_ids
from groundswell.foundation.history.actions import record

from .errors import ErasingRefused
from .models import Request, RequestAnswer

DAYS = 30
"""Within a month of receipt (Article 12(3) of the General Data Protection Regulation)."""


@transaction.atomic
def ask_about_oneself(customer: Customer, kind: str, *, by: object, at: datetime) -> Request:
    """Record the request with its clock; one that waits already stands."""
    mine = Request.objects.filter(customer_id__in=person_ids(customer), kind=kind, answer=None)
    Customer.objects.select_for_update().get(pk=customer.pk)  # sent twice at once, it is one request
    waiting = mine.first()
    if waiting:
        return waiting
    due_on = timezone.localdate(at) + timedelta(days=DAYS)
    made = Request.objects.create(kind=kind, customer=customer, asked_at=at, due_on=due_on)
    record("asked about themselves", made, by=by, at=at, kind=kind)
    return made


@transaction.atomic
def answer_request(
    request: Request, outcome: str, *, why: str = "", by: object, at: datetime
) -> RequestAnswer:
    """Done, or refused with the reason. The first answer stands."""
    if outcome == RequestAnswer.Outcome.REFUSED and not why.strip():
        raise ErasingRefused("Say why it is refused: the customer reads it.")
    given, made = RequestAnswer.objects.get_or_create(
        request=request,
        defaults={"outcome": outcome, "why": why.strip()[:500], "by": str(by)[:200], "at": at},
    )
    if not made:
        raise ErasingRefused("This request was answered before. Open it again to see how.")
    record("answered a request", request, by=by, at=at, outcome=outcome)
    return given
