"""Who calls, with what they complained about before and still wait for."""

from __future__ import annotations

from dataclasses import dataclass

from groundswell.foundation.access.models import User
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import whole_persons
from groundswell.listen.channels.callers import customers_like

from .models import Complaint
from .queries import WAITS_FOR_US

MOST = 6


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody whom we may know, and what they wait for."""

    customer: Customer
    waiting: tuple[Complaint, ...] = ()


def callers_like(user: User, *, name: str = "", phone: str = "", email: str = "") -> list[Caller]:
    """Who that may be, each with what they wait for."""
    found = customers_like(user, name=name, phone=phone, email=email)
    return [Caller(one, waiting_of(one)) for one in found]


def waiting_of(customer: Customer) -> tuple[Complaint, ...]:
    """What this person complained about and still waits for, newest first."""
    ids = whole_persons([customer.pk]).records
    open_ones = Complaint.objects.filter(WAITS_FOR_US, is_history=False, signal__customer__in=ids)
    return tuple(open_ones.select_related("signal__unit").order_by("-received_at")[:MOST])
