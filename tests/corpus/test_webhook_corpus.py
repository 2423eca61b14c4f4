"""A signature is accepted or refused as Standard Webhooks says: by its key, its moment, and every byte of the body."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from groundswell.listen.channels.notices.signing import is_signed

PLACE = Path(__file__).parent / "webhook" / "expected.json"
CASES = json.loads(PLACE.read_text(encoding="utf-8"))["cases"]


def verify_webhook(secret: str, now: float, headers: dict[str, str], body: bytes) -> bool:
    """The function that the corpus asks for."""
    return is_signed(secret, now, headers, body)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_signature_is_judged_as_the_standard_says(case: dict[str, Any]) -> None:
    body = base64.b64decode(case["body_b64"])
    accepted = verify_webhook(case["secret"], case["now"], case["headers"], body)
    assert accepted == (case["expect"] == "accept")
