"""Who may do what with an initiative, and what its money allows."""

from decimal import Decimal

from django.db.models import Sum

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS
from groundswell.look.numbers import money

from .errors import InitiativeEnded, MoreThanApproved
from .models import Initiative


def may_run(user: User, initiative: Initiative) -> bool:
    """Who rolls out, spends and reaches milestones: those who steer, the owner and the sponsor."""
    return user.role in STEERS or user.person_id in {initiative.owner_id, initiative.sponsor_id}


def may_start(user: User) -> bool:
    """Who turns an approved decision into work."""
    return user.role in STEERS


def spent(initiative: Initiative) -> Decimal:
    """What was used so far."""
    return initiative.spends.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def left(initiative: Initiative) -> Decimal:
    """What is still free of the approved amount."""
    return initiative.decision.proposal.amount - spent(initiative)


def must_be_running(initiative: Initiative) -> None:
    """Raises InitiativeEnded."""
    if initiative.ended_at is not None:
        raise InitiativeEnded(f"{initiative} has ended. What comes next needs a decision of its own.")


def must_be_covered(initiative: Initiative, amount: Decimal) -> None:
    """Raises MoreThanApproved, naming what is left."""
    free = left(initiative)
    if amount > free:
        raise MoreThanApproved(
            f"{money(float(free))} of {money(float(initiative.decision.proposal.amount))} is left, and this is "
            f"{money(float(amount))}. Put the difference before the council first."
        )
