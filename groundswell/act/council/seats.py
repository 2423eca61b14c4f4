"""Who may speak for which seat on a day: its member in their term, or who stands in while the member is away."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.organisation.models import Absence, Person
from groundswell.foundation.organisation.presence import absences_on

from .errors import KindMissing, NotYourSeat
from .models import Body, KindOfDecision, Proposal, Seat, Vote


def seats_on(day: date) -> QuerySet[Seat]:
    """Seats within their term, whose member works here."""
    begun = Q(since_on=None) | Q(since_on__lte=day)
    lasting = Q(until_on=None) | Q(until_on__gte=day)
    here = Q(person__left_on=None) | Q(person__left_on__gt=day)
    return Seat.objects.filter(begun & lasting & here).select_related("person", "stand_in")


def those_seated(on: date) -> dict[int, list[Seat]]:
    """The seats of every body on a day, by body."""
    seated = defaultdict[int, list[Seat]](list)
    for seat in seats_on(on).order_by("person__name", "pk"):
        seated[seat.body_id].append(seat)
    return dict(seated)


def spoken_for_by(person: Person, seated: dict[int, list[Seat]], on: date) -> dict[int, Seat]:
    """The seat that somebody speaks for in each body: their own, else that of an absent member for whom they stand in."""
    away, found = away_on(on), dict[int, Seat]()
    for body, seats in seated.items():
        own = next((seat for seat in seats if seat.person_id == person.pk), None)
        spoken = own or next((seat for seat in seats if stand_in_of(seat, away) == person), None)
        if spoken is not None:
            found[body] = spoken
    return found


def away_on(day: date) -> dict[int, Absence]:
    """Who is away, by person."""
    return {absence.person_id: absence for absence in absences_on(day)}


def stand_in_of(seat: Seat, away: Mapping[int, Absence]) -> Person | None:
    """Who speaks for it while its member is away: whom the body named, else who stands in for the member elsewhere.

    Nobody passes a voice on: who stands in for a stand-in does not speak. ``holds_a_seat`` asks the database the same.
    """
    absence = away.get(seat.person_id)
    asked = (seat.stand_in, absence.stand_in) if absence else ()
    return next((one for one in asked if one is not None and not one.left_on and one.pk not in away), None)


def told_for(seats: Iterable[Seat], on: date) -> list[int]:
    """Whom to tell of what concerns these seats: each member, and who speaks for one that is away. Ids of people."""
    away, found = away_on(on), list[int]()
    for seat in seats:
        spoken = stand_in_of(seat, away)
        found += [seat.person_id, *([spoken.pk] if spoken else [])]
    return list(dict.fromkeys(found))


def seat_for(who: object, body: Body, on: date) -> Seat | None:
    """The seat that somebody speaks for: their own, else that of an absent member for whom they stand in."""
    person = person_of(who)
    if person is None:
        return None
    seats = {body.pk: list(seats_on(on).filter(body=body))}
    return spoken_for_by(person, seats, on).get(body.pk)


def seat_of(who: object, body: Body, on: date) -> Seat:
    """The same. Raises NotYourSeat, saying whether a term is over."""
    seat = seat_for(who, body, on)
    if seat is not None:
        return seat
    person = person_of(who)
    over = Seat.objects.filter(body=body, person=person, until_on__lt=on).first() if person else None
    if over:
        raise NotYourSeat(
            f"Your term in {body} ended on {over.until_on:%-d %B %Y}. Ask the advocacy office to renew it."
        )
    raise NotYourSeat(f"Only the seats of {body} vote. Ask a member to speak for you.")


def said_for(seat: Seat, who: object) -> dict[str, Seat | Person | None]:
    """For which seat this is said, and by whom where that is not its member."""
    person = person_of(who)
    return {"by": seat, "stand_in": None if person == seat.person else person}


def must_be_one_voice(proposal: Proposal, seat: Seat, person: Person | None) -> None:
    """Raises NotYourSeat where this person gave a vote for another seat before: nobody fills a quorum alone."""
    given = proposal.votes.filter(by=person).exclude(seat=seat).select_related("seat__person").first()
    if person is not None and given is not None:
        raise NotYourSeat(
            f"You voted on this for {given.seat.person} already, and one person has one voice. "
            f"Have {seat.person} vote, or name somebody else to stand in."
        )


def is_recused(seat: Seat, proposal: Proposal) -> bool:
    return proposal.recusals.filter(seat=seat).exists()


def seats_that_may_vote(proposal: Proposal, on: date) -> QuerySet[Seat]:
    """Seats of its body, within their term, that do not keep out."""
    return seats_on(on).filter(body=proposal.body).exclude(pk__in=proposal.recusals.values("seat"))


def votes_that_count(proposal: Proposal, on: date) -> QuerySet[Vote]:
    """Votes of seats of this body, within their term, that do not keep out."""
    return proposal.votes.filter(seat__in=seats_that_may_vote(proposal, on))


def decider_of(proposal: Proposal, on: date) -> Seat | None:
    """The one seat that decides: named for the kind of decision, else the chair; the deputy where that one may not."""
    kind = proposal.kind_of_decision
    named = kind.decided_by if kind is not None else None
    named = named or Seat.objects.filter(body=proposal.body, is_chair=True).select_related("person").first()
    return decider_among(list(seats_that_may_vote(proposal, on)), named.pk if named else None) or named


def decider_among(able: Sequence[Seat], named: int | None) -> Seat | None:
    """Of the seats that may: the named one, else the first deputy."""
    return next((seat for seat in able if seat.pk == named), None) or min(
        (seat for seat in able if seat.is_deputy), key=lambda seat: seat.pk, default=None
    )


def still_to_be_heard(proposal: Proposal) -> list[Person]:
    """Who gives input to its kind of decision and has not said anything. Nothing waits for them."""
    kind = proposal.kind_of_decision
    if kind is None:
        return []
    heard = {given.person_id for given in proposal.inputs.all()}
    return [part.person for part in kind.parts.all() if part.name == "input" and part.person_id not in heard]


def must_be_of_a_kind(body: Body, kind: KindOfDecision | None) -> None:
    """Raises KindMissing where a body has kinds and none is said: who must agree would be left open."""
    if kind is None and body.kinds.exists():
        raise KindMissing(f"Say which kind of decision it is, so that whoever must agree at {body} is asked.")


def missing_agreements(proposal: Proposal) -> list[Person]:
    """Who must agree and has not said so."""
    if proposal.kind_of_decision is None:
        return []
    agreed = proposal.agreements.filter(agrees=True).values("person")
    must = proposal.kind_of_decision.parts.filter(name="agrees").exclude(person__in=agreed)
    return [part.person for part in must.select_related("person")]
