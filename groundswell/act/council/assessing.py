"""What a proposal does to customers is said on the register of decisions."""

from datetime import datetime

from django.db import transaction

from groundswell.act.decisions.actions import register
from groundswell.act.decisions.models import RegisteredDecision

from .actions import hold_proposal
from .models import Proposal


@transaction.atomic
def ask_for_impact(proposal: Proposal, *, by: object, at: datetime) -> RegisteredDecision:
    """Put the proposal on the register of decisions, where somebody says what it does to customers. Once."""
    proposal = hold_proposal(proposal)
    if proposal.registered is not None:
        return proposal.registered
    made, _ = register(
        f"{proposal.opportunity} ({proposal.body})"[:160],
        what=proposal.solution,
        door=RegisteredDecision.Door.COUNCIL,
        area="Council",
        amount=proposal.amount,
        owner=proposal.recommended_by,
        source="council",
        key=str(proposal.pk),
        by=by,
        at=at,
    )
    proposal.registered = made
    proposal.save(update_fields=["registered"])
    return made
