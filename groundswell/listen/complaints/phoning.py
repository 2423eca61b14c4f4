"""Who calls: found by what they say, while a colleague types, with what they complained about before."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.customers.actions import canonical
from groundswell.foundation.customers.errors import IdentityRefused
from groundswell.foundation.customers.models import Customer, Identity
from groundswell.foundation.customers.queries import living_ids, merged_records, whole_persons
from groundswell.foundation.looking_for import holds
from groundswell.listen.signals.queries import signals_visible_to

from .models import Complaint
from .queries import WAITS_FOR_US

MOST = 6
LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody whom we may know, and what they wait for."""

    customer: Customer
    waiting: tuple[Complaint, ...]


def callers_like(user: User, *, name: str = "", phone: str = "", email: str = "") -> list[Caller]:
    """Who that may be: by number, address or customer number wherever they are; by name within sight only."""
    exact = _known_by(name=name, phone=phone, email=email)
    named = _named(user, name).exclude(pk__in=exact)[:MOST] if len(name.strip()) >= LEAST_LETTERS else []
    found = [*Customer.objects.filter(pk__in=exact).order_by("pk"), *named][:MOST]
    return [Caller(one, waiting_of(one)) for one in found]


def waiting_of(customer: Customer) -> tuple[Complaint, ...]:
    """What this person complained about and still waits for, newest first."""
    ids = whole_persons([customer.pk]).records
    open_ones = Complaint.objects.filter(WAITS_FOR_US, is_history=False, signal__customer__in=ids)
    return tuple(open_ones.select_related("signal__unit").order_by("-received_at")[:MOST])


def _known_by(*, name: str, phone: str, email: str) -> set[int]:
    asked = [(Identity.Kind.PHONE, phone), (Identity.Kind.EMAIL, email), (Identity.Kind.EXTERNAL, name)]
    found: set[int] = set()
    for kind, text in asked:
        value = _canonical(kind, text)
        if value:
            found |= set(
                Identity.objects.filter(kind=kind, value=value).values_list("customer_id", flat=True)
            )
            column = {Identity.Kind.EMAIL: "email", Identity.Kind.EXTERNAL: "external_id"}.get(kind)
            if column:
                found |= set(Customer.objects.filter(**{column: value}).values_list("pk", flat=True))
    return set(living_ids(found).values())


def _canonical(kind: Identity.Kind, text: str) -> str:
    try:
        return canonical(kind, text) if text.strip() else ""
    except IdentityRefused:
        return ""


def _named(user: User, name: str) -> QuerySet[Customer]:
    begins = Q(name__istartswith=name.strip()) | holds("name", f" {name.strip()}")
    living = Customer.objects.filter(begins).exclude(pk__in=merged_records()).order_by("name", "pk")
    if user.sees_everything:
        return living
    return living.filter(Exists(signals_visible_to(user).filter(customer=OuterRef("pk"))))
