"""Formbricks Hub records, in and out: one record for each field of an answer, joined here by their submission."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from ..rows import FeedbackRow
from .opening import Opened, as_text
from .shape import Column, Format, Record, Sheet
from .tables import share

SHAPE = {"collected_at", "source_type", "field_id", "field_type"}
VALUES = ("value_number", "value_text", "value_boolean", "value_date")
FACTS = ("submission", "collected_at", "score", "comment", "email", "source")
JOINED = "a further field of an answer, joined to it"
SCORE_FIELD, COMMENT_FIELD = "score", "comment"


def recognise(opened: Opened) -> float:
    return 0.98 * share(
        opened, lambda one: one.keys() >= SHAPE and bool({"submission_id", "response_id", "id"} & one.keys())
    )


def sheet(opened: Opened) -> Sheet:
    """One row for each submission, where its first record stands; every other record of it is counted as joined."""
    asked = list(dict.fromkeys(_wording(one) for one in opened.objects if _is_further(one)))
    columns = (
        *(Column(key, key.replace("_", " ")) for key in FACTS),
        *(Column(f"field {w}", w, True) for w in asked),
    )
    grouped: dict[str, list[dict[str, Any]]] = {}
    for one in opened.objects:
        grouped.setdefault(_submission(one), []).append(one)

    def records() -> Iterator[Record]:
        begun: set[str] = set()
        for one in opened.each():
            key = _submission(one)
            if key in begun:
                yield Record([""] * len(columns), JOINED)
                continue
            begun.add(key)
            yield Record(_joined(key, grouped[key], asked))

    known = {
        "external_id": "submission",
        "submitted_at": "collected_at",
        "score": "score",
        "comment": "comment",
        "email": "email",
        "channel": "source",
    }
    return Sheet(columns, records, known)


def _submission(one: dict[str, Any]) -> str:
    return str(one.get("submission_id") or one.get("response_id") or one.get("id") or "")


def _value(one: dict[str, Any]) -> str:
    return next((as_text(one[key]) for key in VALUES if one.get(key) is not None), "")


def _wording(one: dict[str, Any]) -> str:
    return str(one.get("field_label") or one.get("field_id"))


def _is_score(one: dict[str, Any]) -> bool:
    return one.get("field_type") == "nps"


def _is_further(one: dict[str, Any]) -> bool:
    return not _is_score(one) and one.get("field_type") != "text"


def _joined(key: str, group: list[dict[str, Any]], asked: list[str]) -> list[str]:
    score = next((_value(one) for one in group if _is_score(one)), "")
    words = "\n".join(filter(None, (_value(one) for one in group if one.get("field_type") == "text")))
    who = next((str(w) for one in group if (w := one.get("user_identifier") or one.get("user_id"))), "")
    further = {_wording(one): _value(one) for one in group if _is_further(one)}
    first = group[0]
    facts = [
        key,
        as_text(first.get("collected_at")),
        score,
        words,
        who if "@" in who else "",
        as_text(first["source_type"]),
    ]
    return facts + [further.get(wording, "") for wording in asked]


FORMBRICKS_HUB = Format("formbricks_hub", "Formbricks Hub", recognise, sheet)


def hub_lines(rows: Iterable[FeedbackRow], *, source_type: str, source_name: str) -> Iterator[bytes]:
    """Answers as Hub records, one JSON object a line: a record for the score and one for the words."""
    for row in rows:
        shared = {
            "submission_id": row.identity,
            "collected_at": _written(row.submitted_at),
            "source_type": source_type,
            "source_name": source_name,
            "field_group_id": row.touchpoint,
            "user_id": row.email,
        }
        shared = {key: value for key, value in shared.items() if value is not None}
        if row.score is not None:
            yield _line(shared | {"field_id": SCORE_FIELD, "field_type": "nps", "value_number": row.score})
        if row.comment:
            yield _line(shared | {"field_id": COMMENT_FIELD, "field_type": "text", "value_text": row.comment})


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
