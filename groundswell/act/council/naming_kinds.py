"""Which kind of decision a proposal is: said where nobody did, or put right where it is another one."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record

from .actions import hold_proposal
from .errors import AlreadySettled, NotYourSeat
from .models import KindNaming, KindOfDecision, Proposal
from .rules import must_be_open, must_say, steers
from .seats import decider_of, seat_for


def may_name_kind(who: object, proposal: Proposal, on: date) -> bool:
    """The office; where none is named yet also whoever decides. Nobody who decides takes away who must agree."""
    seat = seat_for(who, proposal.body, on)
    return steers(who) or (proposal.lacks_kind and seat is not None and seat == decider_of(proposal, on))


@transaction.atomic
def name_kind(proposal: Proposal, *, kind: KindOfDecision, why: str, by: object, at: datetime) -> KindNaming:
    """From now on it is of this kind of its body: other people must agree. Their words given before stay readable."""
    proposal = hold_proposal(proposal)
    must_be_open(proposal)
    if not may_name_kind(by, proposal, localdate(at)):
        raise NotYourSeat(
            "The advocacy office says which kind of decision it is, and whoever decides where none is named. Ask them."
        )
    if kind.body_id != proposal.body_id or kind == proposal.kind_of_decision:
        raise AlreadySettled(f"Choose another kind of {proposal.body}.")
    why = must_say(why, "Say why it is of this kind: it stands in the minutes.")
    named = KindNaming.objects.create(
        proposal=proposal, before=proposal.kind_of_decision, kind=kind, why=why, by=person_of(by), at=at
    )
    proposal.kind_of_decision = kind
    proposal.save(update_fields=["kind_of_decision"])
    record(
        "named the kind of decision",
        proposal,
        by=by,
        at=at,
        kind=kind.name,
        before=str(named.before or ""),
        why=why,
    )
    return named
