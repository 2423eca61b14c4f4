"""The same of smaller tools and help desks, and plain tables of every kind that nobody knows by its names."""

from __future__ import annotations

import io
import json
from typing import Any

from groundswell.look.tables.sav_file import Variable, sav_chunks

from .fixtures import SCORES, WORDS, email, listed, moment, table


def wootric() -> bytes:
    def one(i: int) -> dict[str, Any]:
        facts = {
            "id": 900 + i,
            "score": SCORES[i % 12],
            "text": WORDS[i % 12],
            "created_at": int(moment(i).timestamp()),
        }
        return facts | {"excluded_from_calculations": i == 3, "end_user": {"id": i, "email": email(i)}}

    return listed([one(i) for i in range(4)])


def hubspot() -> bytes:
    def one(i: int) -> dict[str, Any]:
        facts = {
            "hs_createdate": moment(i).isoformat().replace("+00:00", "Z"),
            "hs_survey_channel": "EMAIL",
            "hs_sentiment": "PROMOTER",
        }
        return {
            "id": str(60 + i),
            "properties": facts
            | {"hs_object_id": str(60 + i), "hs_value": str(SCORES[i % 12]), "hs_content": WORDS[i % 12]},
        }

    return listed({"results": [one(i) for i in range(4)], "paging": {}})


def help_scout() -> bytes:
    def one(i: int) -> dict[str, Any]:
        # The tool's own example calls a 9 a passive.
        return {
            "id": f"h{i}",
            "value": str(SCORES[i % 12]),
            "category": "passive",
            "comment": WORDS[i % 12],
            "timestamp": moment(i).isoformat(),
        }

    faces = {
        "id": "h9",
        "name": "Happy",
        "value": "😀",
        "comment": "Thank you",
        "timestamp": moment(9).isoformat(),
    }
    return listed([*(one(i) for i in range(4)), faces])


def medallia() -> bytes:
    names = "request_id,request_sent_at,request_delivery_status,response_received_at,star_rating,comments,ext_interaction_id,channel,tags,brand,employee_custom_id,team_leader"
    rows = [names.split(",")]
    for i in range(4):
        time = moment(i).isoformat() if i else ""
        rows.append(
            [
                f"m{i}",
                moment(i).isoformat(),
                "delivered",
                time,
                "4",
                WORDS[i % 12],
                "x",
                "chat",
                "late",
                "ours",
                "e1",
                "t1",
            ]
        )
    return table(rows)


def gsa() -> bytes:
    drivers = ("effectiveness", "ease", "efficiency", "transparency", "humanity", "employee", "other")
    names = [
        "external_id",
        "question_1",
        *(f"{s}_{d}" for s in ("positive", "negative") for d in drivers),
        "question_4",
    ]
    return table([names, *([f"u{i}", 4, *[1] * 7, *[0] * 7, WORDS[i % 12]] for i in range(4))])


def unknown_table() -> bytes:
    rows: list[list[Any]] = [["Nr", "Tag", "Note", "Text", "Kontakt", "Alter"]]
    rows += [
        [f"N-{i}", moment(i).strftime("%d/%m/%Y"), SCORES[i % 12], WORDS[i % 12], email(i), 30 + i]
        for i in range(12)
    ]
    return table(rows, ";")


def parquet() -> bytes:
    import pyarrow
    import pyarrow.parquet

    columns = {
        "nr": [f"P-{i}" for i in range(12)],
        "day": [moment(i) for i in range(12)],
        "note": list(SCORES),
        "said": list(WORDS),
    }
    written = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), written)
    return written.getvalue()


def json_lines() -> bytes:
    lines = [
        {"nr": f"J-{i}", "day": moment(i).isoformat(), "note": SCORES[i % 12], "said": WORDS[i % 12]}
        for i in range(12)
    ]
    return "\n".join(map(json.dumps, lines)).encode()


def workbook() -> bytes:
    from openpyxl import Workbook

    book, written = Workbook(), io.BytesIO()
    page = book.active
    page.append(["nr", "day", "note", "said"])
    for i in range(12):
        page.append([f"X-{i}", moment(i).replace(tzinfo=None), SCORES[i % 12], WORDS[i % 12]])
    book.save(written)
    return written.getvalue()


SAV_VARIABLES = (
    Variable("ResponseId", "Response ID", 20),
    Variable("RecordedDate", "Recorded Date", is_moment=True),
    Variable("Q1", "How likely are you to recommend us?", labels={0: "Not at all likely", 10: "Extremely likely", 99: "Refused"}, missing=(99,)),
    Variable("Q2", "What is the main reason?", 400),
    Variable("Q3", "Where did you buy?", labels={1: "In the shop", 2: "On the web", 9: "I do not know"}),
    Variable("weight", ""),
)  # fmt: skip


def sav() -> bytes:
    """An SPSS file as survey tools give it: codes with labels, a missing code, a time without a zone."""
    cases = [
        [f"R_{i:03}", moment(i), 99 if i == 3 else SCORES[i], WORDS[i], (1, 2, 9)[i % 3], 1.5]
        for i in range(len(SCORES))
    ]
    return b"".join(sav_chunks(SAV_VARIABLES, cases))
