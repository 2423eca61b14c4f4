"""Small files in the real shape of each tool, written for these tests; nobody in them exists."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

FIRST = datetime(2025, 9, 1, 9, 5, tzinfo=UTC)
STEP = timedelta(days=11, minutes=17)
SCORES = (10, 9, 3, 8, 0, 7, 10, 6, 9, 10, 5, 9)
WORDS = (
    "The driver rang before he came and was kind.",
    "Quick answer to my question, thank you.",
    "My parcel lay in the rain for two days.",
    "Good, but the box was far too large.",
    "Nobody called me back about my refund.",
    "It was fine, nothing special to say about it.",
    "Best return desk I have met, and so friendly.",
    "The invoice was wrong for the second time.",
    "Easy to order, easy to change the date.",
    "Your shop in Leeds is a pleasure to visit.",
    "Waiting on the phone for thirty minutes is too long.",
    "The new form is clear and short.",
)


def moment(i: int) -> datetime:
    return FIRST + i * STEP


def email(i: int) -> str:
    return f"customer{i}@people.example"


def table(rows: list[list[Any]], mark: str = ",") -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=mark).writerows(rows)
    return written.getvalue().encode()


def listed(found: Any) -> bytes:
    return json.dumps(found, ensure_ascii=False).encode()


def qualtrics(count: int = 12) -> bytes:
    names = (
        "StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,RecordedDate,ResponseId"
    )
    names += ",RecipientLastName,RecipientFirstName,RecipientEmail,ExternalReference,LocationLatitude,LocationLongitude"
    names += ",DistributionChannel,UserLanguage,Q1,Q1_NPS_GROUP,Q2,Q3,Q2 - Topics"
    labels = [
        "Anfangsdatum",
        "Enddatum",
        "Antworttyp",
        "IP-Adresse",
        *["…"] * 13,
        "Wie wahrscheinlich ist es?",
    ]
    labels += ["Wie wahrscheinlich ist es? - Gruppe", "Warum?", "Filiale", "Warum? - Themen"]
    ids = "startDate,endDate,status,ipAddress,progress,duration,finished,recordedDate,_recordId,recipientLastName"
    ids += ",recipientFirstName,recipientEmail,externalDataReference,locationLatitude,locationLongitude"
    ids += ",distributionChannel,userLanguage,QID1,QID1_NPS_GROUP,QID2_TEXT,QID3,QID2_TEXT_topics"
    rows = [names.split(","), labels, [json.dumps({"ImportId": one}) for one in ids.split(",")]]
    for i in range(count):
        score = SCORES[i % 12]
        day = moment(i).strftime("%Y-%m-%d %H:%M:%S")
        facts = [
            day,
            day,
            "0",
            "192.0.2.7",
            "100",
            "61",
            "1",
            day,
            f"R_{i:015d}",
            "Muster",
            f"Person {i}",
            email(i),
            "",
        ]
        facts += ["53.8", "-1.5", "email", "DE"]
        # The group is wrong on purpose: we count for ourselves.
        rows.append([*facts, score, "1", WORDS[i % 12], ["Leeds", "York"][i % 2], "Lieferung"])
    preview = rows[-1].copy()
    preview[2], preview[8] = "1", "R_preview"
    return b"\xef\xbb\xbf" + table([*rows, preview])


def qualtrics_legacy() -> bytes:
    first = [*(f"V{i}" for i in range(1, 11)), "Q1", "Q2", "LocationLatitude", ""]
    labels = ["ResponseID", "ResponseSet", "Name", "E-Mail", "IPAddress", "ExternalDataReference", "Status"]
    labels += ["StartDate", "EndDate", "Finished", "How likely?", "Why?", "LocationLatitude", ""]
    rows = [first, labels]
    for i in range(4):
        day = moment(i).strftime("%Y-%m-%d %H:%M:%S")
        rows.append(
            [
                f"R_{i}",
                "Default",
                "",
                email(i),
                "192.0.2.1",
                "",
                "0",
                day,
                day,
                "1",
                SCORES[i % 12],
                WORDS[i % 12],
                "1",
                "",
            ]
        )
    return b"\xef\xbb\xbf" + table(rows)


def surveymonkey(count: int = 12) -> bytes:
    facts = [
        "Respondent ID",
        "Collector ID",
        "Start Date",
        "End Date",
        "IP Address",
        "Email Address",
        "First Name",
    ]
    facts += ["Last Name", "Custom Data 1"]
    titles = [*facts, "How likely is it that you recommend us?", "Why?", "What did you use?", "", ""]
    parts = [*[""] * 9, "Response", "Open-Ended Response", "Shop", "Web", "Phone"]
    rows = [titles, parts]
    for i in range(count):
        day = moment(i).strftime("%m/%d/%Y %I:%M:%S %p")
        used = [["Shop", "", ""], ["", "Web", "Phone"]][i % 2]
        rows.append(
            [
                f"1180{i:06d}",
                "4420001",
                day,
                day,
                "192.0.2.9",
                email(i),
                f"Person {i}",
                "Muster",
                "",
                SCORES[i % 12],
                WORDS[i % 12],
                *used,
            ]
        )
    return table(rows)


def surveymonkey_bulk() -> bytes:
    def one(i: int) -> dict[str, Any]:
        answers = [
            {
                "id": "501",
                "answers": [{"choice_id": f"9{i}", "choice_metadata": {"weight": str(SCORES[i % 12])}}],
            },
            {"id": "502", "answers": [{"text": WORDS[i % 12]}]},
        ]
        facts = {
            "id": str(700 + i),
            "collection_mode": "default",
            "response_status": "completed",
            "email_address": email(i),
        }
        return facts | {
            "collector_id": "4", "survey_id": "3", "date_created": moment(i).isoformat(), "first_name": f"Person {i}",
            "pages": [{"id": "1", "questions": answers}],
        }  # fmt: skip

    return listed({"data": [one(i) for i in range(4)], "per_page": 50, "page": 1, "total": 4})


def typeform(count: int = 12, *, old: bool = False) -> bytes:
    chosen = ["Shop", "Web"] if old else ["What did you use?"]
    rows = [
        [
            "#",
            "How likely are you to recommend us?",
            "Why?",
            "Your e-mail",
            *chosen,
            "Start Date (UTC)",
            "Submit Date (UTC)",
            "Network ID",
        ]
    ]
    for i in range(count):
        day = moment(i).strftime("%Y-%m-%d %H:%M:%S")
        used = ["Shop", ""] if old else [" / Shop / Web"]
        rows.append(
            [f"{i:032x}", SCORES[i % 12], WORDS[i % 12], email(i), *used, day, day, f"d3560842{i:02x}"]
        )
    return table(rows)


def typeform_webhook() -> bytes:
    fields = [
        {
            "id": "a1",
            "ref": "recommend",
            "type": "opinion_scale",
            "title": "Recommend?",
            "properties": {"steps": 11},
        },
        {"id": "a2", "ref": "why", "type": "long_text", "title": "Why?"},
        {"id": "a3", "ref": "mail", "type": "email", "title": "E-mail"},
        {"id": "a4", "ref": "used", "type": "multiple_choice", "title": "Used"},
    ]

    def one(i: int) -> str:
        answers = [
            {
                "type": "number",
                "number": SCORES[i % 12],
                "field": {"id": "a1", "type": "opinion_scale", "ref": "recommend"},
            },
            {"type": "text", "text": WORDS[i % 12], "field": {"id": "a2", "type": "long_text", "ref": "why"}},
            {"type": "email", "email": email(i), "field": {"id": "a3", "type": "email", "ref": "mail"}},
            {"type": "choices", "choices": {"labels": ["Shop", "Web"]}, "field": {"id": "a4", "ref": "used"}},
        ]
        body = {
            "form_id": "f",
            "token": f"t{i}",
            "submitted_at": moment(i).isoformat().replace("+00:00", "Z"),
        }
        body |= {"definition": {"id": "f", "title": "F", "fields": fields}, "answers": answers}
        return json.dumps({"event_id": f"e{i}", "event_type": "form_response", "form_response": body})

    return "\n".join(one(i) for i in range(4)).encode()


def delighted(count: int = 12) -> bytes:
    def one(i: int) -> dict[str, Any]:
        asked = {"id": "q1", "type": "select_one", "text": "What did you use?"}
        return {
            "id": str(4000 + i), "person": {"id": str(i), "email": email(i), "name": f"Person {i}", "type": "aware"},
            "survey_type": "nps", "score": SCORES[i % 12], "comment": WORDS[i % 12], "permalink": "https://tool.example/r",
            "created_at": int(moment(i).timestamp()), "updated_at": None, "person_properties": {"plan": "basic"},
            "notes": [], "tags": ["late"] if i == 2 else [],
            "additional_answers": [{"id": "x", "value": {"free_response": None, "scale": None, "select_one": {"id": "s", "text": "Shop"}}, "question": asked}],
        }  # fmt: skip

    satisfied = one(0) | {"id": "4999", "survey_type": "csat", "score": 2}
    return listed([*(one(i) for i in range(count)), satisfied])


def delighted_unsubscribes() -> bytes:
    return listed(
        [{"person_id": "1", "email": email(i), "name": None, "unsubscribed_at": 1713418460} for i in (1, 77)]
    )


def google_forms() -> bytes:
    rows: list[list[Any]] = [
        ["Zeitstempel", "Wie wahrscheinlich ist es, dass Sie uns empfehlen?", "Was war der Grund dafür?"]
    ]
    rows += [[moment(i).strftime("%d.%m.%Y %H:%M:%S"), SCORES[i % 12], WORDS[i % 12]] for i in range(12)]
    return table([*rows, rows[-1]])


def google_forms_api() -> bytes:
    def one(i: int) -> dict[str, Any]:
        said = {"19d": str(SCORES[i % 12]), "3a2": WORDS[i % 12]}
        answers = {q: {"questionId": q, "textAnswers": {"answers": [{"value": v}]}} for q, v in said.items()}
        time = moment(i).isoformat().replace("+00:00", ".123Z")
        return {
            "responseId": f"g{i}",
            "createTime": time,
            "lastSubmittedTime": time,
            "respondentEmail": email(i),
            "answers": answers,
        }

    return listed({"responses": [one(i) for i in range(4)]})


def formbricks_hub() -> bytes:
    records = []
    for i in range(4):
        shared = {
            "submission_id": f"s{i}",
            "collected_at": moment(i).isoformat(),
            "source_type": "survey",
            "user_id": email(i),
        }
        records.append(shared | {"field_id": "nps", "field_type": "nps", "value_number": SCORES[i % 12]})
        records.append(shared | {"field_id": "why", "field_type": "text", "value_text": WORDS[i % 12]})
        records.append(
            shared
            | {"field_id": "used", "field_label": "Used", "field_type": "categorical", "value_text": "Shop"}
        )
    return "\n".join(map(json.dumps, records)).encode()
