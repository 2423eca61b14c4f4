"""A signature is accepted or refused as Standard Webhooks says: by its key, its moment, and every byte of the body."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from groundswell.listen.channels.connections.actions import connect
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


SENDABLE = [c for c in CASES if all(value.isascii() for value in c["headers"].values())]


@pytest.mark.parametrize("case", SENDABLE, ids=lambda case: case["id"])
def test_a_hook_that_knows_its_secret_judges_the_same(case: dict[str, Any], db, time_machine) -> None:
    time_machine.move_to(case["now"])
    moment = datetime.fromtimestamp(case["now"], UTC)
    hook = connect("formbricks_hub", "The Hub", by="test", at=moment, secret=case["secret"])
    answer = Client().post(
        f"/hooks/formbricks_hub/{hook.token}/",
        base64.b64decode(case["body_b64"]),
        content_type="application/json",
        headers=case["headers"],
    )
    assert answer.status_code == (200 if case["expect"] == "accept" else 401)
    assert hook.calls.count() == (1 if case["expect"] == "accept" else 0)


def test_the_whole_corpus_is_here() -> None:
    assert len(CASES) == 24
