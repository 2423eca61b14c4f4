"""Clock arithmetic in working hours: pure, no database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """The working week of one place: local opening hours, weekdays (0 is Monday) and its public holidays."""

    time_zone: str
    opens_at: time
    closes_at: time
    weekdays: frozenset[int]
    country: str = ""
    subdivision: str = ""
    week: tuple[tuple[int, time, time], ...] = ()
    """Where one span a day is not enough: weekday, opening and closing; a closing at 00:00 is the end of the day."""
    free_days: frozenset[date] = frozenset()
    """Days on which nobody works, beside the public holidays."""

    def spans_of(self, day: date) -> list[tuple[datetime, datetime]]:
        """The working spans of one local day as UTC instants: whenever the clock on the wall shows working time.

        What the change of clocks skips is left out, what it repeats counts twice; so the two may meet or lie apart.
        """
        if day in self.free_days or is_holiday(day, self.country, self.subdivision):
            return []
        week = self.week or tuple((weekday, self.opens_at, self.closes_at) for weekday in self.weekdays)
        spans = [
            span
            for weekday, opens, closes in week
            if weekday == day.weekday()
            for span in _on_the_clock(day, opens, closes, _zone(self.time_zone))
        ]
        return sorted(spans)

    def spans_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working spans as UTC instants, half open, beginning at or after ``start``."""
        start = start.astimezone(UTC)
        day = start.astimezone(_zone(self.time_zone)).date()
        for _ in range(3660):
            for opens, closes in self.spans_of(day):
                if closes > start:
                    yield max(opens, start), closes
            day += timedelta(days=1)


def calendar_days_after(start: datetime, days: int, time_zone: str) -> datetime:
    """The UTC instant at which the same local time of day comes round ``days`` later, whatever the clocks did meanwhile."""
    zone = ZoneInfo(time_zone)
    local = start.astimezone(zone)
    return _instant(local.date() + timedelta(days=days), local.time(), zone)


def working_days_after(start: datetime, days: int, hours: Hours) -> datetime:
    """The UTC instant at which the last of ``days`` whole working days closes; the day of the start does not count.

    Raises ValueError for less than one day and for hours in which nobody ever works.
    """
    if days < 1:
        raise ValueError("At least one working day is needed.")
    day = start.astimezone(ZoneInfo(hours.time_zone)).date()
    for _ in range(3660):
        day += timedelta(days=1)
        spans = hours.spans_of(day)
        days -= bool(spans)
        if not days:
            return spans[-1][1]
    raise ValueError("These hours hold no working time in the next ten years.")


def due_after(start: datetime, minutes: int, hours: Hours) -> datetime:
    """The UTC instant at which ``minutes`` of working time have passed since ``start``.

    Raises ValueError for negative minutes and for hours in which nobody ever works.
    """
    if minutes < 0:
        raise ValueError("Working minutes cannot be negative.")
    return after_work(start, timedelta(minutes=minutes), hours)


def after_work(start: datetime, work: timedelta, hours: Hours) -> datetime:
    """The UTC instant at which so much working time has passed. Raises ValueError where nobody ever works."""
    for opens, closes in hours.spans_from(start):
        if work <= closes - opens:
            return opens + work
        work -= closes - opens
    raise ValueError("These hours hold no working time in the next ten years.")


def before_work(end: datetime, work: timedelta, hours: Hours) -> datetime:
    """The latest UTC instant from which so much working time passes until the end. Raises ValueError where nobody works."""
    end = end.astimezone(UTC)
    day = end.astimezone(_zone(hours.time_zone)).date()
    for _ in range(3660):
        for opens, closes in reversed(hours.spans_of(day)):
            last = min(closes, end)
            if work <= last - opens:
                return last - work
            work -= max(last - opens, timedelta())
        day -= timedelta(days=1)
    raise ValueError("These hours hold no working time in the last ten years.")


def work_between(start: datetime, end: datetime, hours: Hours) -> timedelta:
    """How much working time lies between two instants; none where the end comes first."""
    worked = timedelta()
    for opens, closes in hours.spans_from(start):
        if opens >= end:
            break
        worked += min(closes, end) - opens
    return worked


def _on_the_clock(
    day: date, opens: time, closes: time, zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    """The instants at which the clock on the wall stands between the two, half open; a closing at 00:00 ends the day."""
    begin = datetime.combine(day, opens)
    end = datetime.combine(day + timedelta(days=closes == time(0)), closes)
    if begin >= end:
        return
    edges = {moment.replace(tzinfo=zone, fold=fold).utcoffset() for moment in (begin, end) for fold in (0, 1)}
    for offset in (edge for edge in edges if edge is not None):
        first, last = ((moment - offset).replace(tzinfo=UTC) for moment in (begin, end))
        if len(edges) > 1:
            first, last = _where_offset_holds(offset, first, last, zone)
        if first < last:
            yield first, last


def _where_offset_holds(
    offset: timedelta, first: datetime, last: datetime, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """The part of a span in which clocks run at this distance to UTC; they change once in it at most."""

    def holds(moment: datetime) -> bool:
        return moment.astimezone(zone).utcoffset() == offset

    holds_first, holds_last = holds(first), holds(last - SECOND)
    if holds_first and holds_last:
        return first, last
    if not holds_first and not holds_last:
        return first, first
    before, after = first, last
    while after - before > SECOND:
        middle = before + (after - before) // 2 // SECOND * SECOND
        before, after = (middle, after) if holds(middle) == holds_first else (before, middle)
    return (first, after) if holds_first else (after, last)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError) as unknown:
        raise ValueError(f"“{name[:60]}” is no time zone.") from unknown


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


@lru_cache(maxsize=64)
def _holidays_of(country: str, subdivision: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=subdivision or None)


def is_holiday(day: date, country: str, subdivision: str = "") -> bool:
    """Whether this is a public holiday there; never where no country is given."""
    return bool(country) and day in _holidays_of(country, subdivision)
