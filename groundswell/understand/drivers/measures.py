"""What operations measures comes in from a file: one line for each day or month, place and measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

from groundswell.foundation.journeys.measuring import MonthMeasured, known_places
from groundswell.foundation.journeys.models import OperationalMeasure, Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.channels.files.matching import folded, matched
from groundswell.listen.channels.files.tables import Problems, Table, Wanted
from groundswell.listen.channels.models import NameMatch

COLUMNS = (
    Wanted("day", "Day or month", ("day", "date", "month", "period", "datum", "monat")),
    Wanted("measure", "Measure", ("measure", "metric", "kpi", "indicator", "name")),
    Wanted("value", "Value", ("value", "figure", "result", "wert")),
    Wanted("touchpoint", "Touchpoint", ("touchpoint", "touch point", "moment", "process", "journey step")),
    Wanted(
        "unit", "Part of the organisation", ("unit", "team", "branch", "shop", "store", "site", "department")
    ),
    Wanted("events", "Events it rests on", ("events", "cases", "count", "volume", "n", "number"), False),
    Wanted("of", "Measured in", ("of", "measured in", "unit of measure", "uom"), False),
)
LONGEST = 80


@dataclass(frozen=True, slots=True)
class MeasuresRead:
    """What a file would bring, and what of it cannot be used."""

    months: Sequence[MonthMeasured]
    problems: Problems
    rows: int
    replaced: int
    """How many months and places are known already."""

    @property
    def names(self) -> Sequence[str]:
        return sorted({one.name for one in self.months})


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    of: str
    touchpoint: int
    unit: int
    day: date
    is_month: bool
    value: float
    events: int


def read_measures(table: Table, columns: Mapping[str, int]) -> MeasuresRead:
    """Days of one month are one value, weighted by the events behind them. A row that cannot be used is told and left out."""
    problems = Problems()
    named = _Names(table, columns)
    seen: set[tuple[str, int, int, date, bool]] = set()
    sums: dict[tuple[str, int, int, date], list[_Line]] = defaultdict(list)
    for number, cells in table.cells(columns):
        try:
            line = named.line(cells)
        except ValueError as wrong:
            problems.add(number, str(wrong))
            continue
        key = (line.name, line.touchpoint, line.unit, line.day, line.is_month)
        if key in seen:
            problems.add(number, f"{line.name} stands a second time for this place and day.")
            continue
        seen.add(key)
        sums[line.name, line.touchpoint, line.unit, line.day.replace(day=1)].append(line)
    months = [_month(key, lines) for key, lines in sorted(sums.items())]
    known = known_places(one.name for one in months)
    return MeasuresRead(months, problems, len(table.rows), sum(one.place in known for one in months))


def _month(key: tuple[str, int, int, date], lines: Sequence[_Line]) -> MonthMeasured:
    events = sum(line.events for line in lines)
    value = sum(line.value * line.events for line in lines) / events
    name, point, unit, month = key
    return MonthMeasured(name, lines[-1].of, point, unit, month, value, events)


class _Names:
    """Touchpoints, units and measures as the file names them."""

    def __init__(self, table: Table, columns: Mapping[str, int]) -> None:
        self._points = _known(Touchpoint, NameMatch.Kind.TOUCHPOINT, table, columns.get("touchpoint"))
        self._units = _known(Unit, NameMatch.Kind.UNIT, table, columns.get("unit"))
        self._of = dict(OperationalMeasure.objects.order_by("month").values_list("name", "unit_of_measure"))

    def line(self, cells: Mapping[str, str]) -> _Line:
        name = " ".join(cells["measure"].split())
        if not name or len(name) > LONGEST:
            raise ValueError(f"A measure has a name of at most {LONGEST} letters.")
        day, is_month = _day(cells["day"])
        return _Line(
            name,
            cells.get("of", "")[:30] or self._of.get(name, ""),
            _place(self._points, cells["touchpoint"], "touchpoint"),
            _place(self._units, cells["unit"], "part of the organisation"),
            day,
            is_month,
            _number(cells["value"]),
            _events(cells.get("events", "")),
        )


def _known(
    model: type[Touchpoint] | type[Unit], kind: NameMatch.Kind, table: Table, place: int | None
) -> dict[str, int]:
    words = {row[place].strip() for row in table.rows} if place is not None else set()
    rows = list(model.objects.values_list("pk", "name", "code"))
    by_words = {folded(name): pk for pk, name, _ in rows} | {folded(code): pk for pk, _, code in rows}
    return by_words | {folded(name): pk for name, pk in matched(kind, words).items()}


def _place(known: Mapping[str, int], words: str, what: str) -> int:
    found = known.get(folded(words))
    if found is None:
        raise ValueError(f"“{words[:40]}” is no {what} here. Use its name or its code.")
    return found


def _day(text: str) -> tuple[date, bool]:
    try:
        is_month = len(text) == len("2026-03")
        return date.fromisoformat(f"{text}-01" if is_month else text[:10]), is_month
    except ValueError as wrong:
        raise ValueError(
            f"“{text[:20]}” is no day. Write it as 2026-03-11, or 2026-03 for a month."
        ) from wrong


def _number(text: str) -> float:
    written = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    try:
        value = float(written)
    except ValueError as wrong:
        raise ValueError(f"“{text[:20]}” is no value. Write a number such as 3.5.") from wrong
    if not isfinite(value):
        raise ValueError(f"“{text[:20]}” is no value. Write a number such as 3.5.")
    return value


def _events(text: str) -> int:
    if not text:
        return 1
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:12]) < 10**9):
        raise ValueError(f"“{text[:20]}” is no number of events. Write a whole number from 1, or nothing.")
    return int(text)
