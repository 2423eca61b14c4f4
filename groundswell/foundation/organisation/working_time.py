"""Clock arithmetic in working hours: pure, no database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays


@dataclass(frozen=True, slots=True)
class Hours:
    """The working week of one place: local opening hours, weekdays (0 is Monday) and its public holidays."""

    time_zone: str
    opens_at: time
    closes_at: time
    weekdays: frozenset[int]
    country: str = ""
    subdivision: str = ""

    def spans_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working spans as UTC instants, half open, beginning at or after ``start``."""
        zone = ZoneInfo(self.time_zone)
        day = start.astimezone(zone).date()
        for _ in range(3660):
            if day.weekday() in self.weekdays and not _is_holiday(day, self.country, self.subdivision):
                opens = datetime.combine(day, self.opens_at, zone).astimezone(UTC)
                closes = datetime.combine(day, self.closes_at, zone).astimezone(UTC)
                if closes > start:
                    yield max(opens, start.astimezone(UTC)), closes
            day += timedelta(days=1)


def due_after(start: datetime, minutes: int, hours: Hours) -> datetime:
    """The UTC instant at which ``minutes`` of working time have passed since ``start``.

    Raises ValueError for negative minutes and for hours in which nobody ever works.
    """
    if minutes < 0:
        raise ValueError("Working minutes cannot be negative.")
    left = timedelta(minutes=minutes)
    for opens, closes in hours.spans_from(start):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    raise ValueError("These hours hold no working time in the next ten years.")


@lru_cache(maxsize=64)
def _holidays_of(country: str, subdivision: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=subdivision or None)


def _is_holiday(day: date, country: str, subdivision: str) -> bool:
    return bool(country) and day in _holidays_of(country, subdivision)
