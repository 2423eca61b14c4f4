"""Take a proposal back before it is decided: because it is being done already, or nobody wants it any more."""

from datetime import datetime

from django.db import transaction

from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record

from .actions import hold_proposal
from .errors import NotYourSeat
from .models import Decision, Proposal, Withdrawal
from .rules import may_propose, must_be_open, must_say


def may_withdraw(user: User, proposal: Proposal) -> bool:
    """Those who propose, and who recommends this one."""
    return may_propose(user) or (user.person_id is not None and user.person_id == proposal.recommended_by_id)


@transaction.atomic
def withdraw(proposal: Proposal, *, why: str, by: User, at: datetime) -> Withdrawal:
    """It waits no more; its votes stay readable. Raises NotYourSeat, AlreadyDecided, WordsMissing."""
    proposal = hold_proposal(proposal)
    if not may_withdraw(by, proposal):
        raise NotYourSeat(
            f"{proposal.recommended_by}, who recommends it, the advocacy office and the seats of a body withdraw it. Ask one of them."
        )
    must_be_open(proposal)
    why = must_say(why, "Say why it is withdrawn: whoever raised it and who voted read it.")
    given = Withdrawal.objects.create(proposal=proposal, why=why, by=person_of(by), at=at)
    record("withdrew", given, by=by, at=at, why=why)
    return given


def done_already(proposal: Proposal) -> Decision | None:
    """What was approved for the same opportunity while this one waits; None where it asks for more money for that."""
    if proposal.adds_to_id or not proposal.waits:
        return None
    approved = Decision.objects.filter(
        approved=True, proposal__opportunity=proposal.opportunity_id, proposal__adds_to=None
    )
    return approved.select_related("proposal__body", "initiative").order_by("-at").first()
