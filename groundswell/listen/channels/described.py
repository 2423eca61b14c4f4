"""What other systems may send us and ask us for, as the document of the API says it: made of the rules that judge it."""

from __future__ import annotations

from typing import Any

from groundswell.foundation.access.models import ApiToken

from .api.describing import Operation, Schema
from .api.intake import COUNT, PATH, SURVEY
from .api.response_rules import FIELDS, KINDS_OF_SCORE, LONGEST_NAME_OF_METADATA, MOST_METADATA
from .api.survey_rules import LONGEST_CODE, MOST_VERSIONS, OURS
from .consent_words import CHOICES, LONGEST_SOURCE, SAID, WHO
from .files.rows import LIMITS

INTAKE, CONSENT = ApiToken.Scope.INTAKE.value, ApiToken.Scope.CONSENT.value
MOMENT: Schema = {"type": "string", "format": "date-time", "description": "Without an offset it is the organisation's own clock."}  # fmt: skip
COMMENT: Schema = {"type": "string", "maxLength": LIMITS["comment"]}
FACTS: Schema = {
    "type": "object",
    "maxProperties": MOST_METADATA,
    "propertyNames": {"maxLength": LONGEST_NAME_OF_METADATA},
    "additionalProperties": {"anyOf": [COMMENT, {"type": ["number", "boolean", "null"]}]},
}
KNOWN: dict[str, Schema] = {
    "external_id": {"type": "string", "minLength": 1, "maxLength": LIMITS["external_id"]},
    "submitted_at": MOMENT,
    "score": {"type": "integer", "minimum": 0, "maximum": 10},
    "comment": COMMENT,
    "email": {"type": "string", "format": "email", "maxLength": LIMITS["email"]},
    "unit": {"type": "string", "maxLength": LIMITS["unit"]},
    "touchpoint": {"type": "string", "maxLength": LIMITS["touchpoint"]},
    "kind_of_score": {"type": "string", "enum": sorted(KINDS_OF_SCORE)},
    "metadata": FACTS,
}
CODE: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_CODE}
VERSION: Schema = {"type": "integer", "minimum": 1, "maximum": MOST_VERSIONS}
NUMBERED: Schema = {"type": "string", "description": "Our id, 32 hexadecimal digits."}


def _object(properties: dict[str, Any], *needed: str) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(needed),
        "additionalProperties": False,
    }


ONE_ANSWER = _object({name: KNOWN[name] for name in sorted(FIELDS)}, "external_id", "submitted_at", "score")
WHOLE_SURVEY = _object(
    {name: KNOWN[name] for name in sorted(FIELDS - set(OURS))}
    | {
        "survey": CODE,
        "version": VERSION,
        "answers": {"type": "object", "description": "By the key of each question."},
    },
    *("external_id", "submitted_at", "survey", "answers"),
)
KEPT = _object({"id": NUMBERED, "external_id": KNOWN["external_id"]}, "id", "external_id")
LISTED = _object(
    {"results": {"type": "array", "items": KEPT}, "next": {"type": ["string", "null"]}}, "results", "next"
)
ASKED = _object(
    {"survey": CODE, "version": VERSION, "title": {"type": "string"}, "kind_of_score": {"type": "string"}}
    | {"languages": {"type": "array", "items": {"type": "string"}}, "definition": {"type": "object"}},
    *("survey", "version", "title", "kind_of_score", "languages", "definition"),
)
WORD: Schema = {
    "type": "object",
    "description": "Exactly one of email, phone and external_id says who.",
    "properties": {name: {"type": ["string", "null"]} for name in WHO}
    | {name: {"type": "string", "enum": list(known)} for name, known in CHOICES.items()}
    | {"agrees": {"type": "boolean"}, "said_at": MOMENT, "source": {"type": "string", "minLength": 1, "maxLength": LONGEST_SOURCE}},
    "required": list(SAID),
    "additionalProperties": False,
}  # fmt: skip
HOLDS = _object({"allows": {"type": "boolean"}, "changed": {"type": "boolean"}}, "allows", "changed")
KEY: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    "description": "The same key and the same body are one answer for a month.",
}
VALUES = ("required", "unknown_field", "not_an_integer", "out_of_range", "too_long", "invalid_text", "control_character", "invalid_date", "ambiguous_date", "date_out_of_range", "nonexistent_time", "invalid_email", "invalid_choice")  # fmt: skip
OF_SURVEYS = ("unknown_survey", "closed", "answer", "answer_missing", "confidential")

OPERATIONS = (
    Operation(
        "post", PATH, "send_answer", "Send one answer, or the answers to a whole survey.", INTAKE,
        {201: ("Stored now, on disk.", KEPT), 200: ("Stored before: the first id again.", KEPT)},
        (*VALUES, *OF_SURVEYS, "bad_key", "key_reuse", "conflict", "busy", "unwritten"),
        body={"oneOf": [ONE_ANSWER, WHOLE_SURVEY]},
        example={"external_id": "order-4711", "submitted_at": "2026-03-11T10:00:00Z", "score": 9, "comment": "Quick and friendly"},
        parameters=(KEY,),
    ),
    Operation(
        "get", PATH, "list_answers", "What was acknowledged to you in the last month.", INTAKE,
        {200: ("One page; next leads to the following one.", LISTED)}, ("bad_cursor", "unknown_parameter"),
        parameters=({"name": "cursor", "in": "query", "schema": {"type": "string", "pattern": "^[0-9]{1,18}$"}},),
    ),
    Operation(
        "get", COUNT, "count_answers", "How many that are.", INTAKE,
        {200: ("The number.", _object({"count": {"type": "integer", "minimum": 0}}, "count"))}, ("unknown_parameter",),
    ),
    Operation(
        "get", SURVEY, "read_survey", "A survey, to ask it in your own looks.", INTAKE,
        {200: ("The newest version, or the one that is asked for.", ASKED)}, ("unknown_survey", "closed", "unknown_parameter", "invalid_text", "control_character"),
        parameters=(
            {"name": "code", "in": "path", "required": True, "schema": CODE},
            {"name": "version", "in": "query", "schema": VERSION},
        ),
    ),
    Operation(
        "post", "/api/v1/consents", "tell_consent", "Tell one word of one customer: they agree, or they do not.", CONSENT,
        {200: ("What holds now, and whether that is new.", HOLDS)}, ("unusable",), body=WORD,
        example={"email": "ann@example.org", "purpose": "asking", "channel": "email", "agrees": False, "said_at": "2026-03-11T10:00:00Z", "source": "preference centre"},
    ),
)  # fmt: skip
