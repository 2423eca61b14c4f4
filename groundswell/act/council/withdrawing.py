"""Take a proposal back before it is decided: because it is being done already, or nobody wants it any more."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from groundswell.act.opportunities.models import Settlement
from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record

from .actions import hold_proposal
from .errors import NotYourSeat
from .models import Decision, Proposal, Withdrawal
from .rules import must_be_open, must_say, steers
from .seats import seat_for


def may_withdraw(who: object, proposal: Proposal, on: date) -> bool:
    """Who recommends it, and the office. One seat alone takes nothing from its body but what has left the ranking meanwhile."""
    person = person_of(who)
    if steers(who) or (person is not None and person.pk == proposal.recommended_by_id):
        return True
    is_over = Settlement.objects.filter(opportunity=proposal.opportunity_id).exists()
    return is_over and not proposal.adds_to_id and seat_for(who, proposal.body, on) is not None


@transaction.atomic
def withdraw(proposal: Proposal, *, why: str, by: object, at: datetime) -> Withdrawal:
    """It waits no more; its votes stay readable. Raises NotYourSeat, AlreadyDecided, WordsMissing."""
    proposal = hold_proposal(proposal)
    if not may_withdraw(by, proposal, localdate(at)):
        raise NotYourSeat(
            f"{proposal.recommended_by}, who recommends it, and the advocacy office withdraw it; the seats of {proposal.body} only what "
            "has left the ranking. Vote against it instead."
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
