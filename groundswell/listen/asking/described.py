"""How other systems tell of episodes, as the document of the API says it."""

from __future__ import annotations

from groundswell.foundation.access.models import ApiToken
from groundswell.listen.channels.api.describing import Operation, Schema
from groundswell.listen.channels.described import MOMENT

from .api import MORE, NEEDED
from .arriving import LONGEST_KEY

TEXT: Schema = {"type": "string"}
KEY: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY}
EPISODE: Schema = {
    "type": "object",
    "properties": {name: {"type": "string", "minLength": 1} for name in NEEDED}
    | {name: {"type": ["string", "null"]} for name in MORE}
    | {"key": KEY, "happened_at": MOMENT},
    "required": list(NEEDED),
    "additionalProperties": False,
}
STORED: Schema = {
    "type": "object",
    "properties": {"id": {"type": "integer"}, "key": KEY},
    "required": ["id", "key"],
    "additionalProperties": False,
}
OPERATIONS = (
    Operation(
        "post", "/api/v1/episodes", "tell_episode", "Tell that something happened to a customer.", ApiToken.Scope.INTAKE.value,
        {201: ("Stored now.", STORED), 200: ("Stored before.", STORED)},
        ("bad_key", "conflict", "required", "unknown_field", "invalid_text", "control_character", "invalid_date", "date_out_of_range", "unusable"),
        body=EPISODE,
        example={"key": "order-4711", "email": "ann@example.org", "touchpoint": "delivery", "unit": "leeds", "happened_at": "2026-03-11T10:00:00Z"},
        parameters=({"name": "Idempotency-Key", "in": "header", "schema": TEXT, "description": "Where sent, the same as key."},),
    ),
)  # fmt: skip
