"""The months that the demonstration covers: twenty-four whole ones and the present one."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.timezone import localdate

from groundswell.foundation.customers.revenue import month_of, months_from

WHOLE_MONTHS = 24


@dataclass(frozen=True)
class Months:
    """Months by number: 0 is two years ago, 24 the present one."""

    at: datetime

    @cached_property
    def today(self) -> date:
        """The day of ``at`` by the organisation's own clock."""
        return localdate(self.at)

    @cached_property
    def _first_days(self) -> list[date]:
        return [
            months_from(month_of(self.today), number - WHOLE_MONTHS) for number in range(WHOLE_MONTHS + 1)
        ]

    @property
    def count(self) -> int:
        return WHOLE_MONTHS + 1

    def first_day(self, number: int) -> date:
        """The first day of a month."""
        return self._first_days[number] if number >= 0 else months_from(self._first_days[0], number)

    def ago(self, months: int) -> int:
        """The number of the month so many months before the present one."""
        return WHOLE_MONTHS - months

    def days_in(self, number: int) -> int:
        """The days of a month that have passed entirely."""
        if number == WHOLE_MONTHS:
            return self.today.day - 1
        first = self.first_day(number)
        return monthrange(first.year, first.month)[1]

    def share_passed(self, number: int) -> float:
        """How much of a month has passed: 1 except in the present one."""
        first = self.first_day(number)
        return self.days_in(number) / monthrange(first.year, first.month)[1]

    def moment(self, number: int, day: int, minute: int) -> datetime:
        """A moment by the organisation's own clock, ``day`` counted from 0."""
        return moment_on(self.first_day(number) + timedelta(days=day), minute)


def moment_on(day: date, minute: int) -> datetime:
    """A minute of a day by the organisation's own clock, as UTC."""
    local = datetime.combine(day, time(minute // 60, minute % 60), ZoneInfo(settings.TIME_ZONE))
    return local.astimezone(UTC)


def working_moment(day: date, hour: int, minute: int = 0) -> datetime:
    """The same in the next week day, for meetings and decisions."""
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return moment_on(day, hour * 60 + minute)
