"""Qualtrics CSV and XLSX: three header rows, the third of ImportIds; older files have two and begin with V1.

The second row is in the language of whoever exported it, so only ImportIds are trusted.
"""

from __future__ import annotations

import json
import re

from .opening import Opened
from .shape import Column, Format, Sheet
from .tables import header_of, table_sheet

IDS = {
    "_recordId": "external_id",
    "recordedDate": "submitted_at",
    "recipientEmail": "email",
    "distributionChannel": "channel",
}
LEGACY = {"V1": "external_id", "V9": "submitted_at", "V4": "email"}
QUESTION = re.compile(r"QID[0-9]+")
GROUP = re.compile(r"_NPS_GROUP$")
TOPICS = re.compile(r"(?: - Topics| - Parent Topics| - Sentiment.*)$")
PREVIEWS = {"1", "Survey Preview", "2", "Survey Test", "17"}
PREVIEW = "a preview or a test, not a customer's answer"


def import_ids(row: list[str]) -> list[str]:
    """The ImportId of each column; empty where a cell holds none."""
    return [_import_id(cell) for cell in row]


def _import_id(cell: str) -> str:
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        return ""
    return str(found.get("ImportId", "")) if isinstance(found, dict) else ""


def recognise(opened: Opened) -> float:
    if len(opened.head) > 2 and sum(map(bool, import_ids(opened.head[2]))) > 2:
        return 1.0
    return 0.9 if header_of(opened)[:4] == ["V1", "V2", "V3", "V4"] and len(opened.head) > 1 else 0.0


def sheet(opened: Opened) -> Sheet:
    if header_of(opened)[:2] == ["V1", "V2"] and not any(import_ids((*opened.head, [], [], [])[2])):
        return _legacy(opened)
    names, titles, ids = (opened.head[i] for i in range(3))
    keys = import_ids(ids)
    columns = [
        Column(
            name or key,
            title,
            bool(QUESTION.match(key)) and not GROUP.search(key) and not TOPICS.search(name),
        )
        for name, title, key in zip(names, titles, keys, strict=False)
    ]
    known = {field: names[keys.index(key)] for key, field in IDS.items() if key in keys}
    known |= _nps(names, keys)
    if "recordedDate" not in keys and "endDate" in keys:
        known["submitted_at"] = names[keys.index("endDate")]
    status = keys.index("status") if "status" in keys else None
    return table_sheet(opened, columns, header_rows=3, known=known, leave=_leaver(status))


def _nps(names: list[str], keys: list[str]) -> dict[str, str]:
    """A question with a group of promoters beside it is the question about recommending; the group itself is not read."""
    for key in keys:
        question = GROUP.sub("", key)
        if question != key and question in keys:
            return {"score": names[keys.index(question)]}
    return {}


def _leaver(status: int | None):  # type: ignore[no-untyped-def]
    return lambda cells: PREVIEW if status is not None and cells[status].strip() in PREVIEWS else ""


def _legacy(opened: Opened) -> Sheet:
    names, titles = (opened.head[i] for i in range(2))
    columns = [
        Column(
            name.strip("\ufeff"),
            title,
            bool(name) and not re.fullmatch(r"\ufeff?V[0-9]+", name) and not name.startswith("Location"),
        )
        for name, title in zip(names, titles, strict=False)
    ]
    there = {column.key for column in columns}
    known = {field: name for name, field in LEGACY.items() if name in there}
    return table_sheet(
        opened,
        columns,
        header_rows=2,
        known=known,
        leave=_leaver(header_of(opened).index("V7") if "V7" in there else None),
    )


QUALTRICS = Format("qualtrics", "Qualtrics", recognise, sheet)
