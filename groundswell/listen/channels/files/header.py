"""The header line: which separator the file uses and which column holds which field."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .errors import FileUnusable
from .rows import ALSO_READ, FIELDS, REQUIRED, FileWarning
from .sentences import shown
from .sniffing import SAVE_AS_UTF8

DELIMITERS = (",", ";", "\t", "|")
MOST_COLUMNS = 500
MOST_OF_OTHERS = 5_000
"""Long surveys of other tools have a column for each choice of each question."""
LONGEST_HEADER = 1 << 20
SEP_LINE = re.compile(r'"?sep=([^"\r\n\0])\1*"?(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
READ = FIELDS + ALSO_READ
FIRST_LINE = re.compile(r"[^\r\n]*")
ZERO_WIDTH = re.compile("[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]")
KNOWN = f"Name the columns {', '.join(FIELDS)}; the first {len(REQUIRED)} are needed."


@dataclass(frozen=True, slots=True)
class Header:
    """``start`` is where the header begins in the text; ``positions`` maps each known field to its column."""

    delimiter: str
    start: int
    names: tuple[str, ...]
    positions: dict[str, int]

    @property
    def unknown(self) -> list[str]:
        """The columns that nothing is read from, as they are written."""
        return [name for i, name in enumerate(self.names) if i not in self.positions.values()]

    def warnings(self) -> list[FileWarning]:
        """One warning for each column that is ignored."""
        sentence = "Column “{}” is not one of ours and is left out. " + KNOWN
        return [FileWarning(shown(n), "unknown_column", sentence.format(shown(n))) for n in self.unknown]


def find_header(head: str) -> Header:
    """The header in the first ``LONGEST_HEADER`` characters of the text, whatever its columns are."""
    declared, start = _sep_line(head)
    start += len(head[start:]) - len(head[start:].lstrip())
    start = _start_of_line(head, start)
    if not head[start:].strip():
        raise FileUnusable("empty_file", "The file is empty.", "Export it again and check that it has rows.")
    first_line = FIRST_LINE.match(head, start).group()  # type: ignore[union-attr]
    if "\0" in first_line:
        raise FileUnusable("encoding", "The header line is not readable text.", SAVE_AS_UTF8)
    header = _best_header(head, start, (declared,) if declared else DELIMITERS)
    if len(header.names) > MOST_OF_OTHERS:
        raise _too_many(header.names, MOST_OF_OTHERS)
    if _is_cut(head, start):
        refuse_wrong_names(header)
    return header


def header_of(names: tuple[str, ...]) -> Header:
    """The header of a table that has no text of its own, such as a sheet."""
    return Header(",", 0, names, _positions(names))


def _sep_line(head: str) -> tuple[str | None, int]:
    found = SEP_LINE.match(head)
    return (found.group(1), found.end()) if found else (None, 0)


def _start_of_line(head: str, start: int) -> int:
    return max(head.rfind("\r", 0, start), head.rfind("\n", 0, start)) + 1


def _best_header(head: str, start: int, delimiters: tuple[str, ...]) -> Header:
    candidates = [_header(head, start, delimiter) for delimiter in delimiters]
    return max(
        candidates, key=lambda h: (len(set(REQUIRED) & set(h.positions)), len(h.positions), len(h.names))
    )


def _header(head: str, start: int, delimiter: str) -> Header:
    if _is_cut(head, start):
        names = tuple(FIRST_LINE.match(head, start).group().split(delimiter))  # type: ignore[union-attr]
    else:
        names = tuple(next(_reader(head, start, delimiter)))
    return Header(delimiter, start, names, _positions(names))


def _positions(names: tuple[str, ...]) -> dict[str, int]:
    positions: dict[str, int] = {}
    for i, name in enumerate(map(plain_name, names)):
        if name in READ:
            positions.setdefault(name, i)
    return positions


def plain_name(name: str) -> str:
    """A column's name as we compare it: no surrounding white space, nothing of zero width, small letters."""
    return ZERO_WIDTH.sub("", name).strip().lower()


def _is_cut(head: str, start: int) -> bool:
    return len(head) >= LONGEST_HEADER and FIRST_LINE.match(head, start).end() == len(head)  # type: ignore[union-attr]


def _reader(head: str, start: int, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_HEADER))
    return csv.reader(io.StringIO(head[start:], newline=""), delimiter=delimiter)


def refuse_wrong_names(header: Header) -> None:
    """Refuse a header that is not that of the plain file."""
    missing = [name for name in REQUIRED if name not in header.positions]
    if len(header.names) > MOST_COLUMNS:
        raise _too_many(header.names, MOST_COLUMNS)
    names = [plain_name(name) for name in header.names]
    for field in header.positions:
        if names.count(field) > 1:
            raise FileUnusable(
                "duplicate_header", f"The column {field} is there more than once.", "Keep one of them."
            )
    if missing:
        sentence = (
            f"The header lacks {'the column' if len(missing) == 1 else 'the columns'} {', '.join(missing)}."
        )
        raise FileUnusable("missing_column", sentence, KNOWN)


def _too_many(names: tuple[str, ...], most: int) -> FileUnusable:
    sentence = f"The file has {len(names):,} columns, at most {most:,} are allowed."
    return FileUnusable("too_many_columns", sentence, KNOWN)
