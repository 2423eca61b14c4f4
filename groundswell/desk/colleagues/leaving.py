"""What lies with somebody, so that nothing is left lying when they leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from groundswell.act.cases.actions import hand_over
from groundswell.act.cases.errors import CaseRefusal
from groundswell.act.cases.models import Case
from groundswell.act.cases.queries import open_cases
from groundswell.act.council.models import Proposal, Seat
from groundswell.act.huddles.models import Promise
from groundswell.act.huddles.queries import open_promises
from groundswell.act.initiatives.models import Initiative
from groundswell.act.opportunities.queries import open_opportunities
from groundswell.align.objectives.models import Objective
from groundswell.foundation.access.colleagues import let_leave, note_leaving
from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.complaints.answering import hand_over_complaint
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.complaints.queries import open_at
from groundswell.understand.watching.models import WatchedSeries

GOES_ON = "Goes to whom you choose, else to whom a new one would go."
STAYS = "Name somebody else there. Who can is told."


@dataclass(frozen=True, slots=True)
class Lying:
    """One kind of work that lies with somebody: how much, where it is seen, and what becomes of it."""

    what: str
    number: int
    address: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Staying:
    """One kind of work that nobody gets by itself: all of it that is open, and the names of those with whom it lies."""

    what: str
    address: str
    rows: QuerySet[Any]
    holders: tuple[str, ...]
    each: str = ""
    """The page of one of them, where it has one."""

    def of(self, person: Person) -> QuerySet[Any]:
        """What of it lies with this person."""
        return self.rows.filter(reduce(or_, (Q(**{holder: person}) for holder in self.holders)))

    def left_behind_by(self, today: date) -> set[int]:
        """Everybody who has left and with whom something of it lies still."""
        gone = [
            self.rows.filter(**{f"{holder}__left_on__lte": today}).order_by().values_list(holder, flat=True)
            for holder in self.holders
        ]
        return {pk for pks in gone for pk in pks}


def staying(today: date) -> list[Staying]:
    """Every kind of it."""
    in_term = Seat.objects.filter(Q(until_on=None) | Q(until_on__gte=today))
    waiting = Proposal.objects.waiting()
    return [
        Staying("Promises from huddles", "huddles:list", open_promises(Promise.objects.all()), ("person",)),
        Staying("Opportunities", "opportunities:register", open_opportunities(), ("owner",), "opportunities:opportunity"),
        Staying("Running initiatives", "initiatives:board", Initiative.objects.filter(ended_at=None), ("owner", "sponsor"), "initiatives:initiative"),
        Staying("Proposals that they recommended", "council:council", waiting, ("recommended_by",), "council:proposal"),
        Staying("Seats in bodies that decide, with what is owed there", "council:council", in_term, ("person",)),
        Staying("Objectives", "objectives:list", Objective.objects.filter(ends_on__gte=today), ("owner",)),
        Staying("Figures they watch", "watching:list", WatchedSeries.objects.filter(ended_at=None), ("owner",)),
    ]  # fmt: skip


def first_of(person: Person, today: date) -> str:
    """Where the first thing is that somebody left behind."""
    for kind in staying(today):
        if one := kind.of(person).order_by("pk").first():
            return reverse(kind.each, args=[one.pk]) if kind.each else reverse(kind.address)
    return reverse("desk:colleagues")


def left_with_work(today: date) -> set[int]:
    """Everybody who has left and whose name still stands on open work."""
    return {pk for kind in staying(today) for pk in kind.left_behind_by(today)}


def lying_with(person: Person, at: datetime) -> list[Lying]:
    """Everything open that has this person's name on it; kinds of which there is nothing are left out."""
    return [one for one in _kinds(person, at) if one.number]


def _kinds(person: Person, at: datetime) -> Iterator[Lying]:
    yield Lying("Open cases", cases_of(person).count(), reverse("cases:list"), GOES_ON)
    yield Lying(
        "Complaints that wait", complaints_of(person, at).count(), reverse("complaints:register"), GOES_ON
    )
    yield Lying(
        "Parts of the organisation they answer for",
        units_of(person).count(),
        reverse("desk:units"),
        "Go to whom you choose, else to who answers for the part above.",
    )
    for kind in staying(timezone.localdate(at)):
        yield Lying(kind.what, kind.of(person).count(), reverse(kind.address), STAYS)


def cases_of(person: Person) -> QuerySet[Case]:
    """Their open cases, the most urgent first."""
    return open_cases().filter(owner=person).select_related("unit").order_by("due_at", "pk")


def complaints_of(person: Person, at: datetime) -> QuerySet[Complaint]:
    """Complaints that wait for an answer of theirs."""
    return Complaint.objects.filter(open_at(at), owner=person)


def units_of(person: Person) -> QuerySet[Unit]:
    """Living parts that they answer for."""
    return Unit.objects.filter(owner=person, closed_on=None)


@transaction.atomic
def let_go(colleague: User, *, to: Person | None, by: User, at: datetime) -> int:
    """They leave, and what can be given goes to somebody at once: cases, complaints, parts they answer for.

    Without somebody, the inner loop gives cases on by itself. Returns how many things went. Raises ColleagueRefused.
    """
    let_leave(colleague, by=by, at=at)
    return _given_on(colleague.person, to, by=by, at=at)


@transaction.atomic
def let_go_without_sign_in(person: Person, *, to: Person | None, by: User, at: datetime) -> int:
    """The same of somebody who never signed in. Raises ColleagueRefused."""
    note_leaving(person, by=by, at=at)
    return _given_on(person, to, by=by, at=at)


def _given_on(person: Person | None, to: Person | None, *, by: User, at: datetime) -> int:
    if person is None or to is None:
        return 0
    why, giver = f"{person} has left.", by.person
    went = sum(_given(case, to, why, giver, at) for case in cases_of(person))
    for complaint in complaints_of(person, at):
        hand_over_complaint(complaint, to=to, why=why, by=giver, at=at)
        went += 1
    for unit in units_of(person):
        Unit.objects.filter(pk=unit.pk).update(owner=to)
        record("gave unit to somebody", unit, by=by, at=at, before=str(person), after=str(to))
        went += 1
    return went


def _given(case: Case, to: Person, why: str, by: Person | None, at: datetime) -> bool:
    try:
        hand_over(case, to=to, why=why, by=by, at=at)
    except CaseRefusal:
        return False
    return True
