"""The days that a reading is about."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from groundswell.foundation.customers.revenue import month_of, months_from


@dataclass(frozen=True, slots=True)
class Window:
    """Days ``since`` to ``until``, both included, seen from the moment ``at``."""

    since: date
    until: date
    at: datetime

    @property
    def first_moment(self) -> datetime:
        """When the first day begins, where we are."""
        return timezone.make_aware(datetime.combine(self.since, time.min))

    @property
    def words(self) -> str:
        """The period as people write it."""
        return f"{written_day(self.since)} to {written_day(self.until)}"

    @property
    def first_month(self) -> date:
        """The first month for what is known by the month: the one in which the day before the first day lies."""
        return month_of(self.since - timedelta(days=1))


def written_day(day: date) -> str:
    """A day, short: "4 May 2026"."""
    return f"{day.day} {day:%b %Y}"


def window_of(at: datetime, months: int) -> Window:
    """The last so many months up to the day of ``at``."""
    until = timezone.localdate(at)
    return Window(months_before(until, months) + timedelta(days=1), until, at)


def months_before(day: date, count: int) -> date:
    """The same day so many months earlier; the last of the month where it has no such day."""
    month = months_from(date(day.year, day.month, 1), -count)
    return month.replace(day=min(day.day, monthrange(month.year, month.month)[1]))
