"""Customers and their money as another system knows them: matched, filled in, never overwritten by less."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal

from django.db import transaction
from django.db.models import Q

from groundswell.foundation.organisation.models import Person

from .accounts import join_account
from .actions import canonical, find_or_make_customer
from .errors import IdentityRefused
from .meeting import EMAIL, NUMBER, PHONE, Who, held_ids, held_records
from .models import Account, Customer, Membership, Revenue
from .revenue import month_of, months_from

CENT = Decimal("0.01")
PARTS = [Membership.Part.PAYER, Membership.Part.DECIDER, Membership.Part.MEMBER, Membership.Part.USER]
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Known:
    """One customer as another system knows them: by its own id, by address, by number, or by several.

    ``account`` is the business they belong to, ``owner`` the address of the colleague who looks after it.
    """

    external_id: str = ""
    email: str = ""
    phone: str = ""
    name: str = ""
    segment: str = ""
    joined_on: date | None = None
    ended_on: date | None = None
    time_zone: str = ""
    account: str = ""
    account_id: str = ""
    owner: str = ""


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
def know_customer(known: Known, *, at: datetime, by: object = "customer system") -> bool:
    """Find or make the customer and fill in what we did not know. True when the customer is new.

    They are found by everything that we know them by, also where records were merged. Nothing that stands is
    overwritten, and nothing is consented to. Raises IdentityRefused, TwoCustomers and ValueError.
    """
    given = {EMAIL: known.email.strip(), PHONE: known.phone.strip(), NUMBER: known.external_id.strip()}
    owners = _owners({kind: canonical(kind, text) for kind, text in given.items() if text})
    if len(owners) > 1:
        raise TwoCustomers(
            f"{' and '.join(filter(None, given.values()))} are two customers. Merge them first."
        )
    customer = find_or_make_customer(given, name=known.name)
    if customer is None:
        raise ValueError("neither an id nor an address nor a number")
    is_learnt = _fill_in(customer, known, None if owners else customer.external_id)
    if known.account or known.account_id:
        is_learnt |= _belongs(customer, known, by=by, at=at)
    if owners and is_learnt:
        Customer.objects.filter(pk=customer.pk).update(known_at=at)
    return not owners


def _owners(places: dict[str, str]) -> set[int]:
    """The people who are known by any of these."""
    names = {EMAIL: "email", PHONE: "phone", NUMBER: "number"}
    return set(held_ids([Who(**{names[kind]: value}) for kind, value in places.items()]).values())


def _fill_in(customer: Customer, known: Known, made_with: str | None) -> bool:
    number = made_with or (canonical(NUMBER, known.external_id) if known.external_id.strip() else None)
    facts = {
        "external_id": number,
        "segment": known.segment[:60],
        "joined_on": known.joined_on,
        "ended_on": known.ended_on,
        "time_zone": known.time_zone,
    }
    changed = [name for name, value in facts.items() if value and not getattr(customer, name)]
    for name in changed:
        setattr(customer, name, facts[name])
    if changed:
        customer.save(update_fields=changed)
    return bool(changed)


def _belongs(customer: Customer, known: Known, *, by: object, at: datetime) -> bool:
    """Into the business, once: who was taken out of it by a colleague stays out."""
    account = _account(known)
    owner = (
        Person.objects.filter(email__iexact=known.owner.strip(), left_on=None).first()
        if known.owner
        else None
    )
    if owner and account.owner_id is None:
        account.owner = owner
        account.save(update_fields=["owner"])
    is_new = not account.memberships.filter(customer=customer).exists()
    if is_new:
        join_account(account, customer, by=by, at=at)
    return is_new


def _account(known: Known) -> Account:
    """The business by its id, else by its name; made where there is none."""
    name, number = known.account.strip()[:200], known.account_id.strip()[:128] or None
    found = Account.objects.filter(external_id=number).first() if number else None
    if found is None and name:
        same = Account.objects.filter(name=name, kind=Account.Kind.BUSINESS)
        found = (same.filter(external_id=None) if number else same).first()
    if found is None:
        return Account.objects.create(name=name or number, kind=Account.Kind.BUSINESS, external_id=number)
    if number and not found.external_id:
        found.external_id = number
        found.save(update_fields=["external_id"])
    return found


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


def records_named(whose: Iterable[str]) -> dict[str, int]:
    """The records behind these addresses and ids. Revenue stands under its own record, merged or not: what is brought
    again replaces it."""
    named = {text: who for text in whose if (who := _who(text))}
    records = held_records(set(named.values()))
    return {text: min(records[who]) for text, who in named.items() if who in records}


def _who(text: str) -> Who | None:
    try:
        return Who(email=canonical(EMAIL, text)) if "@" in text else Who(number=canonical(NUMBER, text))
    except IdentityRefused:
        return None


def customer_named(whose: str) -> int | None:
    """The record behind an id, an address, or the name or id of a business: who pays for it, decides, or came first."""
    if found := records_named([whose]):
        return found[whose]
    account = Account.objects.filter(Q(external_id=whose) | Q(name=whose)).order_by("id").first()
    members = account.memberships.filter(until=None).order_by("id") if account else ()
    first = min(members, key=lambda one: (PARTS.index(one.part), one.pk), default=None)
    return first and first.customer_id


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
