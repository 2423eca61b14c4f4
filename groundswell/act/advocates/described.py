"""How other systems tell of codes, as the document of the API says it."""

from __future__ import annotations

from groundswell.foundation.access.models import ApiToken
from groundswell.listen.channels.api.describing import Operation, Schema

from .claims import LONGEST, NEEDED
from .models import RefusedReferral

CLAIM: Schema = {
    "type": "object",
    "properties": {
        **{name: {"type": "string", "minLength": 1, "maxLength": most} for name, most in LONGEST.items()},
        "bought_on": {"type": "string", "format": "date"},
    },
    "required": list(NEEDED),
    "anyOf": [{"required": ["email"]}, {"required": ["phone"]}, {"required": ["external_id"]}],
    "additionalProperties": False,
}
TAKEN: Schema = {
    "type": "object",
    "properties": {
        "counts": {"type": "boolean"},
        "why_not": {"enum": [None, *RefusedReferral.Why.values]},
        "sentence": {"type": ["string", "null"]},
    },
    "required": ["counts", "why_not", "sentence"],
    "additionalProperties": False,
}
OPERATIONS = (
    Operation(
        "post", "/api/v1/referrals", "tell_referral", "Tell that a customer named an advocate's code at the first purchase.",
        ApiToken.Scope.INTAKE.value, {200: ("Whether it counts, and why not.", TAKEN)}, ("unusable",), body=CLAIM,
        example={"code": "k7m2p9qx", "email": "ann@example.org", "bought_on": "2026-03-11"},
    ),
)  # fmt: skip
