"""When an assessment is obligatory, and who may do what."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS
from groundswell.look.numbers import money, plain

from .models import Threshold

USUAL_AMOUNT, USUAL_CUSTOMERS, USUAL_DAYS = Decimal(50_000), 1_000, 90


@dataclass(frozen=True, slots=True)
class Limits:
    """From which amount or number of customers on an assessment is obligatory, and how long we look afterwards."""

    amount: Decimal = USUAL_AMOUNT
    customers: int = USUAL_CUSTOMERS
    look_after_days: int = USUAL_DAYS


@dataclass(frozen=True, slots=True)
class LimitsThroughTime:
    """Every limits that ever held, the oldest first, and from when on each but the first did."""

    since: tuple[datetime, ...]
    held: tuple[Limits, ...]

    def at(self, moment: datetime | None) -> Limits:
        """Those that held at a moment; those of today without one."""
        return self.held[-1] if moment is None else self.held[bisect_right(self.since, moment)]

    def spans(self) -> list[tuple[Limits, datetime | None, datetime | None]]:
        """Each with its first moment and the first moment at which it no longer held."""
        edges = pairwise((None, *self.since, None))
        return [(held, begun, ended) for held, (begun, ended) in zip(self.held, edges, strict=True)]


def limits_through_time() -> LimitsThroughTime:
    """What was set so far. What was filed or assessed under one keeps it, whatever is set later."""
    said = list(Threshold.objects.order_by("at", "pk"))
    held = [Limits(one.amount, one.customers, one.look_after_days) for one in said]
    return LimitsThroughTime(tuple(one.at for one in said), (Limits(), *held))


def limits() -> Limits:
    """The limits of today."""
    return limits_through_time().at(None)


def obliged_because(
    amount: Decimal | None, customers: int | None, *, filed_at: datetime | None = None
) -> list[str]:
    """Why an assessment is obligatory, by the limits of the day it was filed, else of today; empty when it is not."""
    now, reasons = limits_through_time().at(filed_at), []
    if amount is not None and amount >= now.amount:
        reasons.append(
            f"it costs {money(float(amount))}, and from {money(float(now.amount))} on it is obligatory"
        )
    if customers is not None and customers >= now.customers:
        reasons.append(
            f"it touches {plain(customers)} customers, and from {plain(now.customers)} on it is obligatory"
        )
    return reasons


def keeps_the_register(user: User) -> bool:
    """Whose work it is to find somebody who answers for what a system filed, or whose people have left."""
    return user.role == User.Role.OFFICE


def may_set_limits(user: User) -> bool:
    return user.role in STEERS
