"""Rejected rows to take away: as they stand in the file, with what is wrong beside them, so that they can be brought again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from groundswell.look.tables.csv_file import csv_chunks

from .header import Header

ADDED = ("rejected: row", "rejected: field", "rejected: value", "rejected: reason", "rejected: what to do")
"""The columns that stand behind those of the file. A file that is brought again is read as if they were not there."""


def without_advice(header: Header) -> tuple[Header, int]:
    """The header without our columns and the number of its own; 0 where none of ours are there."""
    width = len(header.names) - len(ADDED)
    if width < 1 or header.names[width:] != ADDED:
        return header, 0
    return replace(header, names=header.names[:width]), width


def rejected_csv(header: list[list[str]], rows: Iterator[tuple[object, ...]]) -> Iterator[bytes]:
    """A CSV with the header rows of a file and its rejected rows, mendable in a spreadsheet program.

    Each row is its number, field, value, reason, sentence, and the cells as they stand in the file.
    """
    header = header or [[]]
    width = max(len(row) for row in header)
    below = [[*_wide(row, width), *[""] * len(ADDED)] for row in header[1:]]
    first = [*_wide(header[0], width), *ADDED]
    return csv_chunks(first, _rows(below, rows, width))


def _rows(below: list[list[str]], rows: Iterator[tuple[object, ...]], width: int) -> Iterator[list[object]]:
    yield from below
    for number, field, value, reason, sentence, cells in rows:
        words = str(sentence).partition(": ")[2] or sentence
        yield [*_wide(cells, width), number, field, value, str(reason).replace("_", " "), words]  # type: ignore[arg-type]


def _wide(cells: list[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]
