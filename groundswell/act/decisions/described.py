"""How other systems register decisions, as the document of the API says it."""

from __future__ import annotations

from groundswell.foundation.access.models import ApiToken
from groundswell.listen.channels.api.describing import Operation, Schema

from .told import LISTS, LONGEST, MOST_LISTED, NEEDED, NUMBERS

CODES: Schema = {"type": ["array", "null"], "maxItems": MOST_LISTED, "items": {"type": "string"}}
DECISION: Schema = {
    "type": "object",
    "properties": {
        name: {"type": "string", "minLength": 1, "maxLength": most}
        if name in NEEDED
        else {"type": ["string", "null"], "maxLength": most}
        for name, most in LONGEST.items()
    }
    | {"takes_effect_on": {"type": ["string", "null"], "format": "date"}}
    | {name: {"type": ["number", "string", "null"]} for name in NUMBERS}
    | dict.fromkeys(LISTS, CODES),
    "required": list(NEEDED),
    "additionalProperties": False,
}
STORED: Schema = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "key": {"type": "string"},
        "is_assessed": {"type": "boolean"},
        "assessment_is_owed": {"type": "boolean"},
    },
    "required": ["id", "key", "is_assessed", "assessment_is_owed"],
    "additionalProperties": False,
}
OPERATIONS = (
    Operation(
        "post", "/api/v1/decisions", "register_decision", "Register a decision with what it does to customers.",
        ApiToken.Scope.DECISIONS.value,
        {201: ("Stored now.", STORED), 200: ("Stored before.", STORED)}, ("conflict", "unusable"),
        body=DECISION,
        example={"key": "FIN-2026-04", "title": "Delivery fee from April", "what": "Parcels below 30 cost 3.90.", "amount": 120000,
                 "takes_effect_on": "2026-04-01", "who": "Everybody who orders for less than 30", "touchpoints": ["delivery"],
                 "expected_low": -6, "expected_high": -1, "watch": ["delivery"]},
    ),
)  # fmt: skip
