"""The file channel behind the two functions that the corpus asks for, over a store that lives in memory.

The store keeps the rule of the real one: an answer that is there already is a duplicate when all of it agrees and a
conflict otherwise, and the first one stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.options import ReadingOptions
from groundswell.listen.channels.files.reading import read_plain
from groundswell.listen.channels.files.rows import FIELDS, FeedbackRow
from groundswell.look.tables.csv_file import csv_chunks

Stores = dict[str, dict[str, bytes]]
KEPT_SESSIONS: Stores = {}


def import_file(
    data: bytes, filename: str, options: Mapping[str, Any], sessions: Stores = KEPT_SESSIONS
) -> dict[str, Any]:
    """Import into the store of the session, or into an empty one where the case names none."""
    report: dict[str, Any] = {
        "outcome": "accepted",
        "file_error": None,
        "stored": [],
        "row_errors": [],
        "warnings": [],
    }
    known = sessions.setdefault(options["session"], {}) if options.get("session") else {}
    try:
        file = read_plain(data, filename, _reading_options(options))
    except FileUnusable as refusal:
        return report | {"outcome": "rejected", "file_error": refusal.reason_class}
    report["warnings"] = [warning.reason_class for warning in file.warnings]
    for batch in file.portions():
        assert batch.records == len(batch.rows) + len(batch.errors)
        report["warnings"] += [warning.reason_class for warning in batch.warnings]
        report["row_errors"] += [{"record": e.record, "class": e.reason_class} for e in batch.errors]
        for row in batch.rows:
            _keep(row, known, report)
    return report


def export_csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The stored rows as our own export."""
    return b"".join(csv_chunks(FIELDS, ([row.get(field) for field in FIELDS] for row in rows)))


def _reading_options(options: Mapping[str, Any]) -> ReadingOptions:
    wanted = {
        name: options[name] for name in ("tz", "date_order", "encoding", "own_export") if name in options
    }
    return ReadingOptions(now=datetime.now(UTC), **wanted)


def _keep(row: FeedbackRow, known: dict[str, bytes], report: dict[str, Any]) -> None:
    first = known.setdefault(row.identity, row.content_digest)
    if first is row.content_digest:
        stored = {field: getattr(row, field) for field in FIELDS}
        report["stored"].append(stored | {"submitted_at": row.submitted_at.isoformat()})
    else:
        reason = "duplicate" if first == row.content_digest else "conflict"
        report["row_errors"].append({"record": row.record, "class": reason})
