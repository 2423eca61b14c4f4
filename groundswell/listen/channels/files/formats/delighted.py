"""Delighted: responses as its API lists them, and its lists of people who unsubscribed or whose mail bounced.

Scores other than the recommendation question (satisfaction, effort, stars, thumbs) have other scales: their words are
kept and their number stays among the further answers. Column names of a CSV export are not published, so a CSV comes in
by the mapping page.
"""

from __future__ import annotations

from typing import Any

from .opening import Opened
from .shape import Format, Sheet
from .tables import at, object_sheet, share

SHAPE = {"survey_type", "person", "score", "created_at"}
RECOMMENDATION = {"nps"}
OF_EMPLOYEES = "an answer of an employee"


def recognise(opened: Opened) -> float:
    return 0.98 * share(opened, lambda one: one.keys() >= SHAPE)


def sheet(opened: Opened) -> Sheet:
    columns = {
        "id": at("id"),
        "created_at": at("created_at"),
        "score": lambda one: one["score"] if one["survey_type"] in RECOMMENDATION else None,
        "comment": at("comment"),
        "email": lambda one: one["person"]["email"],
        "name": lambda one: one["person"]["name"],
        "tags": lambda one: [tag["name"] if isinstance(tag, dict) else tag for tag in one["tags"]],
        "survey_type": at("survey_type"),
        "other_score": lambda one: None if one["survey_type"] in RECOMMENDATION else one["score"],
    }
    questions = ["survey_type", "other_score"]
    for question in _questions(opened):
        columns[question] = lambda one, asked=question: _answer(one, asked)
        questions.append(question)
    known = {"external_id": "id", "submitted_at": "created_at"}
    known |= {field: field for field in ("score", "comment", "email", "name", "tags")}
    return object_sheet(opened, columns, known, questions=questions, leave=_of_employees)


def _of_employees(one: dict[str, Any]) -> str:
    return OF_EMPLOYEES if one.get("survey_type") == "enps" else ""


def _questions(opened: Opened) -> list[str]:
    asked: dict[str, None] = {}
    for one in opened.objects:
        for answer in one.get("additional_answers") or []:
            asked.setdefault(_wording(answer))
    return list(asked)


def _wording(answer: dict[str, Any]) -> str:
    question = answer.get("question") or {}
    return str(question.get("text") or question.get("id") or "further question")


def _answer(one: dict[str, Any], asked: str) -> Any:
    for answer in one.get("additional_answers") or []:
        if _wording(answer) != asked:
            continue
        value = answer["value"]
        if value.get("select_many"):
            return [choice["text"] for choice in value["select_many"]]
        chosen = (value.get("select_one") or {}).get("text")
        return next(
            (said for said in (value.get("free_response"), value.get("scale"), chosen) if said is not None),
            None,
        )
    return None


DELIGHTED = Format("delighted", "Delighted", recognise, sheet)


def recognise_refusals(opened: Opened) -> float:
    return 0.97 * share(
        opened, lambda one: "email" in one and bool({"unsubscribed_at", "bounced_at"} & one.keys())
    )


def refusals_sheet(opened: Opened) -> Sheet:
    columns = {
        "email": at("email"),
        "name": at("name"),
        "since": lambda one: one.get("unsubscribed_at") or one.get("bounced_at"),
    }
    known = {"email": "email", "name": "name", "opted_out": "since"}
    return object_sheet(opened, columns, known, is_list_of_refusals=True)


DELIGHTED_REFUSALS = Format(
    "delighted_refusals", "Delighted list of people not to contact", recognise_refusals, refusals_sheet
)
