"""The table of a chart as files carry it: numbers in full, and beside each row whose figures they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from groundswell.look.charts.chart import Cell, Chart
from groundswell.look.numbers import ABSENT, MINUS

"""What a file calls the first column and any later one where the page needs no word."""
A_NUMBER = re.compile(rf"{MINUS}?\d[\d,]*(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose figures they are, of which days, by which definition. Stands in every file, so that a file explains itself."""

    of: str
    period: str
    definition: str
    counted_on: date
    meaning: str = ""
    """The definition word for word."""
    margins: str = "95% margins"
    file_name: str = ""
    """What the file is called; the words of ``of`` and ``period`` where nothing is given."""

    @property
    def note(self) -> str:
        """The line below a drawing."""
        parts = (", ".join(filter(None, (self.of, self.period))), self.definition, self.margins)
        return ". ".join([*filter(None, parts), f"Counted on {self.counted_on:%-d %b %Y}."])

    @property
    def columns(self) -> dict[str, str]:
        """The same as columns of a table."""
        told = {
            "Figures of": self.of,
            "Days asked for": self.period,
            "Definition": self.definition,
            "Meaning": self.meaning,
            "Margins": self.margins,
            "Counted on": f"{self.counted_on}",
        }
        return {name: words for name, words in told.items() if words}


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with names of their own; each holds numbers or words, or None where there is neither."""

    title: str
    columns: dict[str, list[Any]]

    @property
    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Row by row."""
        return zip(*self.columns.values(), strict=True)

    def is_number(self, name: str) -> bool:
        """Whether a column holds numbers and nothing else."""
        known = [value for value in self.columns[name] if value is not None]
        return bool(known) and not any(isinstance(value, str) for value in known)


def table_of(chart: Chart, origin: Origin) -> Table:
    """The table below a chart: an interval becomes two columns, and the origin stands behind every row."""
    columns: dict[str, list[Any]] = {}
    for place, head in enumerate(chart.heads):
        cells = [row[place] for row in chart.rows]
        for name, values in _columns(head, cells):
            columns[_own_name(name, columns)] = values
    for name, words in origin.columns.items():
        columns[_own_name(name, columns)] = [words] * len(chart.rows)
    return Table(chart.title, columns)


def _columns(head: str, cells: Sequence[Cell]) -> Iterator[tuple[str, list[Any]]]:
    if not any(isinstance(cell.exact, tuple) for cell in cells):
        yield head, [_bare(cell) for cell in cells]
        return
    ends = [cell.exact if isinstance(cell.exact, tuple) else (None, None) for cell in cells]
    yield f"{head}: low", [low for low, _ in ends]
    yield f"{head}: high", [high for _, high in ends]


def _bare(cell: Cell) -> float | str | None:
    if cell.exact is not None and not isinstance(cell.exact, tuple):
        return cell.exact
    if cell.words in ("", ABSENT):
        return None
    if A_NUMBER.fullmatch(cell.words):
        return float(cell.words.replace(MINUS, "-").replace(",", ""))
    return cell.words.replace(MINUS, "-") if cell.words.startswith(MINUS) else cell.words


def _own_name(name: str, taken: dict[str, list[Any]]) -> str:
    number = 2
    own = name
    while own in taken:
        own, number = f"{name} {number}", number + 1
    return own
