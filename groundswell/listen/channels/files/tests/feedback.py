"""Small feedback files for the tests."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.options import ReadingOptions
from groundswell.listen.channels.files.reading import PlainFile, read_plain
from groundswell.listen.channels.files.rows import FIELDS, FeedbackRow, RowError, RowWarning

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
HEADER = ",".join(FIELDS)
GOOD = {"external_id": "A-1", "submitted_at": "2025-06-01T10:00:00Z", "score": "9"}


def read_feedback(content: bytes | Path, options: ReadingOptions) -> PlainFile:
    """A CSV, whatever a path may be called."""
    return read_plain(content, "feedback.csv", options)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def file_of(*rows: dict[str, str]) -> bytes:
    """A file with these rows; what a row leaves out is good."""
    lines = [HEADER]
    for number, row in enumerate(rows, 1):
        cells = GOOD | {"external_id": f"A-{number}"} | row
        lines.append(",".join(quoted(cells.get(field, "")) for field in FIELDS))
    return "\r\n".join(lines).encode()


def read(content: bytes, **options: Any) -> tuple[list[FeedbackRow], list[RowError], list[RowWarning]]:
    """All rows, errors and warnings of a file."""
    file = read_feedback(content, ReadingOptions(now=NOW, **options))
    rows, errors, warnings = [], [], []
    for batch in file.portions(3):
        assert batch.records == len(batch.rows) + len(batch.errors)
        rows += batch.rows
        errors += batch.errors
        warnings += batch.warnings
    return rows, errors, warnings


def verdict(field: str, cell: str, **options: Any) -> Any:
    """The value that a cell is read as, or the name of the rule it breaks."""
    rows, errors, _ = read(file_of({field: cell}), **options)
    return errors[0].reason_class if errors else getattr(rows[0], field)


def refusal(content: bytes, **options: Any) -> str:
    """The reason why a whole file is refused."""
    try:
        read_feedback(content, ReadingOptions(now=NOW, **options))
    except FileUnusable as unusable:
        return unusable.reason_class if unusable.sentence and unusable.remedy else "no sentence"
    return "accepted"
