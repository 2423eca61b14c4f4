"""What people do with a proposal: propose, vote, keep out, agree, decide, escalate, conclude.

Whoever acts on a proposal holds its body meanwhile, so two who act at once never both count the same vote or money as free.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from groundswell.act.opportunities.actions import settle_opportunity
from groundswell.act.opportunities.errors import MergedAway
from groundswell.act.opportunities.locking import held
from groundswell.act.opportunities.models import Opportunity, Settlement
from groundswell.act.opportunities.queries import evidence_of, last_year
from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person

from .conditions import OnCondition, put_conditions
from .errors import AlreadyDecided, ConflictOfInterest, NotYourSeat, NowhereToEscalate
from .models import (
    Agreement,
    Body,
    Conclusion,
    Decision,
    KindOfDecision,
    Part,
    Proposal,
    Recusal,
    Vote,
)
from .rules import (
    body_with_the_right,
    must_be_agreed,
    must_be_assessed,
    must_be_open,
    must_be_within_the_limit,
    must_decide,
    must_fit_the_envelope,
    must_have_quorum,
    must_have_room,
    must_have_waited,
    must_pass_on,
    must_say,
)
from .seats import (
    is_recused,
    must_be_of_a_kind,
    must_be_one_voice,
    said_for,
    seat_of,
    seats_that_may_vote,
)
from .spending import hold_for_spending


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
    kind_of_decision: KindOfDecision | None = None,
    crosses_functions: bool = True,
) -> Proposal:
    """Put an opportunity before a body: what to do, what it costs, who recommends it. The same twice is once."""
    _must_stand(opportunity)
    if Settlement.objects.filter(opportunity=opportunity).exists():
        raise AlreadyDecided("This opportunity has left the ranking. Open a new one if it has come back.")
    must_be_of_a_kind(body, kind_of_decision)
    wanted = {
        "opportunity": opportunity,
        "body": body,
        "solution": must_say(solution, "Say what is to be done."),
        "amount": amount,
        "kind_of_money": kind_of_money,
        "kind_of_decision": kind_of_decision,
        "crosses_functions": crosses_functions,
        "recommended_by": recommended_by,
    }
    if waiting := Proposal.objects.waiting().filter(**wanted).first():
        return waiting
    touched = customers_touched(opportunity, at)
    proposal = Proposal.objects.create(**wanted, customers_touched=touched, proposed_at=at)
    record("proposed", proposal, by=by, at=at, amount=amount, kind=kind_of_money, body=body.name)
    return proposal


@transaction.atomic
def vote(proposal: Proposal, *, in_favour: bool, note: str = "", by: object, at: datetime) -> Vote:
    """Vote for a seat. Until the decision a seat may change its mind; a no has words. A member's own vote outdoes a stand-in's."""
    proposal = hold_proposal(proposal)
    must_be_open(proposal)
    seat, person = seat_of(by, proposal.body, localdate(at)), person_of(by)
    if is_recused(seat, proposal):
        raise ConflictOfInterest(f"{seat.person} keeps out of this proposal and has no vote on it.")
    if seat.person != person and Vote.objects.filter(proposal=proposal, seat=seat, by=seat.person).exists():
        raise NotYourSeat(f"{seat.person} voted before leaving. That vote stands.")
    must_be_one_voice(proposal, seat, person)
    if not in_favour:
        note = must_say(note, "Say why you are against it: dissent is kept with its words.")
    said = {"in_favour": in_favour, "note": note.strip(), "by": person, "at": at}
    given, _ = Vote.objects.update_or_create(proposal=proposal, seat=seat, defaults=said)
    record("voted", given, by=by, at=at, in_favour=in_favour, note=note)
    return given


@transaction.atomic
def recuse(proposal: Proposal, *, why: str, by: object, at: datetime) -> Recusal:
    """Keep out because of an interest of one's own. A vote given before no longer stands. Nobody keeps out for another."""
    proposal = hold_proposal(proposal)
    must_be_open(proposal)
    seat = seat_of(by, proposal.body, localdate(at))
    if seat.person != person_of(by):
        raise NotYourSeat(f"Only {seat.person} knows of interests of their own.")
    why = must_say(why, "Say which interest it is: the others read it.")
    recusal, is_new = Recusal.objects.get_or_create(
        proposal=proposal, seat=seat, defaults={"why": why, "at": at}
    )
    if is_new:
        Vote.objects.filter(proposal=proposal, seat=seat).delete()
        record("recused", recusal, by=by, at=at, why=why)
    return recusal


@transaction.atomic
def agree(proposal: Proposal, *, agrees: bool, words: str = "", by: object, at: datetime) -> Agreement:
    """Say whether one agrees, as somebody who must. A refusal has words and blocks the approval here."""
    proposal = hold_proposal(proposal)
    must_be_open(proposal)
    person, kind = person_of(by), proposal.kind_of_decision
    must = kind.parts.filter(name=Part.Name.AGREES, person=person) if kind else None
    if must is None or not must.exists():
        raise NotYourSeat("This kind of decision does not need your agreement. Speak with a member.")
    if not agrees:
        words = must_say(words, "Say why you do not agree, and what would change it.")
    said = {"agrees": agrees, "words": words.strip(), "at": at}
    given, _ = Agreement.objects.update_or_create(proposal=proposal, person=person, defaults=said)
    record("agreed" if agrees else "did not agree", given, by=by, at=at, words=words)
    return given


