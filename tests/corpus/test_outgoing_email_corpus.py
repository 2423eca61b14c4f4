"""Every letter that leaves the house has one From, To and Subject, and shows values as what they are (rule E)."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.utils.html import escape

from groundswell.listen.channels.email.letter_out import letter_out
from groundswell.listen.surveys.piping import piped

PLACE = Path(__file__).parent / "email" / "outgoing.json"
CASES = json.loads(PLACE.read_text(encoding="utf-8"))["cases"]
EXPECTED_HEADERS = {"from", "to", "subject", "mime-version", "content-type", "content-transfer-encoding"}


def build_email(message: dict[str, Any]) -> bytes:
    """The function that the corpus asks for: our placeholders, our writer."""
    html = message["html"]
    words = {name: escape(value) if html else str(value) for name, value in message["vars"].items()}
    body = piped(message["template"], words)
    letter = letter_out(
        sender="customers@groundswell.example",
        sender_name=message["from_name"],
        to=message["to"],
        subject=message["subject"],
        body="" if html else body,
        html=body if html else "",
    )
    return letter.as_bytes()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_letter_is_written_or_refused_as_the_contract_says(case: dict[str, Any]) -> None:
    expected = case["expect"]
    try:
        raw = build_email(case["message"])
    except ValueError:
        assert expected["action"] != "send"
        return
    assert expected["action"] != "refuse"
    letter = message_from_bytes(raw, policy=policy.default)
    names = [name.casefold() for name in letter]
    assert all(names.count(name) == 1 for name in ("from", "to", "subject"))
    assert set(names) <= EXPECTED_HEADERS
    assert [one.addr_spec for one in letter["to"].addresses] == [case["message"]["to"]]
    assert [one.domain for one in letter["from"].addresses] == ["groundswell.example"]
    shown = letter.get_body(("html", "plain")).get_content()
    assert all(words in shown for words in expected.get("contains", []))
    assert not any(words in shown for words in expected.get("absent", []))
