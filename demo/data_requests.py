"""Customers who asked what is held about them, or to be deleted: one of each waits, one was refused."""

from datetime import datetime, timedelta

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.erasing.actions import answer_request, ask_about_oneself
from groundswell.foundation.erasing.models import Request, RequestAnswer

PAGE = "the customer"
ASKED = ((Request.Kind.ERASE, 21), (Request.Kind.KNOW, 3), (Request.Kind.ERASE, 60))
WHY = "You took out a guarantee with us that runs until May. We keep what belongs to it until then."


def make_requests(by: object, at: datetime) -> None:
    """The first two wait with their clock; the third has its answer."""
    people = Customer.objects.filter(ended_on=None).exclude(signals=None).exclude(email=None).order_by("-pk")
    for customer, (kind, days) in zip(people.distinct()[: len(ASKED)], ASKED, strict=True):
        asked_at = at - timedelta(days=days)
        asked = ask_about_oneself(customer, kind, by=PAGE, at=asked_at)
    answer_request(asked, RequestAnswer.Outcome.REFUSED, why=WHY, by=by, at=asked_at + timedelta(days=5))
