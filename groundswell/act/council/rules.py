"""Decision rights as checks: each raises the error that says what to do next."""

from decimal import Decimal

from groundswell.act.opportunities.rules import may_triage, person_of, reads_the_whole_outer_loop
from groundswell.foundation.access.models import User
from groundswell.look.numbers import money

from .errors import AboveTheLimit, AlreadyDecided, NoQuorum, NotYourSeat, TooMuchAtOnce, WordsMissing
from .models import Body, Decision, Proposal, Right, Seat


def may_propose(user: User) -> bool:
    """Who puts an opportunity before a body: those who triage, and whoever holds a seat."""
    return may_triage(user) or (reads_the_whole_outer_loop(user) and holds_a_seat(user))


def holds_a_seat(user: User) -> bool:
    return user.person is not None and user.person.seats.exists()


def own_seat(user: User, body: Body) -> Seat | None:
    """The seat of a person in a body, if they have one."""
    return Seat.objects.filter(body=body, person=user.person_id).first() if user.person_id else None


def seat_of(who: object, body: Body) -> Seat:
    """The seat of a user or person in a body. Raises NotYourSeat."""
    person = person_of(who)
    seat = Seat.objects.filter(body=body, person=person).first() if person else None
    if seat is None:
        raise NotYourSeat(f"Only the seats of {body} vote. Ask a member to speak for you.")
    return seat


def chair_of(who: object, body: Body) -> Seat:
    """The seat that decides, if it is theirs. Raises NotYourSeat."""
    seat = seat_of(who, body)
    if not seat.is_chair:
        chair = Seat.objects.filter(body=body, is_chair=True).select_related("person").first()
        named = f"{chair.person}, who chairs it" if chair else "a chair, who is not named yet"
        raise NotYourSeat(f"Decisions of {body} are taken by {named}. You can vote.")
    return seat


def limit_of(body: Body, kind_of_money: str) -> Decimal:
    """Up to which amount a body decides; nothing without a right."""
    right = Right.objects.filter(body=body, kind=kind_of_money).first()
    return right.limit if right else Decimal(0)


def body_with_the_right(proposal: Proposal) -> Body | None:
    """The nearest body above that may decide on so much; None when there is none."""
    seen, body = {proposal.body_id}, proposal.body.parent
    while body is not None and body.pk not in seen:
        if limit_of(body, proposal.kind_of_money) >= proposal.amount:
            return body
        seen.add(body.pk)
        body = body.parent
    return None


def must_be_open(proposal: Proposal) -> None:
    """Raises AlreadyDecided once there is a decision or the body above has it."""
    if Decision.objects.filter(proposal=proposal).exists():
        raise AlreadyDecided(
            "This proposal is decided. The first decision stands; make a new proposal instead."
        )
    passed_on = Proposal.objects.filter(escalates=proposal).select_related("body").first()
    if passed_on:
        raise AlreadyDecided(f"This proposal was passed on to {passed_on.body}, which decides it.")


def must_be_within_the_limit(proposal: Proposal) -> None:
    """Raises AboveTheLimit, naming the body that may decide."""
    limit = limit_of(proposal.body, proposal.kind_of_money)
    if proposal.amount <= limit:
        return
    above = body_with_the_right(proposal)
    what_next = (
        f"Escalate it to {above}."
        if above
        else "No body above has the right: ask for less, or for a higher right."
    )
    kind = proposal.get_kind_of_money_display().lower()
    raise AboveTheLimit(
        f"{money(float(proposal.amount))} of {kind} is above the {money(float(limit))} that {proposal.body} decides. {what_next}"
    )


def must_have_quorum(proposal: Proposal) -> None:
    """Raises NoQuorum, saying how many votes are missing."""
    voted, needed = proposal.votes.filter(seat__body=proposal.body).count(), proposal.body.quorum
    if voted < needed:
        raise NoQuorum(
            f"{voted} of {needed} votes are in. Ask {needed - voted} more of the seats to vote first."
        )


def must_have_room(body: Body, because: str) -> None:
    """Raises TooMuchAtOnce at the work-in-progress limit, unless a reason is given."""
    running, limit = in_progress(body), body.work_in_progress_limit
    if running >= limit and not because.strip():
        raise TooMuchAtOnce(
            f"{body} has {running} running and allows itself {limit}. End one first, or say why one more is worth it."
        )


def in_progress(body: Body) -> int:
    """How much of what a body approved is still running."""
    return Decision.objects.filter(proposal__body=body, approved=True, conclusion=None).count()


def must_say(words: str, what: str) -> str:
    """The words without space around them. Raises WordsMissing when there are none."""
    if not words.strip():
        raise WordsMissing(what)
    return words.strip()
