"""What customers who came by a recommendation brought in their first twelve months, counted once for each person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from groundswell.foundation.customers.models import Revenue
from groundswell.foundation.customers.queries import whole_persons
from groundswell.foundation.customers.revenue import EARNED, month_of, months_from

from .models import Referral


@dataclass(frozen=True, slots=True)
class Earned:
    """Referrals that count: ``came`` by a link or a code, ``bought`` so far, and the money of their first twelve months."""

    came: int
    bought: int
    amount: Decimal
    circles: int
    said_otherwise: int


def revenue_of(referrals: Iterable[Referral]) -> dict[int, Decimal]:
    """By referral the money of twelve months from the one in which they came, over all records of the person; who brought
    nothing yet is not there."""
    rows = list(referrals)
    persons = whole_persons([row.customer_id for row in rows])
    begins = {persons.person_of[row.customer_id]: _begins(row) for row in rows}
    sums: dict[int, Decimal] = defaultdict(Decimal)
    revenue = Revenue.objects.filter(customer__in=persons.records)
    for who, month, amount in revenue.values_list("customer", "month", "amount"):
        person = persons.person_of[who]
        if begins[person] <= month < months_from(begins[person], 12):
            sums[person] += amount
    found = {row.pk: sums[persons.person_of[row.customer_id]] for row in rows}
    return {pk: amount for pk, amount in found.items() if amount > 0}


@dataclass(frozen=True, slots=True)
class Brought:
    """A referral and what the customer brought in the first twelve months; None for nothing yet."""

    referral: Referral
    money: Decimal | None


def with_money(referrals: Iterable[Referral]) -> list[Brought]:
    """Each with what it brought so far."""
    rows = list(referrals)
    found = revenue_of(rows)
    return [Brought(one, found.get(one.pk)) for one in rows]


def that_bought(referrals: Iterable[Referral]) -> list[Referral]:
    """Those of whom somebody told a first purchase, or who brought money."""
    return [one.referral for one in with_money(referrals) if one.referral.bought_on or one.money is not None]


def earned_by(referrals: Iterable[Referral]) -> Earned:
    """What a list of referrals brought. Records that turned out to be one person with their advocate do not count, nor
    does the money of those who said that something else brought them; a person with two referrals counts once."""
    rows = list(referrals)
    persons = whole_persons([one for row in rows for one in (row.customer_id, row.advocate.customer_id)])
    counted: dict[int, Referral] = {}
    circles = 0
    for row in sorted(rows, key=lambda row: (row.at, row.pk)):
        if persons.person_of[row.customer_id] == persons.person_of[row.advocate.customer_id]:
            circles += 1
        else:
            counted.setdefault(persons.person_of[row.customer_id], row)
    earned = [row for row in counted.values() if row.customer.came_by in EARNED]
    money = revenue_of(counted.values())
    return Earned(
        came=len(counted),
        bought=sum(1 for row in counted.values() if row.bought_on or row.pk in money),
        amount=sum((money.get(row.pk, Decimal()) for row in earned), Decimal()),
        circles=circles,
        said_otherwise=len(counted) - len(earned),
    )


def _begins(row: Referral) -> date:
    return month_of(row.bought_on or timezone.localdate(row.at))
