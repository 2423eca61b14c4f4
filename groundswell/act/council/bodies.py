"""What those who steer set up: bodies, seats with their terms, rights, kinds of decision and who has which part in them."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person, Unit

from .errors import NotYourTurn
from .models import Body, KindOfDecision, Part, Right, Seat
from .rules import must_say
from .seats import seats_on


@transaction.atomic
def set_up_body(name: str, *, by: object, at: datetime, **given: Any) -> Body:
    """A body with its quorum, its limits of work in progress and its rhythm."""
    name = must_say(name, "Give the body a name.")
    body = Body.objects.filter(name__iexact=name).first()
    is_new = body is None
    if body is None:
        body, is_new = Body.objects.get_or_create(name=name, defaults=given)
    if not is_new:
        raise NotYourTurn(f"There is a body named {name}. Change that one, or give another name.")
    record("set up a body", body, by=by, at=at, name=body.name)
    return body


@transaction.atomic
def change_body(body: Body, *, by: object, at: datetime, **given: Any) -> Body:
    """Change its quorum, limits or rhythm. A body is never below itself: all are held, so that two changes make no ring."""
    every = Body.objects.select_for_update(of=("self",)).order_by("pk").in_bulk()
    body, parent = every[body.pk], given.get("parent")
    above = parent and parent.pk
    while above is not None:
        if above == body.pk:
            raise NotYourTurn(f"{body} would stand above itself. Choose another body.")
        above = every[above].parent_id
    before = {name: getattr(body, name) for name in given}
    for name, value in given.items():
        setattr(body, name, value)
    body.save(update_fields=list(given))
    changed = {name: str(value) for name, value in given.items() if before[name] != value}
    record("changed a body", body, by=by, at=at, **changed)
    return body


@transaction.atomic
def seat_member(
    body: Body,
    person: Person,
    *,
    speaks_for: str,
    by: object,
    at: datetime,
    function: str = "",
    region: Unit | None = None,
    level: str = "",
    is_customer_voice: bool = False,
    is_chair: bool = False,
    is_deputy: bool = False,
    since_on: date | None = None,
    until_on: date | None = None,
) -> Seat:
    """Give somebody a seat, or change theirs; a new chair takes over from the one before."""
    body = _held(body)
    if since_on and until_on and until_on < since_on:
        raise NotYourTurn("A term ends on or after the day on which it begins.")
    if is_chair and is_deputy:
        raise NotYourTurn("Nobody is their own deputy. Choose one of the two.")
    for place, is_taken in (("is_chair", is_chair), ("is_deputy", is_deputy)):
        if is_taken:
            Seat.objects.filter(body=body, **{place: True}).exclude(person=person).update(**{place: False})
    given = {
        "speaks_for": must_say(speaks_for, "Say for whom they speak."),
        "function": function.strip(),
        "region": region,
        "level": level,
        "is_customer_voice": is_customer_voice,
        "is_chair": is_chair,
        "is_deputy": is_deputy,
        "since_on": since_on,
        "until_on": until_on,
    }
    seat, is_new = Seat.objects.update_or_create(body=body, person=person, defaults=given)
    record(
        "seated" if is_new else "changed a seat", seat, by=by, at=at, speaks_for=speaks_for, until_on=until_on
    )
    return seat


@transaction.atomic
def name_stand_in(seat: Seat, stand_in: Person | None, *, by: object, at: datetime) -> Seat:
    """Who speaks for a seat while its member is away: any colleague who has no seat there. None takes the name away."""
    body = _held(seat.body)
    if stand_in is not None and seats_on(localdate(at)).filter(body=body, person=stand_in).exists():
        raise NotYourTurn(
            f"{stand_in} sits in {body}, and one person has one voice. Choose somebody who has no seat there."
        )
    if stand_in is not None and stand_in.left_on:
        raise NotYourTurn(f"{stand_in} has left. Choose somebody who still works here.")
    seat = Seat.objects.get(pk=seat.pk)
    before, seat.stand_in = seat.stand_in, stand_in
    seat.save(update_fields=["stand_in"])
    record("named a stand-in", seat, by=by, at=at, stand_in=str(stand_in or ""), before=str(before or ""))
    return seat


@transaction.atomic
def set_right(body: Body, kind: str, limit: Decimal, *, by: object, at: datetime) -> Right:
    """Up to which amount a body decides from now on. What was decided before stands."""
    right, _ = Right.objects.update_or_create(body=_held(body), kind=kind, defaults={"limit": limit})
    record("set a right", right, by=by, at=at, kind=kind, limit=limit)
    return right


@transaction.atomic
def write_kind(
    body: Body,
    name: str,
    *,
    by: object,
    at: datetime,
    decided_by: Seat | None = None,
    parts: Iterable[tuple[str, Person]] = (),
) -> KindOfDecision:
    """Who has which part in a kind of decision. The same name again replaces what was written."""
    body = _held(body)
    if decided_by is not None and decided_by.body_id != body.pk:
        raise NotYourTurn(f"Only a seat of {body} decides in it.")
    name = must_say(name, "Name the kind of decision.")
    kind, _ = KindOfDecision.objects.update_or_create(
        body=body, name=name, defaults={"decided_by": decided_by}
    )
    kind.parts.all().delete()
    made = [Part(kind=kind, name=part, person=person) for part, person in dict.fromkeys(parts)]
    Part.objects.bulk_create(made)
    record("wrote a kind of decision", kind, by=by, at=at, name=name, parts=len(made))
    return kind


def _held(body: Body) -> Body:
    return Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
