"""How other systems read the register, as the document of the API says it."""

from __future__ import annotations

from groundswell.foundation.access.models import ApiToken
from groundswell.listen.channels.api.describing import Operation, Schema

from .register import NARROWS

OBJECT: Schema = {"type": "object"}
OPERATIONS = (
    Operation(
        "get",
        "/api/v1/opportunities",
        "read_opportunities",
        "Read the register of opportunities in its ranking, within the sight of the token's owner.",
        ApiToken.Scope.SCORES.value,
        {200: ("A page of the register; every figure with its range.", {"type": "object", "properties": {"rows": {"type": "array", "items": OBJECT}}})},
        ("unusable",),
        parameters=tuple(
            {"name": name, "in": "query", "schema": {"type": "string"}} for name in (*NARROWS, "sort", "page")
        ),
    ),
)  # fmt: skip
