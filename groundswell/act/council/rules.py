"""Decision rights as checks: each raises the error that says what to do next."""

from datetime import date
from decimal import Decimal

from groundswell.act.decisions.rules import obliged_because
from groundswell.act.opportunities.rules import holds_a_seat, may_triage, reads_the_whole_outer_loop
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS
from groundswell.look.numbers import whole_sum

from .errors import (
    AboveTheEnvelope,
    AboveTheLimit,
    AlreadyDecided,
    ConflictOfInterest,
    NoEnvelope,
    NoQuorum,
    NotAgreed,
    NotAssessed,
    NotYourSeat,
    NotYourTurn,
    TooMuchAtOnce,
    WordsMissing,
)
from .models import Body, Circulation, Decision, Envelope, Meeting, Proposal, Right, Seat, Withdrawal
from .money import committed_for, envelope_for, money_of_envelope
from .seats import (
    decider_of,
    is_recused,
    missing_agreements,
    must_be_of_a_kind,
    seat_of,
    seats_on,
    seats_that_may_vote,
    votes_that_count,
)


def may_propose(user: User) -> bool:
    """Who puts an opportunity before a body: those who triage, and whoever holds a seat."""
    return may_triage(user) or (reads_the_whole_outer_loop(user) and holds_a_seat(user))


def may_set_up(user: User) -> bool:
    """Who sets up bodies, seats, rights and envelopes."""
    return user.role in STEERS


def may_name_stand_ins(user: User, body: Body, on: date) -> bool:
    """Who says who speaks for the seat of an absent member: those who set bodies up, and its chair."""
    return may_set_up(user) or seats_on(on).filter(body=body, is_chair=True, person=user.person).exists()


def steers(who: object) -> bool:
    """Whether this is somebody signed in who sets up bodies, and so keeps the days and minutes of each."""
    return isinstance(who, User) and may_set_up(who)


def must_keep_the_days(who: object, body: Body, on: date) -> None:
    """Raises NotYourSeat for who neither sits in the body nor sets bodies up."""
    if not steers(who):
        seat_of(who, body, on)


def must_decide(who: object, proposal: Proposal, on: date) -> Seat:
    """The seat that decides, if this is who speaks for it. Raises NotYourSeat, ConflictOfInterest."""
    seat, decider = seat_of(who, proposal.body, on), decider_of(proposal, on)
    if decider is None or seat.pk != decider.pk:
        named = f"{decider.person}, who decides here" if decider else "a chair, who is not named yet"
        raise NotYourSeat(f"Decisions of {proposal.body} are taken by {named}. You can vote.")
    if is_recused(seat, proposal):
        raise ConflictOfInterest(
            f"{seat.person} keeps out of this proposal, so {proposal.body} cannot decide it. Pass it on to the body above, "
            "or have a deputy named."
        )
    return seat


def limit_of(body: Body, kind_of_money: str) -> Decimal:
    """Up to which amount a body decides; nothing without a right."""
    right = Right.objects.filter(body=body, kind=kind_of_money).first()
    return right.limit if right else Decimal(0)


def in_all(proposal: Proposal) -> Decimal:
    """What would be approved for the opportunity with this: parts of one matter add up, so that none slips under a limit."""
    return proposal.amount + committed_for(proposal)


def body_with_the_right(proposal: Proposal) -> Body | None:
    """The nearest body above that may decide on so much in all; None when there is none."""
    seen, body, wanted = {proposal.body_id}, proposal.body.parent, in_all(proposal)
    while body is not None and body.pk not in seen:
        if limit_of(body, proposal.kind_of_money) >= wanted:
            return body
        seen.add(body.pk)
        body = body.parent
    return None


def may_pass_on(seat: Seat, proposal: Proposal, on: date) -> bool:
    """Above its right, or where nobody there may decide, any seat does; what its body may decide, only who decides."""
    decider, able = decider_of(proposal, on), seats_that_may_vote(proposal, on)
    return (
        seat == decider
        or in_all(proposal) > limit_of(proposal.body, proposal.kind_of_money)
        or decider not in able
        or len(able) < proposal.body.quorum
    )


