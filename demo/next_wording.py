"""The next version of one survey while somebody words it: three languages, a branch, and a table. It asks nobody yet."""

from datetime import datetime, timedelta
from typing import Any

from demo.journey import Journey
from groundswell.listen.surveys.actions import keep_revision
from groundswell.listen.surveys.definition import SCHEMA

SURVEY = "delivery"


def word_next_version(journey: Journey, at: datetime) -> None:
    """Begun yesterday. The core question keeps its English words, so that scores go on comparing."""
    version = journey.versions[SURVEY][-1]
    keep_revision(version.survey, _wording(version.definition), at=at - timedelta(days=1))


def _wording(present: dict[str, Any]) -> dict[str, Any]:
    core, why = present["questions"]
    translated = core | {
        "text": core["text"]
        | {
            "de": "Wenn Sie an die Lieferung denken: Wie wahrscheinlich empfehlen Sie Linden & Lark weiter?",
            "ar": "بالنظر إلى التوصيل: ما مدى احتمال أن توصي صديقاً بـ Linden & Lark؟",
        },
        "low": core["low"] | {"de": "Überhaupt nicht wahrscheinlich", "ar": "غير محتمل على الإطلاق"},
        "high": core["high"] | {"de": "Äußerst wahrscheinlich", "ar": "محتمل جداً"},
    }
    reason = why | {"text": why["text"] | {"de": "Was ist der Hauptgrund?", "ar": "ما السبب الرئيسي؟"}}
    return {
        "schema": SCHEMA,
        "languages": ["en", "de", "ar"],
        "title": {"en": "Your delivery", "de": "Ihre Lieferung", "ar": "توصيلتك"},
        "questions": [translated, reason, WHERE, PARTS],
        "thanks": {"en": "Thank you. The depot reads it tomorrow morning."},
    }


def _texts(en: str, de: str, ar: str = "") -> dict[str, str]:
    return {"en": en, "de": de} | ({"ar": ar} if ar else {})


WHERE = {
    "key": "where",
    "kind": "single",
    "text": _texts("Where did it go wrong?", "Wo ging es schief?", "أين حدث الخطأ؟"),
    "required": True,
    "visibleIf": "{score} <= 6",
    "choices": [
        {"value": "late", "text": _texts("It came late", "Sie kam zu spät", "تأخرت")},
        {"value": "door", "text": _texts("At the door", "An der Tür", "عند الباب")},
        {"value": "damaged", "text": _texts("It was damaged", "Sie war beschädigt", "كانت تالفة")},
    ],
}
PARTS = {
    "key": "parts",
    "kind": "matrix",
    "text": _texts("How was each part of it?", "Wie war jeder Teil davon?"),
    "rows": [
        {"value": "time", "text": _texts("The day and hour", "Tag und Uhrzeit")},
        {"value": "driver", "text": _texts("The driver", "Der Fahrer")},
    ],
    "columns": [
        {"value": "good", "text": _texts("Good", "Gut")},
        {"value": "fair", "text": _texts("Fair", "Mittel")},
        {"value": "poor", "text": _texts("Poor", "Schlecht")},
    ],
}
