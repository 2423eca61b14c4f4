"""Who stands for a proposal: whoever recommends it hands it over; where they have left, somebody else is named."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person

from .actions import hold_proposal
from .errors import NotYourSeat
from .models import Proposal
from .rules import may_propose, must_be_open, steers


def may_hand_on(who: object, proposal: Proposal, on: date) -> bool:
    """The office, and who recommends it: they may withdraw it, too. Once they have left, whoever proposes."""
    person = person_of(who)
    if steers(who) or (person is not None and person.pk == proposal.recommended_by_id):
        return True
    return nobody_stands_for(proposal, on) and isinstance(who, User) and may_propose(who)


def nobody_stands_for(proposal: Proposal, on: date) -> bool:
    """Whether who recommends it has left."""
    left_on = proposal.recommended_by.left_on
    return left_on is not None and left_on <= on


@transaction.atomic
def stand_for(proposal: Proposal, *, person: Person, by: object, at: datetime) -> Proposal:
    """Somebody else recommends it from now on, where who did has left or hands it over. Raises NotYourSeat, AlreadyDecided."""
    proposal = hold_proposal(proposal)
    must_be_open(proposal)
    before = proposal.recommended_by
    if not may_hand_on(by, proposal, localdate(at)):
        raise NotYourSeat(
            f"{before}, who recommends it, and the advocacy office say who stands for it. Ask one of them."
        )
    proposal.recommended_by = person
    proposal.save(update_fields=["recommended_by"])
    record("stands for a proposal", proposal, by=by, at=at, before=str(before), after=str(person))
    return proposal