def must_pass_on(who: object, proposal: Proposal, on: date) -> None:
    """Raises NotYourSeat where this is not theirs to pass on, naming whose it is."""
    if not may_pass_on(seat_of(who, proposal.body, on), proposal, on):
        decides = decider_of(proposal, on)
        named = f"{decides.person}, who decides here," if decides else "its chair"
        raise NotYourSeat(f"{proposal.body} may decide it, so only {named} passes it on. You can vote.")


def must_be_open(proposal: Proposal) -> None:
    """Raises AlreadyDecided once there is a decision, saying whose, or the body above has it."""
    taken = Decision.objects.filter(proposal=proposal).select_related("by__person", "stand_in").first()
    if taken:
        raise AlreadyDecided(
            f"{taken.who} decided this proposal. The first decision stands; make a new proposal instead."
        )
    passed_on = Proposal.objects.filter(escalates=proposal).select_related("body").first()
    if passed_on:
        raise AlreadyDecided(f"This proposal was passed on to {passed_on.body}, which decides it.")
    gone = Withdrawal.objects.filter(proposal=proposal).select_related("by").first()
    if gone:
        raise AlreadyDecided(
            f"{gone.by or 'Somebody'} withdrew this proposal: “{gone.why}” Make a new proposal instead."
        )


def must_be_within_the_limit(proposal: Proposal) -> None:
    """Raises AboveTheLimit, naming the body that may decide."""
    limit, wanted = limit_of(proposal.body, proposal.kind_of_money), in_all(proposal)
    if wanted <= limit:
        return
    above = body_with_the_right(proposal)
    what_next = (
        f"Escalate it to {above}."
        if above
        else "No body above has the right: ask for less, or for a higher right."
    )
    kind = proposal.get_kind_of_money_display().lower()
    before = (
        f", with {whole_sum(wanted - proposal.amount)} approved before for the same,"
        if wanted > proposal.amount
        else ""
    )
    raise AboveTheLimit(
        f"{whole_sum(proposal.amount)} of {kind}{before} is above the {whole_sum(limit)} that {proposal.body} decides. {what_next}"
    )


def must_be_agreed(proposal: Proposal) -> None:
    """Raises KindMissing, NotAgreed while somebody who must agree did not, with their words where they refused."""
    must_be_of_a_kind(proposal.body, proposal.kind_of_decision)
    missing = missing_agreements(proposal)
    if not missing:
        return
    refused = proposal.agreements.filter(agrees=False, person__in=missing).select_related("person").first()
    if refused:
        raise NotAgreed(
            f"{refused.person} must agree and does not: “{refused.words}” Settle it, decline, or pass it on to the body above."
        )
    raise NotAgreed(f"{', '.join(str(person) for person in missing)} must agree first.")


def must_be_assessed(proposal: Proposal) -> None:
    """Raises NotAssessed where a proposal has to say what it does to customers, and does not."""
    reasons = assessment_owed(proposal)
    if reasons:
        raise NotAssessed(f"Say first what it does to customers: {'; '.join(reasons)}.")


def assessment_owed(proposal: Proposal) -> list[str]:
    """Why it must still be assessed; empty when it is, or need not be."""
    if proposal.registered is not None and proposal.registered.assessments.exists():
        return []
    return obliged_because(in_all(proposal), proposal.customers_touched)


