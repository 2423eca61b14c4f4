"""The ladder at work: at each point of the clock somebody is told, once, over restarts and clocks that are set back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.queries import calendar_of, hours_of
from groundswell.foundation.organisation.working_time import Hours

from ..clock import hours_from
from ..models import Case, Escalation, Rung
from ..queries import open_cases, with_state
from .chain import Chain

A_WORKING_HOUR_MAY_TAKE = timedelta(days=2)
"""Before a promise we look ahead this far for each working hour, and a fortnight more for feast days: a hint, no rule."""
FORTNIGHT = timedelta(days=14)
LONGEST_AHEAD = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Point:
    """One rung at one promise: when it is reached, and who is told then (None: nobody is there to be told)."""

    rung: Rung
    at: datetime
    to: Person | None

    @property
    def words(self) -> str:
        """Who is told, as the card says it."""
        role = self.rung.get_tells_display()
        return f"{self.to} ({role[0].lower()}{role[1:]})" if self.to else role


def rungs() -> list[Rung]:
    """The ladder in force, from the bottom."""
    return list(Rung.objects.filter(retired_at=None).order_by("hours", "id"))


def climb(*, at: datetime) -> int:
    """Tell everybody whose point of the clock has come and who was not told. Returns how many people were told."""
    ladder, chain, written = rungs(), Chain(at), 0
    for case in _near(ladder, at):
        reached = [point for point in points_of(case, ladder, chain) if point.at <= at]
        written += _tell(case, reached, at)
    return written


def next_point(case: Case, *, at: datetime) -> Point | None:
    """Who is told next of this case; None where nobody will be: it is closed, reached, or waits for the customer.

    ``case`` comes with its state.
    """
    if case.closed_at or case.contacted_at or case.waits_until or case.customer_id is None:
        return None
    ladder = rungs()
    told = set(
        Escalation.objects.filter(case=case, promised_at=case.due_at, rung__in=ladder).values_list(
            "rung", flat=True
        )
    )
    left = [point for point in points_of(case, ladder, Chain(at)) if point.rung.pk not in told]
    return min(left, key=lambda point: point.at, default=None)


def points_of(case: Case, ladder: list[Rung], chain: Chain) -> Iterator[Point]:
    """Every point of the ladder at this promise that came after its rung was set."""
    hours = _hours_of(case)
    for rung in ladder:
        moment = hours_from(case.due_at, rung.hours, hours)
        if moment >= rung.since:
            yield Point(rung, moment, chain.who(rung.tells, case))


def _hours_of(case: Case) -> Hours | None:
    return hours_of(calendar_of(case.owner.unit if case.owner else case.unit))


def _near(ladder: list[Rung], at: datetime) -> QuerySet[Case]:
    """Open cases in which a customer waits and a rung that may have been reached has told nobody."""
    near = Q(pk__in=[])
    for rung in ladder:
        told = Escalation.objects.filter(case=OuterRef("pk"), rung=rung, promised_at=OuterRef("due_at"))
        near |= Q(due_at__lte=at + _ahead(rung)) & ~Exists(told)
    waits = with_state(open_cases(), at).filter(near, contacted_at=None, waits_until=None)
    waits = waits.filter(customer__isnull=False)
    return waits.select_related("owner__unit", "unit", "rule", "customer").order_by("due_at", "pk")


def _ahead(rung: Rung) -> timedelta:
    if rung.hours >= 0:
        return -timedelta(hours=rung.hours)
    return min(-rung.hours * A_WORKING_HOUR_MAY_TAKE + FORTNIGHT, LONGEST_AHEAD)


@transaction.atomic
def _tell(case: Case, reached: list[Point], at: datetime) -> int:
    """Note each rung once; `tidings` says it to them. Returns how many people that are."""
    Case.objects.select_for_update().get(pk=case.pk)
    people: set[Person] = set()
    for point in reached:
        _, is_new = Escalation.objects.get_or_create(
            case=case, rung=point.rung, promised_at=case.due_at, defaults={"to": point.to, "at": at}
        )
        if is_new and point.to:
            people.add(point.to)
    return len(people)
