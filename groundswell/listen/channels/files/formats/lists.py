"""Lists of objects from three more tools: Wootric, HubSpot, Help Scout. Categories are never read; scores are."""

from __future__ import annotations

from typing import Any

from .opening import Opened
from .shape import Format, Sheet
from .tables import at, object_sheet, share

EXCLUDED = "left out of the score by the tool it comes from"


def recognise_wootric(opened: Opened) -> float:
    return 0.97 * share(
        opened, lambda one: "excluded_from_calculations" in _response(one) and "score" in _response(one)
    )


def _response(one: dict[str, Any]) -> dict[str, Any]:
    """The response itself, or the one inside a webhook body."""
    inside = one.get("response")
    return inside if isinstance(inside, dict) else one


def wootric_sheet(opened: Opened) -> Sheet:
    def of(key: str) -> Any:
        return lambda one: _response(one).get(key)

    columns = {key: of(key) for key in ("id", "score", "text", "created_at")}
    columns["email"] = lambda one: _response(one).get("email") or _response(one)["end_user"]["email"]
    known = {
        "external_id": "id",
        "submitted_at": "created_at",
        "score": "score",
        "comment": "text",
        "email": "email",
    }
    return object_sheet(opened, columns, known, leave=_excluded)


def _excluded(one: dict[str, Any]) -> str:
    return EXCLUDED if str(_response(one).get("excluded_from_calculations")).lower() == "true" else ""


WOOTRIC = Format("wootric", "Wootric", recognise_wootric, wootric_sheet)


def recognise_hubspot(opened: Opened) -> float:
    def fits(one: dict[str, Any]) -> bool:
        inside = one.get("properties")
        return (
            isinstance(inside, dict)
            and "id" in one
            and any(k.startswith("hs_survey") or k == "hs_sentiment" for k in inside)
        )

    return 0.97 * share(opened, fits)


def hubspot_sheet(opened: Opened) -> Sheet:
    """Every property is a column, without HubSpot's own categories. Only the value of a recommendation survey is a score:
    those of satisfaction (0 to 2) and effort (1 to 7) have scales of their own.
    """
    keys = dict.fromkeys(key for one in opened.objects for key in one.get("properties") or {})
    read = [key for key in keys if key not in CATEGORIES]
    columns = {"id": at("id")} | {key: at("properties", key) for key in read}
    known = {"external_id": "id"}
    for field, choices in HUBSPOT.items():
        key = next((choice for choice in choices if choice in read), None)
        if key:
            known[field] = key
    if "hs_survey_type" not in keys or "hs_value" not in columns:
        return object_sheet(opened, columns, known)
    del columns["hs_value"]
    columns["hs_value"] = lambda one: _value_of(one, is_score=True)
    columns["other_value"] = lambda one: _value_of(one, is_score=False)
    known["score"] = "hs_value"
    return object_sheet(opened, columns, known, questions=["hs_survey_type", "other_value"])


def _value_of(one: dict[str, Any], *, is_score: bool) -> Any:
    given = one["properties"]
    is_nps = str(given.get("hs_survey_type") or "").casefold() == "nps"
    return given.get("hs_value") if is_nps == is_score else None


CATEGORIES = {"hs_sentiment", "hs_response_group"}
HUBSPOT = {
    "email": ("hs_contact_email_rollup",),
    "submitted_at": ("hs_submission_timestamp", "hs_createdate"),
    "channel": ("hs_survey_channel",),
    "comment": ("hs_content",),
}
HUBSPOT_FEEDBACK = Format("hubspot", "HubSpot feedback", recognise_hubspot, hubspot_sheet)


def recognise_help_scout(opened: Opened) -> float:
    def fits(one: dict[str, Any]) -> bool:
        answer = _answer(one)
        return (
            "timestamp" in answer
            and ("value" in answer or "comment" in answer)
            and bool({"category", "name"} & answer.keys())
        )

    return 0.9 * share(opened, fits)


def _answer(one: dict[str, Any]) -> dict[str, Any]:
    inside = one.get("response") or one.get("surveyResponse")
    return inside if isinstance(inside, dict) else one


def help_scout_sheet(opened: Opened) -> Sheet:
    """The value is a text even when it is a number; faces and thumbs are kept as a further answer."""
    columns = {
        "id": lambda one: one.get("id") or one.get("conversationId"),
        "timestamp": lambda one: _answer(one).get("timestamp"),
        "value": lambda one: _number(_answer(one)),
        "comment": lambda one: _answer(one).get("comment"),
        "email": lambda one: one.get("email") or one["customer"]["email"],
        "choice": lambda one: (
            None if _number(_answer(one)) else _answer(one).get("name") or _answer(one).get("value")
        ),
    }
    known = {
        "external_id": "id",
        "submitted_at": "timestamp",
        "score": "value",
        "comment": "comment",
        "email": "email",
    }
    if not any(one.get("id") or one.get("conversationId") for one in opened.objects):
        del known["external_id"]
    return object_sheet(opened, columns, known, questions=["choice"])


def _number(answer: dict[str, Any]) -> str | None:
    value = str(answer.get("value", ""))
    return value if "category" in answer and value.isascii() and value.isdigit() else None


HELP_SCOUT = Format("help_scout", "Help Scout", recognise_help_scout, help_scout_sheet)
