"""On which days a rhythm falls: arithmetic on the calendar of the unit, no database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from groundswell.foundation.organisation.working_time import Hours

from .models import Rhythm

ANY_WEEK = Hours("UTC", time(0), time(23), frozenset(range(5)))
"""Where a unit has no calendar: Monday to Friday, no holidays."""

WEEKS_LOOKED_AT = 60


def days_of(rhythm: Rhythm, hours: Hours, since: date) -> Iterator[date]:
    """The days of a rhythm from a day on, in order. A weekly huddle that would fall on a free day moves to the next working
    day of the same week, and falls out where there is none."""
    since = max(since, rhythm.starts_on)
    monday = since - timedelta(days=since.weekday())
    for week in range(WEEKS_LOOKED_AT):
        first = monday + timedelta(weeks=week)
        if rhythm.pace == Rhythm.Pace.FORTNIGHTLY and _weeks_between(rhythm.starts_on, first) % 2:
            continue
        open_days = [day for day in _week_from(first) if hours.spans_of(day)]
        if rhythm.pace != Rhythm.Pace.DAILY:
            open_days = [day for day in open_days if day.weekday() >= (rhythm.weekday or 0)][:1]
        yield from (day for day in open_days if day >= since)


def moments_of(rhythm: Rhythm, hours: Hours, after: datetime, count: int, time_zone: str) -> list[datetime]:
    """The next moments after an instant, on the clock of the place: the same time of day whatever the clocks do."""
    zone = ZoneInfo(time_zone)
    moments = (
        datetime.combine(day, rhythm.time_of_day, zone).astimezone(UTC)
        for day in days_of(rhythm, hours, after.astimezone(zone).date())
    )
    return list(islice((moment for moment in moments if moment > after), count))


def _week_from(first: date) -> list[date]:
    return [first + timedelta(days=day) for day in range(7)]


def _weeks_between(start: date, monday: date) -> int:
    return (monday - (start - timedelta(days=start.weekday()))).days // 7
