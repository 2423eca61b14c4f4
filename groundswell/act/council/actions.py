"""What people do in the council: propose, vote, decide, escalate."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from groundswell.act.opportunities.actions import settle_opportunity
from groundswell.act.opportunities.models import Opportunity, Settlement
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person

from .errors import AlreadyDecided, NowhereToEscalate
from .models import Body, Conclusion, Decision, Proposal, Vote
from .rules import (
    body_with_the_right,
    chair_of,
    must_be_open,
    must_be_within_the_limit,
    must_have_quorum,
    must_have_room,
    must_say,
    seat_of,
)


@transaction.atomic
def propose(
    opportunity: Opportunity,
    body: Body,
    *,
    solution: str,
    amount: Decimal,
    kind_of_money: str,
    recommended_by: Person,
    by: object,
    at: datetime,
) -> Proposal:
    """Put an opportunity before a body: what to do, what it costs, who recommends it."""
    if Settlement.objects.filter(opportunity=opportunity).exists():
        raise AlreadyDecided("This opportunity has left the ranking. Open a new one if it has come back.")
    proposal = Proposal.objects.create(
        opportunity=opportunity,
        body=body,
        solution=must_say(solution, "Say what is to be done."),
        amount=amount,
        kind_of_money=kind_of_money,
        recommended_by=recommended_by,
        proposed_at=at,
    )
    record("proposed", proposal, by=by, at=at, amount=amount, kind=kind_of_money, body=body.name)
    return proposal


@transaction.atomic
def vote(proposal: Proposal, *, in_favour: bool, note: str = "", by: object, at: datetime) -> Vote:
    """Vote for one's own seat. Until the decision a seat may change its mind; a no has words."""
    proposal = _held(proposal)
    must_be_open(proposal)
    seat = seat_of(by, proposal.body)
    if not in_favour:
        note = must_say(note, "Say why you are against it: dissent is kept with its words.")
    given, _ = Vote.objects.update_or_create(
        proposal=proposal, seat=seat, defaults={"in_favour": in_favour, "note": note.strip(), "at": at}
    )
    record("voted", given, by=by, at=at, in_favour=in_favour, note=note)
    return given


@transaction.atomic
def decide(
    proposal: Proposal,
    *,
    approved: bool,
    reasons: str,
    by: object,
    at: datetime,
    conditions: str = "",
    review_on: date | None = None,
    over_limit_because: str = "",
) -> Decision:
    """Approve or decline, by the chair alone, with quorum. Money only within the body's right. The first decision stands."""
    proposal = _held(proposal)
    must_be_open(proposal)
    chair = chair_of(by, proposal.body)
    reasons = must_say(reasons, "Give your reasons: the people who raised it read them.")
    if approved:
        must_be_within_the_limit(proposal)
    must_have_quorum(proposal)
    if approved:
        must_have_room(proposal.body, over_limit_because)
    decision = Decision.objects.create(
        proposal=proposal,
        approved=approved,
        reasons=reasons,
        conditions=conditions.strip(),
        over_limit_because=over_limit_because.strip() if approved else "",
        review_on=review_on,
        by=chair,
        at=at,
    )
    record(
        "approved" if approved else "declined",
        decision,
        by=by,
        at=at,
        amount=proposal.amount,
        reasons=reasons,
    )
    if approved and not Settlement.objects.filter(opportunity=proposal.opportunity).exists():
        settle_opportunity(proposal.opportunity, Settlement.Outcome.TAKEN_UP, why=reasons, by=by, at=at)
    return decision


@transaction.atomic
def escalate(proposal: Proposal, *, why: str, by: object, at: datetime) -> Proposal:
    """Pass a proposal on to the nearest body above that may decide it. The votes given here stay readable."""
    proposal = _held(proposal)
    must_be_open(proposal)
    seat_of(by, proposal.body)
    why = must_say(why, "Say why you pass it on: the body above reads it first.")
    above = body_with_the_right(proposal)
    if above is None:
        raise NowhereToEscalate("No body above may decide this. Ask for less, or have a right raised.")
    higher = Proposal.objects.create(
        opportunity=proposal.opportunity,
        body=above,
        solution=proposal.solution,
        amount=proposal.amount,
        kind_of_money=proposal.kind_of_money,
        recommended_by=proposal.recommended_by,
        escalates=proposal,
        escalated_because=why,
        proposed_at=at,
    )
    record("escalated", higher, by=by, at=at, to=above.name, why=why)
    return higher


@transaction.atomic
def conclude(decision: Decision, *, by: object, at: datetime) -> Conclusion:
    """Say that the work of a decision has ended. The first conclusion stands."""
    conclusion, is_new = Conclusion.objects.get_or_create(decision=decision, defaults={"at": at})
    if is_new:
        record("concluded", conclusion, by=by, at=at)
    return conclusion


def _held(proposal: Proposal) -> Proposal:
    """The proposal as it is now, while nobody else decides in the same body."""
    Body.objects.select_for_update().get(pk=proposal.body_id)
    return Proposal.objects.select_related("body__parent", "opportunity").get(pk=proposal.pk)
