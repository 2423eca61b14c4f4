"""When an assessment is obligatory, and who may do what."""

from dataclasses import dataclass
from decimal import Decimal

from groundswell.act.opportunities.rules import reads_the_whole_outer_loop
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS
from groundswell.look.numbers import money, plain

from .models import RegisteredDecision, Threshold

USUAL_AMOUNT, USUAL_CUSTOMERS, USUAL_DAYS = Decimal(50_000), 1_000, 90


@dataclass(frozen=True, slots=True)
class Limits:
    """From which amount or number of customers on an assessment is obligatory, and how long we look afterwards."""

    amount: Decimal = USUAL_AMOUNT
    customers: int = USUAL_CUSTOMERS
    look_after_days: int = USUAL_DAYS


def limits() -> Limits:
    """The limits of today."""
    newest = Threshold.objects.first()
    return Limits(newest.amount, newest.customers, newest.look_after_days) if newest else Limits()


def obliged_because(amount: Decimal | None, customers: int | None) -> list[str]:
    """Why an assessment is obligatory; empty when it is not."""
    now, reasons = limits(), []
    if amount is not None and amount >= now.amount:
        reasons.append(
            f"it costs {money(float(amount))}, and from {money(float(now.amount))} on it is obligatory"
        )
    if customers is not None and customers >= now.customers:
        reasons.append(
            f"it touches {plain(customers)} customers, and from {plain(now.customers)} on it is obligatory"
        )
    return reasons


def is_owed(decision: RegisteredDecision) -> bool:
    """Whether it must be assessed and is not yet."""
    return not decision.assessments.exists() and bool(obliged_because(decision.amount, None))


def may_file(user: User) -> bool:
    """Everybody inside registers a decision; partners never."""
    return user.is_authenticated and user.role != User.Role.PARTNER


def may_assess(user: User, decision: RegisteredDecision) -> bool:
    """Who says what it does to customers: those who steer, who read the outer loop, who filed it, who owns it."""
    if not may_file(user):
        return False
    own = user.person_id is not None and user.person_id in {decision.filed_by_id, decision.owner_id}
    return own or user.role in STEERS or reads_the_whole_outer_loop(user)


def may_set_limits(user: User) -> bool:
    return user.role in STEERS
