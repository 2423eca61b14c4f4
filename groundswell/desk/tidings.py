"""What the desk tells: a colleague has left, and work with their name on it lies with nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from groundswell.act.council.models import Proposal, Seat
from groundswell.act.initiatives.models import Initiative
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import KEEPS_COLLEAGUES
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.saying import say
from groundswell.foundation.tidings import NewTiding, Pace, TidingKind

from .colleagues.leaving import first_of, left_with_work


def left_behind(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """To the office all of it, on the page of who signed in, else the first thing of it; to the other one of owner and
    sponsor the initiative; to the chair the proposal.

    Asked of all that lies there, not of a time: somebody may be noted as gone long after they left.
    """
    today = localdate(until)
    gone = Person.objects.filter(pk__in=left_with_work(today)).select_related("user")
    office = _office()
    for person in gone:
        user = getattr(person, "user", None)
        page = reverse("desk:colleague", args=[user.pk]) if user else first_of(person, today)
        for reader in office:
            yield NewTiding(
                reader,
                person.pk,
                f"{person.pk}-{person.left_on}",
                until,
                say("Work of a colleague who left lies with nobody"),
                page,
            )
    for one in Initiative.objects.filter(ended_at=None).select_related("owner", "sponsor"):
        for left, other in ((one.owner, one.sponsor), (one.sponsor, one.owner)):
            if left.left_on and left.left_on <= today and other.left_on is None:
                yield _told(other.pk, left, f"i{one.pk}", until, "initiatives:initiative", one.pk)
    for proposal, chair in _proposals(today):
        yield _told(chair, proposal.recommended_by, f"p{proposal.pk}", until, "council:proposal", proposal.pk)


def seen_by(user: User) -> QuerySet[Person]:
    """Those who left: all for who keeps the colleagues, else those with whom one worked or before whose body one sits."""
    gone = Person.objects.filter(left_on__isnull=False)
    if user.role in KEEPS_COLLEAGUES:
        return gone
    mine = Q(initiatives__ended_at=None, initiatives__sponsor=user.person_id or 0)
    owned = Initiative.objects.filter(ended_at=None, owner=user.person_id or 0).values("sponsor")
    chaired = Seat.objects.filter(is_chair=True, person=user.person_id or 0).values("body")
    waiting = Proposal.objects.waiting().filter(body__in=chaired).values("recommended_by")
    return gone.filter(mine | Q(pk__in=owned) | Q(pk__in=waiting)).distinct()


def still_lying(people: QuerySet[Person], user: User) -> QuerySet[Person]:
    """Until nothing has their name on it any more."""
    return people.filter(pk__in=left_with_work(localdate()))


def _proposals(today: date) -> Iterator[tuple[Proposal, int]]:
    waiting = Proposal.objects.waiting().filter(recommended_by__left_on__lte=today)
    for proposal in waiting.select_related("recommended_by"):
        chairs = Seat.objects.filter(body=proposal.body_id, is_chair=True, person__left_on=None)
        for chair in chairs.values_list("person", flat=True):
            yield proposal, chair


def _told(reader: int, gone: Person, which: str, at: datetime, page: str, pk: int) -> NewTiding:
    words = say("Somebody you work with has left: say who takes their place")
    return NewTiding(
        reader, gone.pk, f"{gone.pk}-{gone.left_on}-{which}", at, words, reverse(page, args=[pk])
    )


def _office() -> list[int]:
    """The office; where nobody is in it, the administrators."""
    here = User.objects.filter(is_active=True, person__isnull=False)
    people = here.filter(role=User.Role.OFFICE) or here.filter(role=User.Role.ADMINISTRATOR)
    return [user.person_id for user in people if user.person_id is not None]


TIDINGS = (
    TidingKind(
        "colleague.left", "Work lies with nobody since a colleague left", "Work of 1 colleague who left lies with nobody",
        "Work of {n} colleagues who left lies with nobody", "desk:colleagues", left_behind, seen_by, still_lying, Pace.NOW,
        every=timedelta(minutes=10),
    ),
)  # fmt: skip
