"""How other systems ask what a customer was dealt, as the document of the API says it."""

from __future__ import annotations

from groundswell.foundation.access.models import ApiToken
from groundswell.listen.channels.api.describing import Operation, Schema

from .customers.asking import WHO

ASKED: Schema = {
    "type": "object",
    "properties": {
        "initiative": {"type": "integer", "minimum": 1},
        **{name: {"type": "string", "minLength": 1, "maxLength": most} for name, (_, most) in WHO.items()},
    },
    "required": ["initiative"],
    "anyOf": [{"required": [name]} for name in WHO],
    "additionalProperties": False,
}
TOLD: Schema = {
    "type": "object",
    "properties": {
        "gets": {
            "type": "boolean",
            "description": "Whether the lot gave it to this customer. It never changes.",
        },
        "has_begun": {"type": "boolean", "description": "Whether it is at work: before that nobody gets it."},
        "starts_on": {"type": "string", "format": "date"},
        "part": {
            "type": ["string", "null"],
            "description": "The code of the part in which it runs; null: everywhere.",
        },
        "dealt_at": {"type": "string", "format": "date-time"},
    },
    "required": ["gets", "has_begun", "starts_on", "part", "dealt_at"],
    "additionalProperties": False,
}
OPERATIONS = (
    Operation(
        "post", "/api/v1/lots", "ask_lot", "Ask whether one customer gets what an initiative changes, by lot.",
        ApiToken.Scope.LOTS.value, {200: ("What the customer was dealt; whoever was not known is known and dealt now.", TOLD)},
        ("unusable",), body=ASKED, example={"initiative": 12, "external_id": "c-4711"},
    ),
)  # fmt: skip
