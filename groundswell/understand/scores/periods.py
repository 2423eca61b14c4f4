"""The days that a question is about: a rolling stretch, a calendar month, quarter or year, or two days with all between."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

PERIODS = {
    "30": "the last 30 days",
    "90": "the last 90 days",
    "365": "the last 12 months",
    "730": "the last 24 months",
}
MONTHS_OFFERED, QUARTERS_OFFERED, YEARS_OFFERED = 13, 6, 3
FIRST_YEAR, LAST_YEAR = 1990, 2200
MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
QUARTER = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)
YEAR = re.compile(r"(\d{4})", re.ASCII)
DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """The days ``since`` to ``until``, both included. ``code`` is how an address says it."""

    code: str
    since: date
    until: date
    words: str
    months: int = 0
    """How many calendar months it spans exactly; 0 for any other stretch."""

    @property
    def fixed(self) -> str:
        """The code of exactly these days, whenever it is read."""
        return self.code if self.months else f"{self.since}..{self.until}"

    def before(self) -> Period:
        """The stretch of the same length that ended the day before."""
        if self.months:
            return _calendar(_months_on(self.since, -self.months), self.months)
        length = self.until - self.since + timedelta(days=1)
        before = _between(self.since - length, self.until - length)
        said = PERIODS.get(self.code, "").removeprefix("the last ")
        return replace(before, words=f"the {said} before") if said else before

    def year_before(self) -> Period:
        """The same days of the year before."""
        if self.months:
            return _calendar(_months_on(self.since, -12), self.months)
        return _between(_same_day(self.since), _same_day(self.until))


def read_period(code: str, today: date) -> Period:
    """Read ``90``, ``2026-03``, ``2026-Q1``, ``2026`` or ``2026-01-01..2026-02-14``. Raises ValueError with a sentence."""
    if code in PERIODS:
        return Period(code, today - timedelta(days=int(code) - 1), today, PERIODS[code])
    try:
        if found := DAYS.fullmatch(code):
            first, last = map(date.fromisoformat, found.groups())
            if first <= last and _is_known(first) and _is_known(last):
                return _between(first, last)
        elif found := QUARTER.fullmatch(code):
            return _calendar(_first_of(int(found[1]), 3 * int(found[2]) - 2), 3)
        elif found := MONTH.fullmatch(code):
            return _calendar(_first_of(int(found[1]), int(found[2])), 1)
        elif found := YEAR.fullmatch(code):
            return _calendar(_first_of(int(found[1]), 1), 12)
    except ValueError:
        pass
    ways = f"{', '.join(PERIODS)} (days), 2026-03, 2026-Q1, 2026 or 2026-01-01..2026-02-14"
    raise ValueError(f"“{code[:40]}” is no period. Use one of: {ways}.")


def periods_offered(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a page offers to choose from, in groups; every other period can be asked in the address."""
    month = today.replace(day=1)
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    spans = (
        ("Months", [_calendar(_months_on(month, -n), 1) for n in range(MONTHS_OFFERED)]),
        ("Quarters", [_calendar(_months_on(quarter, -3 * n), 3) for n in range(QUARTERS_OFFERED)]),
        ("Years", [_calendar(date(today.year - n, 1, 1), 12) for n in range(YEARS_OFFERED)]),
    )
    return [
        ("Up to today", list(PERIODS.items())),
        *((name, [(one.code, one.words) for one in offered]) for name, offered in spans),
    ]


def _calendar(first: date, months: int) -> Period:
    last = _months_on(first, months) - timedelta(days=1)
    if months == 1:
        return Period(f"{first:%Y-%m}", first, last, f"{first:%B %Y}", 1)
    if months == 3:
        quarter = first.month // 3 + 1
        return Period(f"{first.year}-Q{quarter}", first, last, f"quarter {quarter} of {first.year}", 3)
    return Period(f"{first.year}", first, last, f"the year {first.year}", 12)


def _between(first: date, last: date) -> Period:
    return Period(f"{first}..{last}", first, last, f"{first:%-d %b %Y} to {last:%-d %b %Y}")


def _first_of(year: int, month: int) -> date:
    first = date(year, month, 1)
    if not _is_known(first):
        raise ValueError(f"The year {year} is out of reach.")
    return first


def _is_known(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _months_on(first: date, count: int) -> date:
    total = first.year * 12 + first.month - 1 + count
    return date(total // 12, total % 12 + 1, 1)


def _same_day(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, monthrange(day.year - 1, day.month)[1]))
