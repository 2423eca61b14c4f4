"""How other systems read figures on record, as the document of the API says it."""

from __future__ import annotations

from groundswell.foundation.access.models import ApiToken
from groundswell.listen.channels.api.describing import Operation, Schema

COUNT: Schema = {"type": "integer", "minimum": 0}
LISTED: Schema = {
    "type": "object",
    "properties": {
        "count": COUNT,
        "page": COUNT,
        "pages": COUNT,
        "results": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["count", "page", "pages", "results"],
}
OPERATIONS = (
    Operation(
        "get",
        "/api/v1/certified",
        "read_certified",
        "Read the figures on record: what was counted, who stands for it, and what happened since.",
        ApiToken.Scope.SCORES.value,
        {200: ("A hundred figures, those of the newest days first.", LISTED)},
        ("unusable", "not_found"),
        parameters=({"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}},),
    ),
)
