"""Leave somebody out of the letters about one initiative, with a reason, and take that back."""

from datetime import datetime

from django.db import transaction

from groundswell.act.initiatives.models import Initiative
from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import whole_persons
from groundswell.foundation.history.actions import record

from .errors import NoReason, ToldAlready
from .models import Announcement, LeftOut, Reply


@transaction.atomic
def leave_out(
    initiative: Initiative, customer: Customer, *, why: str, by: object, at: datetime, of_next: bool = False
) -> LeftOut:
    """This person gets no letter about it from now on. The first reason stands. Raises ToldAlready, NoReason.

    ``of_next``: of an announcement that is not published yet; who was told of one before may be left out of it.
    """
    if not why.strip():
        raise NoReason("Say why they are left out: somebody will ask.")
    _hold(initiative)
    records = whole_persons([customer.pk]).records
    last = last_announcement(initiative)
    told = Reply.objects.filter(announcement=last, customer__in=records).order_by("-at").first()
    if told and last and not of_next:
        raise ToldAlready(f"They were told on {told.at:%d %B %Y}. A letter that has left is not called back.")
    given = {"why": why.strip()[:300], "by": person_of(by), "at": at}
    made, is_new = LeftOut.objects.get_or_create(initiative=initiative, customer=customer, defaults=given)
    if is_new:
        record(
            "left a customer out of a reply",
            made,
            by=by,
            at=at,
            customer=customer.pk,
            initiative=initiative.pk,
        )
    return made


@transaction.atomic
def tell_after_all(initiative: Initiative, customer: Customer, *, by: object, at: datetime) -> None:
    """They are told with the next letters."""
    _hold(initiative)
    records = whole_persons([customer.pk]).records
    for one in LeftOut.objects.filter(initiative=initiative, customer__in=records):
        record(
            "took a customer back into a reply",
            one,
            by=by,
            at=at,
            customer=customer.pk,
            initiative=initiative.pk,
        )
        one.delete()


def last_announcement(initiative: Initiative) -> Announcement | None:
    """The one whose letters may still leave."""
    return initiative.announcements.filter(taking_back=None).order_by("-published_at").first()


def _hold(initiative: Initiative) -> None:
    """Whoever writes the letters holds the same row: nobody is left out of a letter that just left."""
    Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
