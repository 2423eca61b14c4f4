"""Work that needs more money than was approved asks the council for the difference."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person
from groundswell.look.numbers import money as in_words

from .actions import customers_touched
from .errors import AlreadyAsked
from .models import Decision, Proposal
from .rules import must_say
from .spending import hold_for_spending


@transaction.atomic
def ask_for_more(
    decision: Decision,
    *,
    solution: str,
    amount: Decimal,
    recommended_by: Person,
    by: object,
    at: datetime,
) -> Proposal:
    """Put the difference before the body that decided, where work needs more than was approved. One asking at a time."""
    decision = hold_for_spending(decision)
    waiting = Proposal.objects.waiting().filter(adds_to=decision).first()
    if waiting is not None:
        raise AlreadyAsked(
            f"{waiting.body} has {in_words(float(waiting.amount))} more before it already. Wait for its decision."
        )
    first = decision.proposal
    proposal = Proposal.objects.create(
        opportunity=first.opportunity,
        body=first.body,
        solution=must_say(solution, "Say why it needs more."),
        amount=amount,
        kind_of_money=first.kind_of_money,
        kind_of_decision=first.kind_of_decision,
        crosses_functions=first.crosses_functions,
        registered=first.registered,
        recommended_by=recommended_by,
        customers_touched=customers_touched(first.opportunity, at),
        adds_to=decision,
        proposed_at=at,
    )
    record("asked for more", proposal, by=by, at=at, amount=amount, body=first.body.name)
    return proposal