def must_fit_the_envelope(proposal: Proposal, on: date) -> Envelope | None:
    """The envelope that pays it; None for what costs nothing. Raises NoEnvelope, AboveTheEnvelope.

    Ask while the body is held: two approvals at once must not both count the same money as free.
    """
    if proposal.amount == 0:
        return None
    kind = proposal.get_kind_of_money_display().lower()
    envelope = envelope_for(proposal.body, proposal.kind_of_money, on)
    if envelope is None:
        raise NoEnvelope(
            f"{proposal.body} has no {kind} money set aside for this day. Set its envelope first, or pass the proposal on."
        )
    left = money_of_envelope(envelope).left
    if proposal.amount > left:
        raise AboveTheEnvelope(
            f"{whole_sum(left)} of {kind} money is left until {envelope.ends_on:%-d %B %Y}, and this is "
            f"{whole_sum(proposal.amount)}. Wait for the next period, ask for less, or have the envelope raised."
        )
    return envelope


def must_have_quorum(proposal: Proposal, on: date) -> None:
    """Raises NoQuorum, saying how many votes are missing."""
    voted, needed = votes_that_count(proposal, on).count(), proposal.body.quorum
    if voted < needed:
        raise NoQuorum(
            f"{voted} of {needed} votes are in. Ask {needed - voted} more of the seats to vote first."
        )


def must_have_waited(proposal: Proposal, on: date) -> None:
    """Raises NotYourTurn while votes are asked for until a later day, or where a seat wants to talk and nobody meets."""
    asked = Circulation.objects.filter(proposal=proposal).select_related("objection__seat__person").first()
    if asked is None:
        return
    body, objection = proposal.body, getattr(asked, "objection", None)
    if objection is not None:
        if not meets_on(body, on):
            raise NotYourTurn(
                f"{objection.seat.person} wants to talk about it first. Decide on a day on which {body} meets."
            )
        return
    if on > asked.until_on:
        return
    still = seats_that_may_vote(proposal, on).exclude(pk__in=proposal.votes.values("seat"))
    if still.exists():
        names = ", ".join(str(seat.person) for seat in still.order_by("person__name"))
        raise NotYourTurn(f"Votes are asked for until {asked.until_on:%-d %B %Y}. Still to vote: {names}.")


def meets_on(body: Body, day: date) -> bool:
    """Whether it has a meeting on this day that takes place."""
    return Meeting.objects.filter(body=body, planned_at__date=day, called_off_at=None).exists()


def must_have_room(proposal: Proposal, because: str, on: date) -> None:
    """Raises TooMuchAtOnce at the work-in-progress limit, unless a reason is given and more seats are for it than against.

    More money starts no further work.
    """
    if proposal.adds_to_id or has_room(proposal):
        return
    body = proposal.body
    what = "across functions" if proposal.crosses_functions else "within one function"
    running = in_progress(body, crosses_functions=proposal.crosses_functions)
    held = f"{body} has {running} running {what} and allows itself {most_at_once(proposal)}."
    if not because.strip():
        raise TooMuchAtOnce(f"{held} End one first, or say why one more is worth it.")
    votes = votes_that_count(proposal, on)
    for_it, against = votes.filter(in_favour=True).count(), votes.filter(in_favour=False).count()
    if for_it <= against:
        raise TooMuchAtOnce(
            f"{held} One more needs more votes for it than against; there are {for_it} and {against}. End one first, or win a seat."
        )


def most_at_once(proposal: Proposal) -> int:
    """How much of this reach its body allows itself at a time."""
    body = proposal.body
    return body.work_in_progress_limit if proposal.crosses_functions else body.single_function_limit


def has_room(proposal: Proposal) -> bool:
    """Whether its body is below its work-in-progress limit."""
    running = in_progress(proposal.body, crosses_functions=proposal.crosses_functions)
    return running < most_at_once(proposal)


def in_progress(body: Body, *, crosses_functions: bool = True) -> int:
    """How much of what a body approved is still running: across functions, or within one."""
    running = Decision.objects.filter(
        proposal__body=body, approved=True, conclusion=None, proposal__adds_to=None
    )
    return running.filter(proposal__crosses_functions=crosses_functions).count()


def must_say(words: str, what: str) -> str:
    """The words without space around them. Raises WordsMissing when there are none."""
    if not words.strip():
        raise WordsMissing(what)
    return words.strip()
