"""Somebody says that a customer is not to be contacted, and takes that back."""

from datetime import datetime

from django.db import transaction

from groundswell.foundation.history.actions import record

from .actions import hold_person
from .models import Customer, DoNotContact
from .queries import person_ids


@transaction.atomic
def ban_contact(customer: Customer, *, why: str, by: object, at: datetime) -> DoNotContact:
    """Never ask or write to this person, under no record of theirs, taken apart or not. A ban that lives already stands."""
    bans = []
    for record_id in sorted(person_ids(hold_person(customer.pk))):
        ban, made = DoNotContact.objects.get_or_create(
            customer_id=record_id, ended_at=None, defaults={"why": why, "by": str(by), "at": at}
        )
        bans.append(ban)
        if made:
            record("banned contact", ban, by=by, at=at, why=why)
    return next(ban for ban in bans if ban.customer_id == customer.pk)


@transaction.atomic
def lift_ban(customer: Customer, *, by: object, at: datetime) -> None:
    """This customer may be asked and written to again, where the other rules allow it."""
    for ban in DoNotContact.objects.filter(customer_id__in=person_ids(customer), ended_at=None):
        ban.ended_at = at
        ban.save(update_fields=["ended_at"])
        record("lifted the ban on contact", ban, by=by, at=at)
