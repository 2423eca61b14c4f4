"""When an answer was given: the written forms of a moment that we read, and what we refuse to guess."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from .errors import CellRefused
from .options import ReadingOptions

EARLIEST_YEAR = 1990
AHEAD = timedelta(hours=24)
DAY = timedelta(days=1)
ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?"
    r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)?)?"
)
CLOCK = r"(?: ([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?"
NUMBERS = re.compile(rf"([0-9]{{1,2}})([/.-])([0-9]{{1,2}})\2([0-9]{{4}}){CLOCK}")
DAY_MONTH = re.compile(rf"([0-9]{{1,2}}) ([A-Za-z]+) ([0-9]{{4}}){CLOCK}")
MONTH_DAY = re.compile(rf"([A-Za-z]+) ([0-9]{{1,2}}),? ([0-9]{{4}}){CLOCK}")
SLASHES_OR_DOTS = re.compile(
    r"(?:[0-9]{1,2}([/.])[0-9]{1,2}\1(?:[0-9]{2}){1,2}|[0-9]{4}([/.])[0-9]{1,2}\2[0-9]{1,2})(?:[ T].*)?"
)
MONTHS = (
    "January February March April May June July August September October November December".lower().split()
)
MONTH_NUMBERS = {name: n for n, month in enumerate(MONTHS, 1) for name in (month, month[:3])} | {"sept": 9}


class TimeReader:
    """Reads the times of one file. ``ambiguous`` holds the texts whose local time comes twice in its night."""

    def __init__(self, options: ReadingOptions) -> None:
        self.ambiguous: set[str] = set()
        self._zone = options.zone()
        self._date_order = options.date_order
        self._latest = (options.now + AHEAD).astimezone(UTC)
        self._offsets: dict[int, timedelta | None] = {}

    def read(self, text: str) -> datetime:
        """A trimmed cell as a moment in UTC."""
        written = self._iso(text) if ISO.fullmatch(text) else self._other_form(text)
        if not EARLIEST_YEAR <= written.year <= self._latest.year + 1:
            raise CellRefused("date_out_of_range")
        moment = self._from_local(written, text) if written.tzinfo is None else written.astimezone(UTC)
        if moment > self._latest:
            raise CellRefused("date_out_of_range")
        return moment

    def _iso(self, text: str) -> datetime:
        try:
            return datetime.fromisoformat(text.replace("z", "Z"))
        except ValueError as impossible:
            raise CellRefused("invalid_date") from impossible

    def _other_form(self, text: str) -> datetime:
        if not text:
            raise CellRefused("required")
        if self._date_order == "iso":
            raise CellRefused("ambiguous_date" if _may_be_a_day(text) else "invalid_date")
        year, month, day, clock = self._calendar_day(text)
        try:
            hour, minute, second = (int(part or 0) for part in clock)
            return datetime(year, month, day, hour, minute, second)
        except ValueError as impossible:
            raise CellRefused("invalid_date") from impossible

    def _calendar_day(self, text: str) -> tuple[int, int, int, tuple[str, ...]]:
        if found := NUMBERS.fullmatch(text):
            first, _, second, year, *clock = found.groups()
            day, month = (first, second) if self._date_order == "dmy" else (second, first)
            return int(year), int(month), int(day), tuple(clock)
        if found := DAY_MONTH.fullmatch(text):
            day, name, year, *clock = found.groups()
        elif found := MONTH_DAY.fullmatch(text):
            name, day, year, *clock = found.groups()
        else:
            raise CellRefused("invalid_date")
        return int(year), MONTH_NUMBERS.get(name.lower(), 0), int(day), tuple(clock)

    def _from_local(self, written: datetime, text: str) -> datetime:
        day = written.toordinal()
        if day not in self._offsets:
            self._offsets[day] = self._offset_all_day(written)
        offset = self._offsets[day]
        return (
            self._across_a_change(written, text) if offset is None else (written - offset).replace(tzinfo=UTC)
        )

    def _offset_all_day(self, written: datetime) -> timedelta | None:
        """The distance to UTC that holds for this whole day; None on a day on which the clocks change."""
        midnight = written.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=self._zone)
        edges = {m.replace(fold=fold).utcoffset() for m in (midnight, midnight + DAY) for fold in (0, 1)}
        return edges.pop() if len(edges) == 1 else None

    def _across_a_change(self, written: datetime, text: str) -> datetime:
        first = written.replace(tzinfo=self._zone)
        moment = first.astimezone(UTC)
        if moment.astimezone(self._zone).replace(tzinfo=None, fold=0) != written:
            raise CellRefused("nonexistent_time")
        if first.utcoffset() != first.replace(fold=1).utcoffset():
            self.ambiguous.add(text)
        return moment


def _may_be_a_day(text: str) -> bool:
    """Whether a text with slashes or dots is a day in some order of its parts: 03/04/2025 is, 31.13.2026 is not."""
    if not SLASHES_OR_DOTS.fullmatch(text):
        return False
    first, second, third = (int(part) for part in re.findall("[0-9]+", text)[:3])
    year, day = (first, (second, third)) if first > 31 else (third, (first, second))
    return any(_is_a_day(year, *order) for order in (day, day[::-1]))


def _is_a_day(year: int, month: int, day: int) -> bool:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return True
