"""What waits before the council for the word of one person."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from groundswell.foundation.access.models import User

from .models import Part, Proposal
from .queries import open_proposals
from .seats import decider_of, is_recused, seat_for, votes_that_count


@dataclass(frozen=True, slots=True)
class Wanted:
    """A proposal, and which word of theirs it waits for."""

    proposal: Proposal
    word: str


def wanted_of(user: User, at: datetime) -> list[Wanted]:
    """Proposals that wait for this person, or for the absent member they stand in for; the oldest first."""
    if user.person is None:
        return []
    found = ((proposal, _word(user, proposal, at)) for proposal in open_proposals(user))
    return [Wanted(proposal, word) for proposal, word in found if word]


def _word(user: User, proposal: Proposal, at: datetime) -> str:
    kind, today = proposal.kind_of_decision, localdate(at)
    must_agree = kind and kind.parts.filter(name=Part.Name.AGREES, person=user.person).exists()
    if must_agree and not proposal.agreements.filter(person=user.person).exists():
        return "Your agreement"
    seat = seat_for(user, proposal.body, today)
    if seat is None or is_recused(seat, proposal):
        return ""
    if not proposal.votes.filter(seat=seat).exists():
        return "Your vote"
    has_quorum = votes_that_count(proposal, today).count() >= proposal.body.quorum
    return "Your decision" if has_quorum and decider_of(proposal, today) == seat else ""
