"""SurveyMonkey: the CSV with two header rows, in which an empty cell continues the question at its left; and API v3 bulk.

The labels are in the language of the account. The structure is not: nine columns about the respondent with a number
first, an empty second row above them, then questions.
"""

from __future__ import annotations

from typing import Any

from .moments import looks_like_a_time
from .opening import Opened
from .shape import Column, Format, Sheet
from .tables import at, object_sheet, share, table_sheet

FACTS = ("respondent", "collector", "started", "ended", "address", "email", "first_name", "last_name")
KNOWN = {"external_id": "respondent", "submitted_at": "ended", "email": "email", "name": "first_name"}


def recognise(opened: Opened) -> float:
    if len(opened.head) < 3 or len(opened.head[0]) < 10:
        return 0.0
    titles, parts, first = opened.head[0], opened.head[1], opened.head[2]
    facts = not any(cell.strip() for cell in parts[:8]) and all(cell.strip() for cell in titles[:8])
    ids = all(cell.strip().isdigit() for row in opened.head[2:] for cell in row[:2])
    times = all(looks_like_a_time(cell.strip()) for cell in first[2:4])
    return 0.95 if facts and ids and times and any(parts[8:]) else 0.0


def sheet(opened: Opened) -> Sheet:
    titles, parts = opened.head[0], opened.head[1]
    columns, question = [], ""
    for i, title in enumerate(titles):
        part = parts[i].strip() if i < len(parts) else ""
        question = title.strip() or question
        is_question = bool(part)
        columns.append(
            Column(FACTS[i] if i < len(FACTS) else _key(question, part), _key(question, part), is_question)
        )
    return table_sheet(opened, columns, header_rows=2, known=dict(KNOWN))


def _key(question: str, part: str) -> str:
    return f"{question}: {part}" if part else question


SURVEYMONKEY = Format("surveymonkey", "SurveyMonkey", recognise, sheet)


def recognise_bulk(opened: Opened) -> float:
    shape = {"collection_mode", "response_status", "collector_id", "pages"}
    return 0.95 * share(opened, lambda one: shape <= one.keys())


def bulk_sheet(opened: Opened) -> Sheet:
    """One column per question: texts, and the words of choices where they were asked for (simple); else weights or ids."""
    questions: dict[str, None] = {}
    for one in opened.objects:
        for question, _ in _answers(one):
            questions.setdefault(question)
    columns: dict[str, Any] = {
        "id": at("id"),
        "date_created": at("date_created"),
        "email": lambda one: one.get("email_address") or _contact(one, "email"),
        "name": lambda one: f"{_name(one, 'first_name')} {_name(one, 'last_name')}".strip(),
        "collection_mode": at("collection_mode"),
    }
    for question in questions:
        columns[f"question {question}"] = lambda one, q=question: dict(_answers(one)).get(q)
    known = {
        "external_id": "id",
        "submitted_at": "date_created",
        "email": "email",
        "name": "name",
        "channel": "collection_mode",
    }
    return object_sheet(opened, columns, known, questions=[f"question {q}" for q in questions])


def _answers(one: dict[str, Any]) -> list[tuple[str, str]]:
    found = []
    for page in one.get("pages") or []:
        for question in page.get("questions") or []:
            for answer in question.get("answers") or []:
                metadata = answer.get("choice_metadata") or {}
                said = (
                    answer.get("text")
                    or answer.get("simple_text")
                    or metadata.get("weight")
                    or answer.get("choice_id")
                )
                if said is not None:
                    found.append((str(question.get("id")), str(said)))
    return found


def _contact(one: dict[str, Any], key: str) -> Any:
    return at("metadata", "contact", key, "value")(one)


def _name(one: dict[str, Any], key: str) -> str:
    return str(one.get(key) or _contact(one, key) or "")


SURVEYMONKEY_API = Format("surveymonkey_api", "SurveyMonkey (API)", recognise_bulk, bulk_sheet)
