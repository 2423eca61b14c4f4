"""SPSS system files (.sav) as tables: value labels become words, missing values become nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ..errors import FileUnusable

MAGIC = (b"$FL2", b"$FL3")
CASES_AT_A_TIME = 20_000
MOST_VARIABLES = 2_000
SCALE = range(11)
SAVE_AGAIN = "Open it in SPSS or PSPP, save it as a plain .sav file and bring that, or save it as CSV."


@dataclass(frozen=True, slots=True)
class SavFile:
    """What stands in a system file. ``words`` are the value labels of the variables that are no scale."""

    content: bytes | Path
    names: tuple[str, ...]
    labels: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[float | str, str]] = field(default_factory=dict)

    def rows(self) -> Iterator[list[str]]:
        """The names, then every case as text."""
        yield list(self.names)
        first = 0
        while True:
            columns = _cases(self.content, row_offset=first, row_limit=CASES_AT_A_TIME)
            cells = [self._said(name, columns.get(name, [])) for name in self.names]
            count = max(map(len, cells), default=0)
            yield from (list(row) for row in zip(*cells, strict=True))
            first += count
            if count < CASES_AT_A_TIME:
                return

    def _said(self, name: str, values: list[Any]) -> list[str]:
        words = self.words.get(name, {})
        return [words[value] if value in words else _text(value) for value in values]


def open_sav(content: bytes | Path) -> SavFile:
    """The file with its variables. Raises FileUnusable, and nothing else."""
    start = content[:4] if isinstance(content, bytes) else _start(content)
    if start == MAGIC[1]:
        raise FileUnusable("file_type", "This SPSS file is packed a second time (.zsav).", SAVE_AGAIN)
    _, about = _read(content, metadataonly=True)
    if not about.column_names or len(about.column_names) > MOST_VARIABLES:
        sentence = (
            f"This SPSS file has {len(about.column_names):,} variables; at most {MOST_VARIABLES:,} are read."
        )
        raise FileUnusable("too_many_columns", sentence, SAVE_AGAIN)
    labels = {name: " ".join((label or "").split()) for name, label in about.column_names_to_labels.items()}
    coded = {name: dict(codes) for name, codes in about.variable_value_labels.items() if codes}
    scales = _scales(content, coded)
    words = {name: codes for name, codes in coded.items() if name not in scales}
    return SavFile(content, tuple(about.column_names), labels, words)


def _start(path: Path) -> bytes:
    with path.open("rb") as raw:
        return raw.read(4)


def _scales(content: bytes | Path, coded: dict[str, dict[float | str, str]]) -> set[str]:
    """Variables whose labels only explain numbers: all from 0 to 10, or only some of the numbers that were given."""
    found = set()
    for name, codes in coded.items():
        numbers = {code for code in codes if isinstance(code, int | float) and code in SCALE}
        if set(SCALE) <= numbers:
            found.add(name)
        elif numbers:
            given = {value for value in _cases(content, usecols=[name]).get(name, []) if value is not None}
            found |= {name} if any(value not in codes and value in SCALE for value in given) else set()
    return found


def _cases(content: bytes | Path, **part: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = _read(content, **part)[0]
    return found


def _read(content: bytes | Path, **part: Any) -> tuple[Any, Any]:
    import pyreadstat

    source = io.BytesIO(content) if isinstance(content, bytes) else content
    broken = (
        pyreadstat.ReadstatError,
        pyreadstat.PyreadstatError,
        ValueError,
        OSError,
        OverflowError,
        MemoryError,
    )
    try:
        return pyreadstat.read_sav(source, output_format="dict", **part)
    except broken as problem:
        sentence = "This SPSS file is damaged and cannot be read."
        raise FileUnusable("malformed_sav", sentence, SAVE_AGAIN) from problem


def _text(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
