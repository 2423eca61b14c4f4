"""What each proposal waits for, and whose word that is: all proposals at once, in as many questions for one as for many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate

from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person

from .models import Meeting, Part, Proposal, Seat
from .queries import open_proposals
from .seats import decider_among, spoken_for_by, still_to_be_heard, those_seated

VOTE, DECISION, AGREEMENT, INPUT = "Your vote", "Your decision", "Your agreement", "Your input"
COMING = Q(called_off_at=None, closing=None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A proposal, which word of this person it waits for (or none), and what it waits for at all."""

    proposal: Proposal
    word: str
    waits_for: str
    by: date | None
    """Until when votes are asked for between meetings, else the first day on which its body meets since it waits: a day
    that is over, as long as nobody closed that meeting."""


def wanted_of(user: User, at: datetime) -> list[Wanted]:
    """Proposals that wait for this person, or for the absent member they stand in for; the oldest first."""
    if user.person is None:
        return []
    return [one for one in waiting_for(user, open_proposals(user), at) if one.word]


def waiting_for(user: User, proposals: Iterable[Proposal], at: datetime) -> list[Wanted]:
    """Each with what it waits for, in the order given. The proposals are as ``open_proposals`` gives them."""
    today, person = localdate(at), person_of(user)
    seated = those_seated(today)
    mine = spoken_for_by(person, seated, today) if person else {}
    meets = list(Meeting.objects.filter(COMING).order_by("planned_at").values_list("body", "planned_at"))
    found = []
    for one in proposals:
        word, waits = _words(one, seated.get(one.body_id, []), mine.get(one.body_id), person)
        asked = getattr(one, "circulation", None)
        days = (localdate(day) for body, day in meets if body == one.body_id and day > one.proposed_at)
        found.append(Wanted(one, word, waits, asked.until_on if asked else next(days, None)))
    return found


def _words(
    proposal: Proposal, seats: list[Seat], mine: Seat | None, person: Person | None
) -> tuple[str, str]:
    kind = proposal.kind_of_decision
    words = {given.person_id: given.agrees for given in proposal.agreements.all()}
    must = [part.person for part in kind.parts.all() if part.name == Part.Name.AGREES] if kind else []
    out = {one.seat_id for one in proposal.recusals.all()}
    able = [seat for seat in seats if seat.pk not in out]
    voted = {vote.seat_id for vote in proposal.votes.all()}
    still = [seat for seat in able if seat.pk not in voted]
    missing = proposal.body.quorum - (len(able) - len(still))
    named = (
        kind.decided_by_id
        if kind and kind.decided_by_id
        else next((seat.pk for seat in seats if seat.is_chair), None)
    )
    decider = decider_among(able, named)
    word = ""
    if person is not None and person in must and person.pk not in words:
        word = AGREEMENT
    elif mine in still:
        word = VOTE
    elif mine is not None and mine == decider and missing <= 0:
        word = DECISION
    elif person in still_to_be_heard(proposal):
        word = INPUT
    against = [str(one) for one in must if words.get(one.pk) is False]
    unsaid = [str(one) for one in must if one.pk not in words]
    if missing > 0:
        waits = f"{missing} more vote{'' if missing == 1 else 's'}: {', '.join(str(seat.person) for seat in still) or 'too few seats are filled'}"
    elif proposal.lacks_kind:
        waits = "Which kind of decision it is: whoever decides or the advocacy office says so"
    elif against:
        waits = f"{', '.join(against)} must agree and does not: settle it, decline it or pass it on"
    elif unsaid:
        waits = f"The agreement of {', '.join(unsaid)}"
    else:
        waits = f"The decision of {decider.person}" if decider else "Somebody who may decide: name a chair"
    return word, waits