@transaction.atomic
def decide(
    proposal: Proposal,
    *,
    approved: bool,
    reasons: str,
    by: object,
    at: datetime,
    conditions: Sequence[OnCondition] = (),
    review_on: date | None = None,
    over_limit_because: str = "",
) -> Decision:
    """Approve or decline: one person, with quorum; money only within the right, the envelope and the word of who must agree.

    Each condition names who sees to it and by when. The first decision stands.
    """
    proposal, today = hold_proposal(proposal), localdate(at)
    _must_stand(proposal.opportunity)
    must_be_open(proposal)
    if approved and proposal.adds_to_id is None:
        _must_be_pursued(proposal.opportunity)
    seat = must_decide(by, proposal, today)
    reasons = must_say(reasons, "Give your reasons: the people who raised it read them.")
    must_have_quorum(proposal, today)
    must_have_waited(proposal, today)
    envelope = None
    if approved:
        if proposal.adds_to is not None:
            hold_for_spending(proposal.adds_to)
        must_be_within_the_limit(proposal)
        must_be_assessed(proposal)
        must_be_agreed(proposal)
        must_have_room(proposal, over_limit_because, today)
        envelope = must_fit_the_envelope(proposal, today)
    decision = Decision.objects.create(
        proposal=proposal,
        approved=approved,
        reasons=reasons,
        over_limit_because=over_limit_because.strip() if approved else "",
        review_on=review_on,
        answer_due_on=None if approved else _answer_due(proposal, today),
        envelope=envelope,
        **said_for(seat, by),
        at=at,
    )
    proposal.votes.exclude(seat__in=seats_that_may_vote(proposal, today)).update(counts=False)
    lines = put_conditions(decision, conditions if approved else (), today)
    verb, amount = "approved" if approved else "declined", proposal.amount
    record(verb, decision, by=by, at=at, amount=amount, reasons=reasons, conditions=lines)
    if approved and not Settlement.objects.filter(opportunity=proposal.opportunity).exists():
        settle_opportunity(proposal.opportunity, Settlement.Outcome.TAKEN_UP, why=reasons, by=by, at=at)
    return decision


@transaction.atomic
def escalate(proposal: Proposal, *, why: str, by: object, at: datetime) -> Proposal:
    """Pass a proposal on to the nearest body above that may decide it. What was said here stays readable.

    One seat alone takes nothing away from a body that may decide it.
    """
    proposal = hold_proposal(proposal)
    _must_stand(proposal.opportunity)
    must_be_open(proposal)
    must_pass_on(by, proposal, localdate(at))
    why = must_say(why, "Say why you pass it on: the body above reads it first.")
    above, kind = body_with_the_right(proposal), proposal.kind_of_decision
    if above is None:
        raise NowhereToEscalate("No body above may decide this. Ask for less, or have a right raised.")
    higher = Proposal.objects.create(
        opportunity=proposal.opportunity,
        body=above,
        solution=proposal.solution,
        amount=proposal.amount,
        kind_of_money=proposal.kind_of_money,
        kind_of_decision=above.kinds.filter(name=kind.name).first() if kind else None,
        crosses_functions=proposal.crosses_functions,
        registered=proposal.registered,
        customers_touched=proposal.customers_touched,
        recommended_by=proposal.recommended_by,
        adds_to=proposal.adds_to,
        escalates=proposal,
        escalated_because=why,
        proposed_at=at,
    )
    record("escalated", higher, by=by, at=at, to=above.name, why=why)
    return higher


@transaction.atomic
def conclude(decision: Decision, *, by: object, at: datetime) -> Conclusion:
    """Say that the work of a decision has ended: what is left of its money is free again. The first conclusion stands."""
    Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    conclusion, is_new = Conclusion.objects.get_or_create(decision=decision, defaults={"at": at})
    if is_new:
        record("concluded", conclusion, by=by, at=at)
    return conclusion


def hold_proposal(proposal: Proposal) -> Proposal:
    """The proposal as it is now, while nobody else acts in the same body. Within a transaction."""
    Body.objects.select_for_update(of=("self",)).get(pk=proposal.body_id)
    wanted = ("body__parent", "opportunity", "kind_of_decision__decided_by__person", "registered", "adds_to")
    return Proposal.objects.select_related(*wanted).get(pk=proposal.pk)


def _must_stand(opportunity: Opportunity) -> None:
    """What is one with another is proposed and decided there."""
    try:
        held(opportunity)
    except MergedAway as gone:
        raise AlreadyDecided(str(gone)) from gone


def _must_be_pursued(opportunity: Opportunity) -> None:
    """Those who raised it read that it is not pursued: nothing is begun behind their backs."""
    settled = Settlement.objects.filter(opportunity=opportunity).first()
    if settled and settled.outcome == Settlement.Outcome.NOT_PURSUED:
        raise AlreadyDecided(f"It is not pursued: “{settled.why}” Decline this proposal, or withdraw it.")


def customers_touched(opportunity: Opportunity, at: datetime) -> int | None:
    """How many customers the problem touches, as the evidence of a year says; at least those who said so."""
    evidence = evidence_of(opportunity, *last_year(at))
    return round(evidence.touched.value) if evidence.touched else evidence.customers


def _answer_due(proposal: Proposal, today: date) -> date | None:
    """A no is owed to those who raised it; where nobody did, or only more money was asked for, to nobody."""
    if proposal.adds_to_id or not proposal.opportunity.joinings.exists():
        return None
    return today + timedelta(days=proposal.body.answer_within_days)
