"""Who is here, whose turn comes, and how far the time has run."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from groundswell.foundation.organisation.models import Person

from .errors import NobodyCalledSo
from .models import Attendance, Huddle
from .planning import AHEAD
from .steps import Step, steps_of
from .turns import away_by, coming_huddles, members_of

LATE_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class RollLine:
    """One person: here, away, or nobody has said; ``came_late`` says when a late joiner came."""

    person: Person
    is_here: bool | None
    came_late: str = ""


@dataclass(frozen=True, slots=True)
class Roll:
    """Who belongs to the huddle, and who else came."""

    lines: list[RollLine]

    @property
    def here(self) -> int:
        return sum(line.is_here is True for line in self.lines)

    @property
    def away(self) -> list[str]:
        return [line.person.name for line in self.lines if line.is_here is False]


def roll_of(huddle: Huddle) -> Roll:
    """Everybody who belongs here by name, then guests."""
    noted = {one.person_id: one for one in huddle.attendances.select_related("person")}
    members = list(members_of(huddle.unit))
    known = {person.pk for person in members}
    guests = [one.person for one in noted.values() if one.person_id not in known]
    away = away_by(huddle, {person: one.is_here for person, one in noted.items()})
    return Roll([_line(person, noted.get(person.pk), huddle, away) for person in (*members, *guests)])


def guest_called(called: str) -> Person:
    """Somebody of the organisation by full name or e-mail address. Raises NobodyCalledSo."""
    called = " ".join(called.split())[:200]
    here = Person.objects.filter(left_on=None)
    found = list(here.filter(Q(email__iexact=called) | Q(name__iexact=called))[:2]) if called else []
    if len(found) != 1:
        raise NobodyCalledSo(called, several=bool(found))
    return found[0]


def _line(person: Person, noted: Attendance | None, huddle: Huddle, away: set[int]) -> RollLine:
    if noted is None:
        return RollLine(person, False if person.pk in away else None)
    late = noted.is_here and huddle.started_at and noted.at > huddle.started_at + LATE_AFTER
    return RollLine(person, noted.is_here, f"{timezone.localtime(noted.at):%H:%M}" if late else "")


def turns_ahead(huddle: Huddle, at: datetime) -> list[Huddle]:
    """The next three of this kind after this one, with who facilitates."""
    after = coming_huddles(huddle.unit, huddle.kind, max(at, huddle.planned_at))
    return list(after.exclude(pk=huddle.pk)[:AHEAD])


def minutes_gone(huddle: Huddle, at: datetime) -> int | None:
    """How many whole minutes a running huddle takes so far; None where none runs."""
    return (
        int((at - huddle.started_at).total_seconds() // 60)
        if huddle.is_running and huddle.started_at
        else None
    )


def step_words(huddle: Huddle, steps: list[Step]) -> str:
    """ "Step 3 of 8"."""
    return f"Step {min(huddle.step, len(steps))} of {len(steps)}"


def agenda_steps(huddle: Huddle) -> list[Step]:
    """The steps of a huddle without its evidence."""
    return steps_of(huddle.kind, huddle.minutes, has_parts=huddle.unit.children.exists())
