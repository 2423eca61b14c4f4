"""When somebody may be told: their own hours or those of their part of the organisation, not on free days, not while away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import calendar_of, hours_of
from groundswell.foundation.organisation.working_time import Hours
from groundswell.foundation.tidings import Pace

from .models import Habits

DAY = timedelta(days=1)
GATHERED_FOR = timedelta(minutes=5)
"""What becomes new within this time is one message."""
LONGEST_AWAY = 366
DIGEST_MAY_BE_LATE = timedelta(hours=2)
EVERY_DAY = frozenset(range(7))
OFFICE_DAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Times:
    """The hours in which somebody hears at once, and the moment of their digest."""

    hours: Hours
    digest_at: time
    weekly_on: int

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.hours.time_zone)

    def may_hear(self, at: datetime) -> bool:
        """Whether they may be disturbed now."""
        return any(opens <= at < closes for opens, closes in self.hours.spans_of(self._day(at)))

    def may_read_digest(self, at: datetime) -> bool:
        """Whether it is a day of work and not late at night: a digest that could not go in time goes until then."""
        spans = self.hours.spans_of(self._day(at))
        if not spans:
            return False
        begins = self._moment(self._day(at))
        return begins <= at < max(spans[-1][1], begins + DIGEST_MAY_BE_LATE)

    def due(self, pace: str, noted_at: datetime) -> datetime | None:
        """From when something noted then may be told; None where it stays in the list."""
        if pace == Pace.NOW:
            return noted_at + GATHERED_FOR
        if pace == Pace.LIST:
            return None
        day = self._day(noted_at)
        while self._moment(day) <= noted_at or (pace == Pace.WEEKLY and day.weekday() != self.weekly_on):
            day += DAY
        return self._moment(day)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _moment(self, day: date) -> datetime:
        return datetime.combine(day, self.digest_at, self.zone)


def times_of(person: Person | None, habits: Habits | None) -> Times:
    """When this person may be told; None is somebody of an agency. Where nobody set working hours: office hours, Monday to Friday."""
    habits = habits or Habits()
    hours = hours_of_unit(person.unit if person else None)
    if habits.begins_at and habits.ends_at:
        week = tuple(span for day in range(7) for span in _spans(day, habits.begins_at, habits.ends_at))
        hours = Hours(hours.time_zone, habits.begins_at, habits.ends_at, EVERY_DAY, week=week)
    hours = replace(hours, free_days=days_away(person)) if person else hours
    return Times(hours, habits.digest_at or hours.opens_at, habits.weekly_on)


def days_away(person: Person) -> frozenset[date]:
    """The days on which this person is noted as away."""
    found: set[date] = set()
    for absence in person.absences.filter(taken_back_at=None):
        length = min((absence.ends_on - absence.starts_on).days + 1, LONGEST_AWAY)
        found |= {absence.starts_on + number * DAY for number in range(length)}
    return frozenset(found)


def hours_of_unit(unit: Unit | None) -> Hours:
    """The working hours of a part of the organisation."""
    return hours_of(calendar_of(unit)) or Hours(settings.TIME_ZONE, time(8), time(18), OFFICE_DAYS)


def _spans(weekday: int, begins: time, ends: time) -> list[tuple[int, time, time]]:
    """Hours that run over midnight are two spans of the same day."""
    if begins < ends or ends == time(0):
        return [(weekday, begins, ends)]
    return [(weekday, time(0), ends), (weekday, begins, time(0))]


def hours_in_words(person: Person | None, habits: Habits | None) -> str:
    """When this person hears, in a sentence."""
    times = times_of(person, habits)
    hours = f"{times.hours.opens_at:%H:%M} to {times.hours.closes_at:%H:%M}"
    own = habits is not None and habits.begins_at is not None
    theirs = f"the working hours of {person.unit}" if person else "our working hours"
    whose = "your own hours, every day" if own else theirs
    return f"You hear from {hours} ({times.hours.time_zone}), {whose}; your digest comes at {times.digest_at:%H:%M}."
