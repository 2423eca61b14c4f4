"""Google Forms: the CSV, whose first column is the time under a name in some language, and the API's list."""

from __future__ import annotations

import re
from typing import Any

from .moments import WRITTEN
from .opening import Opened
from .shape import Column, Format, Sheet
from .tables import object_sheet, share, table_sheet

SHORTEST_QUESTION = 12
SECONDS_INSIDE = re.compile(r".*[0-9][:.][0-9]{2}[:.][0-9]{2}.*")


def recognise(opened: Opened) -> float:
    """By shape: a first column of times to the second, and beside it only questions, most of them written out."""
    if opened.kind == "json" or len(opened.head) < 2 or len(opened.head[0]) < 2:
        return 0.0
    times = [row[0].strip() for row in opened.head[1:]]
    written = all(WRITTEN.fullmatch(time) and SECONDS_INSIDE.fullmatch(time) for time in times)
    questions = [title.strip() for title in opened.head[0][1:]]
    asked = sum(len(title) >= SHORTEST_QUESTION and " " in title for title in questions)
    return 0.7 if written and asked * 2 >= len(questions) else 0.0


def sheet(opened: Opened) -> Sheet:
    titles = [title.strip() for title in opened.head[0]]
    columns = [Column("time", titles[0]), *(Column(title, title, True) for title in titles[1:])]
    return table_sheet(opened, columns, header_rows=1, known={"submitted_at": "time"})


GOOGLE_FORMS = Format("google_forms", "Google Forms", recognise, sheet)


def recognise_api(opened: Opened) -> float:
    shape = {"responseId", "createTime", "answers"}
    return 0.97 * share(opened, lambda one: shape <= one.keys())


def api_sheet(opened: Opened) -> Sheet:
    questions = list(dict.fromkeys(key for one in opened.objects for key in one.get("answers") or {}))
    columns: dict[str, Any] = {
        "responseId": lambda one: one["responseId"],
        "time": lambda one: one.get("lastSubmittedTime") or one["createTime"],
        "respondentEmail": lambda one: one.get("respondentEmail"),
    }
    for question in questions:
        columns[f"question {question}"] = lambda one, q=question: [
            answer["value"] for answer in one["answers"][q]["textAnswers"]["answers"]
        ]
    known = {"external_id": "responseId", "submitted_at": "time", "email": "respondentEmail"}
    return object_sheet(opened, columns, known, questions=[f"question {q}" for q in questions])


GOOGLE_FORMS_API = Format("google_forms_api", "Google Forms (API)", recognise_api, api_sheet)
