"""How other systems read scores, as the document of the API says it."""

from __future__ import annotations

from groundswell.foundation.access.models import ApiToken
from groundswell.listen.channels.api.describing import Operation, Schema

from .question import NAMES, ONLY_OF_VOICES

OBJECT: Schema = {"type": "object"}
ROWS: Schema = {"type": "array", "items": OBJECT}
OPERATIONS = (
    Operation(
        "get",
        "/api/v1/scores",
        "read_scores",
        "Read one score, what moved and what it is made of, within the sight of the token's owner.",
        ApiToken.Scope.SCORES.value,
        {200: ("The figure with n, margin and definition.", {"type": "object", "properties": {"figure": OBJECT, "rows": ROWS}})},
        ("unusable",),
        parameters=tuple(
            {"name": name, "in": "query", "schema": {"type": "string"}}
            for name in (*(name for name in NAMES if name not in ONLY_OF_VOICES), "by")
        ),
    ),
)  # fmt: skip
