"""How other systems read the log of decisions, as the document of the API says it."""

from __future__ import annotations

from groundswell.foundation.access.models import ApiToken
from groundswell.listen.channels.api.describing import Operation, Schema

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
WORDS: Schema = {"type": "array", "items": TEXT}
DAY: Schema = {"type": "string", "format": "date"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
CONDITION: Schema = {
    "type": "object",
    "properties": {
        "words": TEXT,
        "owner": MAYBE_TEXT,
        "due_on": {"type": ["string", "null"], "format": "date"},
        "is_met": {"type": ["boolean", "null"], "description": "null while it is open."},
        "said_by": MAYBE_TEXT,
        "said_at": MAYBE_TEXT,
        "shown_by": TEXT,
    },
}
ROW: Schema = {
    "type": "object",
    "properties": dict.fromkeys(
        (
            "at",
            "body",
            "opportunity",
            "reasons",
            "amount",
            "kind_of_money",
            "released",
            "spent",
            "decided_by",
        ),
        TEXT,
    )
    | {"id": {"type": "integer"}, "approved": {"type": "boolean"}, "in_favour": COUNT, "against": COUNT}
    | {"dissent": WORDS, "conditions": {"type": "array", "items": CONDITION}}
    | {"review_on": {"type": ["string", "null"], "format": "date"}},
}
LISTED: Schema = {
    "type": "object",
    "properties": {"count": COUNT, "page": COUNT, "pages": COUNT, "results": {"type": "array", "items": ROW}},
    "required": ["count", "page", "pages", "results"],
}
OPERATIONS = (
    Operation(
        "get", "/api/v1/council/decisions", "read_council_decisions",
        "Read what the council decided, with dissent, conditions and money, as the token's owner may.",
        ApiToken.Scope.SCORES.value,
        {200: ("A hundred decisions, the latest first.", LISTED)}, ("unusable", "not_found"),
        parameters=(
            {"name": "since", "in": "query", "schema": DAY},
            {"name": "until", "in": "query", "schema": DAY},
            {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}},
        ),
    ),
)  # fmt: skip
