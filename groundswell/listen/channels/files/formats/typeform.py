"""Typeform: the CSV in both layouts (several choices in one cell, or one column for each), and webhook bodies."""

from __future__ import annotations

import re
from typing import Any

from .moments import looks_like_a_time
from .opening import Opened
from .shape import Column, Format, Sheet
from .tables import object_sheet, share, table_sheet

TOKEN = re.compile(r"[0-9a-z]{12,40}")
TIMES_AT_THE_END = 8


def recognise(opened: Opened) -> float:
    if len(opened.head) < 2 or opened.head[0][0].strip("\ufeff ") != "#":
        return 0.0
    tokens = all(TOKEN.fullmatch(row[0].strip()) for row in opened.head[1:])
    return 0.95 if tokens and len(_times(opened)) > 1 else 0.0


def _times(opened: Opened) -> list[int]:
    """The columns of the start and the end of an answer: the last two that hold nothing but times."""
    width = len(opened.head[0])
    rows = [row for row in opened.head[1:] if len(row) >= width]
    late = range(max(1, width - TIMES_AT_THE_END), width)
    return [i for i in late if rows and all(looks_like_a_time(row[i].strip()) for row in rows)][-2:]


def sheet(opened: Opened) -> Sheet:
    titles = opened.head[0]
    start, end = _times(opened)
    columns = [Column("#", "#")] + [
        Column(title.strip(), title.strip(), i < start) for i, title in enumerate(titles[1:], 1)
    ]
    columns[end] = Column("submitted", titles[end])
    known = {"external_id": "#", "submitted_at": "submitted"}
    return table_sheet(opened, columns, header_rows=1, known=known, time_zone="UTC")


TYPEFORM = Format("typeform", "Typeform", recognise, sheet)


def recognise_webhook(opened: Opened) -> float:
    return 0.98 * share(
        opened, lambda one: one.get("event_type") == "form_response" and "form_response" in one
    )


def webhook_sheet(opened: Opened) -> Sheet:
    """One column per field, told apart by its reference; its wording is the title of the first body."""
    columns: dict[str, Any] = {
        "token": lambda one: one["form_response"]["token"],
        "submitted_at": lambda one: one["form_response"]["submitted_at"],
    }
    known = {"external_id": "token", "submitted_at": "submitted_at"}
    questions = []
    for ref, (wording, kind) in _fields(opened).items():
        key = wording if wording and wording not in columns else ref
        columns[key] = lambda one, asked=ref: _answer(one, asked)
        questions.append(key)
        field = {"email": "email", "nps": "score", "long_text": "comment"}.get(kind)
        if field:
            known.setdefault(field, key)
    return object_sheet(opened, columns, known, questions=questions)


def _fields(opened: Opened) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for one in opened.objects:
        response = one.get("form_response") or {}
        for field in (response.get("definition") or {}).get("fields") or []:
            kind = str(field.get("type"))
            steps = (field.get("properties") or {}).get("steps")
            kind = "nps" if kind == "nps" or (kind == "opinion_scale" and steps == 11) else kind
            found.setdefault(str(field.get("ref") or field.get("id")), (str(field.get("title") or ""), kind))
    return found


def _answer(one: dict[str, Any], ref: str) -> Any:
    for answer in one["form_response"].get("answers") or []:
        field = answer["field"]
        if ref in (field.get("ref"), field.get("id")):
            said = answer.get(answer["type"])
            if isinstance(said, dict):
                return said.get("labels") or said.get("label") or said.get("other")
            return said
    return None


TYPEFORM_WEBHOOK = Format("typeform_webhook", "Typeform (webhook)", recognise_webhook, webhook_sheet)
