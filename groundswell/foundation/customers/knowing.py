"""Customers and their money as another system knows them: matched, filled in, never overwritten by less."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from django.db import transaction

from .models import Customer, Revenue
from .queries import canonical_email
from .revenue import month_of, months_from

CENT = Decimal("0.01")
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Known:
    """One customer as another system knows them, by its own id, by address, or both."""

    external_id: str = ""
    email: str = ""
    name: str = ""
    segment: str = ""
    joined_on: date | None = None
    ended_on: date | None = None
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class Earned:
    """Money of one customer: an amount a year (ARR), a month (MRR), or once."""

    whose: str
    starts_on: date
    ends_on: date
    amount: Decimal
    kind: str


class TwoCustomers(Exception):
    """The id belongs to one customer and the address to another."""


@transaction.atomic
def know_customer(known: Known) -> bool:
    """Find or make the customer and fill in what we did not know. True when the customer is new.

    Nothing that stands is overwritten, and nothing is consented to.
    """
    email, external_id = canonical_email(known.email), known.external_id or None
    if not (email or external_id):
        raise ValueError("neither an id nor an address")
    by_id = Customer.objects.filter(external_id=external_id).first() if external_id else None
    by_email = Customer.objects.filter(email=email).first() if email else None
    if by_id and by_email and by_id != by_email:
        raise TwoCustomers(f"{external_id} is one customer and {email} another. Merge them first.")
    customer = by_id or by_email or Customer()
    is_new = customer.pk is None
    for name, value in _given(known, email, external_id).items():
        if value and not getattr(customer, name):
            setattr(customer, name, value)
    customer.save()
    return is_new


def _given(known: Known, email: str | None, external_id: str | None) -> dict[str, object]:
    return {
        "external_id": external_id,
        "email": email,
        "name": known.name[:200],
        "segment": known.segment[:60],
        "joined_on": known.joined_on,
        "ended_on": known.ended_on,
        "time_zone": known.time_zone,
    }


def months_of(earned: Earned) -> list[tuple[date, Decimal]]:
    """The amount of each month. A year's amount is a twelfth a month; a month begun is counted once.

    From the 15th to the 14th a year later are twelve months, as from 1 January to 31 December.
    """
    first = month_of(earned.starts_on)
    if earned.kind not in {"arr", "mrr"}:
        return [(first, earned.amount.quantize(CENT, ROUND_HALF_EVEN))]
    if earned.ends_on < earned.starts_on:
        raise ValueError("the end lies before the start")
    last = month_of(earned.ends_on)
    count = (last.year - first.year) * 12 + last.month - first.month
    count += earned.ends_on.day >= earned.starts_on.day or count == 0
    monthly = earned.amount / 12 if earned.kind == "arr" else earned.amount
    return [(months_from(first, n), monthly.quantize(CENT, ROUND_HALF_EVEN)) for n in range(count)]


def customer_named(whose: str) -> int | None:
    """The customer behind an id or an address."""
    found = Customer.objects.filter(external_id=whose).values_list("pk", flat=True).first()
    return found or Customer.objects.filter(email=canonical_email(whose)).values_list("pk", flat=True).first()


@transaction.atomic
def keep_revenue(lines: Iterable[tuple[int, Sequence[tuple[date, Decimal]]]]) -> int:
    """Store what customers brought by month. Lines of the same month add up; what was stored before for it is replaced."""
    sums: dict[tuple[int, date], Decimal] = defaultdict(Decimal)
    for customer_id, months in lines:
        for month, amount in months:
            sums[customer_id, month] += amount
    rows = [Revenue(customer_id=who, month=month, amount=amount) for (who, month), amount in sums.items()]
    Revenue.objects.bulk_create(
        rows,
        update_conflicts=True,
        update_fields=["amount"],
        unique_fields=["customer", "month"],
        batch_size=AT_ONCE,
    )
    return len(rows)
