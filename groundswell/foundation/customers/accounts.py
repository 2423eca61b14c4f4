"""Households and businesses: who belongs, in which part, and what they bring together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, QuerySet, Sum

from groundswell.foundation.history.actions import record

from .models import Account, Customer, Membership, Revenue
from .queries import Persons, merged_into, whole_persons
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


@transaction.atomic
def leave_account(membership: Membership, *, by: object, at: datetime) -> None:
    """The customer belongs to the account in this part no more."""
    if membership.until is None:
        membership.until = at.date()
        membership.save(update_fields=["until"])
        record("left an account", membership, by=by, at=at, account=membership.account_id)


def members_of(account: Account) -> QuerySet[Membership]:
    """Who belongs to the account today."""
    return account.memberships.filter(until=None).select_related("customer")


def account_mates(persons: Persons) -> dict[int, frozenset[int]]:
    """For each person the records of everybody else who belongs to an account of theirs today. Five queries and more
    only where mates were merged.
    """
    own = _accounts_of(persons.records)
    if not own:
        return {}
    belongs: dict[int, set[int]] = defaultdict(set)
    living = Membership.objects.filter(account_id__in={a for _, a in own}, until=None)
    for customer_id, account_id in living.values_list("customer_id", "account_id"):
        belongs[account_id].add(customer_id)
    everybody = whole_persons({one for people in belongs.values() for one in people})
    mates: dict[int, set[int]] = defaultdict(set)
    for member, account_id in own:
        for other in belongs[account_id]:
            mates[persons.person_of[member]] |= everybody.records_of[everybody.person_of[other]]
    return {person: frozenset(found - persons.records_of[person]) for person, found in mates.items()}


def account_mates_of_all() -> dict[int, set[int]]:
    """For every person who belongs to an account today the other persons of it. Two queries."""
    person_of = merged_into()
    belongs: dict[int, set[int]] = defaultdict(set)
    for customer_id, account_id in Membership.objects.filter(until=None).values_list(
        "customer_id", "account_id"
    ):
        belongs[account_id].add(person_of.get(customer_id, customer_id))
    mates: dict[int, set[int]] = defaultdict(set)
    for people in belongs.values():
        for person in people:
            mates[person] |= people - {person}
    return mates


def _accounts_of(records: Iterable[int]) -> list[tuple[int, int]]:
    living = Membership.objects.filter(customer_id__in=records, until=None)
    return list(living.values_list("customer_id", "account_id"))


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
    members = whole_persons(members_of(account).values_list("customer_id", flat=True))
    return worth_of(set(members.records), today)
