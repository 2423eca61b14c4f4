"""Households and businesses: who belongs, in which part, and what they bring together."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, QuerySet, Sum

from groundswell.foundation.history.actions import record

from .models import Account, Customer, Membership, Revenue
from .revenue import months_from


@dataclass(frozen=True, slots=True)
class Worth:
    """What somebody brought in the last twelve whole months; ``amount`` is None where nothing is known."""

    amount: Decimal | None
    months: int


@transaction.atomic
def join_account(
    account: Account, customer: Customer, *, part: str = Membership.Part.MEMBER, by: object, at: datetime
) -> Membership:
    """The customer belongs to the account from today. The same part twice is one."""
    membership, made = Membership.objects.get_or_create(
        account=account, customer=customer, part=part, until=None, defaults={"since": at.date()}
    )
    if made:
        record("joined an account", membership, by=by, at=at, account=account.pk, part=part)
    return membership


def members_of(account: Account) -> QuerySet[Membership]:
    """Who belongs to the account today."""
    return account.memberships.filter(until=None).select_related("customer")


def worth_of(customer_ids: set[int], today: date) -> Worth:
    """The revenue of these customers together in the last twelve whole months."""
    until = date(today.year, today.month, 1)
    rows = Revenue.objects.filter(
        customer_id__in=customer_ids, month__gte=months_from(until, -12), month__lt=until
    )
    found = rows.aggregate(total=Sum("amount"), months=Count("month", distinct=True))
    return Worth(found["total"], found["months"])


def worth_of_account(account: Account, today: date) -> Worth:
    """What everybody who belongs to the account today brought together."""
    return worth_of(set(members_of(account).values_list("customer_id", flat=True)), today)
