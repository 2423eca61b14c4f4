"""Sheets made from the two things files are made of: tables with header rows, and lists of objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from .opening import Opened, as_text
from .shape import Column, Record, Sheet

Leaver = Callable[[list[str]], str]


def keep(_cells: list[str]) -> str:
    """No row is left out."""
    return ""


def table_sheet(
    opened: Opened,
    columns: Sequence[Column],
    *,
    header_rows: int,
    known: dict[str, str],
    leave: Leaver = keep,
    **more: Any,
) -> Sheet:
    """A table below its header rows. Empty cells at the end of a row may be missing or too many, unless it is strict."""
    width = len(columns)
    is_exact = more.get("is_strict") and opened.kind == "csv"

    def records() -> Iterator[Record]:
        rows = islice(opened.rows(), header_rows, None)
        if is_exact:
            return map(Record, rows)
        fitted = (cells if len(cells) == width else fit(cells, width) for cells in rows)
        return map(Record, fitted) if leave is keep else (Record(cells, leave(cells)) for cells in fitted)

    return Sheet(unlike(columns), records, known, header_rows, **more)


def fit(cells: list[str], width: int) -> list[str]:
    """The row with as many cells as there are columns; a row with more than that stays as it is."""
    if len(cells) > width and not any(cells[width:]):
        return cells[:width]
    return cells + [""] * (width - len(cells))


def object_sheet(
    opened: Opened,
    columns: dict[str, Callable[[dict[str, Any]], Any]],
    known: dict[str, str],
    leave: Callable[[dict[str, Any]], str] = lambda _one: "",
    questions: Iterable[str] = (),
    **more: Any,
) -> Sheet:
    """A list of objects under the columns that are read from each of them."""

    def records() -> Iterator[Record]:
        for one in opened.each():
            yield Record([as_text(_read(read, one)) for read in columns.values()], leave(one))

    asked = set(questions)
    made = tuple(Column(key, key.replace("_", " "), key in asked) for key in columns)
    return Sheet(made, records, known, 0, **more)


def _read(read: Callable[[dict[str, Any]], Any], one: dict[str, Any]) -> Any:
    try:
        return read(one)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        return None


def at(*path: str) -> Callable[[dict[str, Any]], Any]:
    """Reads what stands at a path inside an object; None where the path ends early."""

    def read(one: dict[str, Any]) -> Any:
        found: Any = one
        for step in path:
            found = found.get(step) if isinstance(found, dict) else None
        return found

    return read


def unlike(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns with keys that differ, so that each can be chosen."""
    seen: dict[str, int] = {}
    made = []
    for i, column in enumerate(columns, 1):
        key = column.key or f"column {i}"
        seen[key] = seen.get(key, 0) + 1
        key = key if seen[key] == 1 else f"{key} ({seen[key]})"
        made.append(Column(key, column.title or key, column.is_question))
    return tuple(made)


def header_of(opened: Opened) -> list[str]:
    """The first row of a table, names trimmed; empty for a list of objects."""
    return [name.strip().strip("\ufeff") for name in opened.head[0]] if opened.head else []


def share(opened: Opened, fits: Callable[[dict[str, Any]], bool]) -> float:
    """The share of the first objects that look like this."""
    first = opened.objects[:50]
    return sum(map(fits, first)) / len(first) if first else 0.0
