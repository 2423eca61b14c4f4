"""Every letter of the corpus becomes what the contract says (rule I), and every file name is safe (rule F)."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from groundswell.listen.channels.connections.actions import connect
from groundswell.listen.channels.connections.calls import read_call, take_call
from groundswell.listen.channels.connections.channel import Call
from groundswell.listen.channels.connections.models import Connection
from groundswell.listen.channels.email.letters import read_letter
from groundswell.listen.channels.files.names import safe_filename
from groundswell.listen.signals.models import Signal
from tests.world import NOW

CORPUS = Path(__file__).parent
CASES = json.loads((CORPUS / "email" / "incoming.json").read_text(encoding="utf-8"))["cases"]
NAMES = json.loads((CORPUS / "paths" / "expected.json").read_text(encoding="utf-8"))["cases"]


def receive(mailbox: Connection, raw: bytes) -> dict[str, Any]:
    """What became of one letter, in the words of the contract."""
    call = Call(raw, {}, "", NOW, {}, "")
    tally = read_call(take_call(mailbox, call), at=NOW)
    if not tally.received:
        return {"action": "ignore", "auto_reply_allowed": False}
    signal, letter = Signal.objects.order_by("-id")[0], read_letter(raw)
    return {
        "action": "create",
        "auto_reply_allowed": not letter.is_automatic,
        "from": str(signal.customer),
        "subject": letter.subject,
        "text": letter.text,
        "comment": signal.comment,
        "attachments": [file.name for file in signal.attached_files.all()],
    }


@pytest.fixture
def mailbox(db) -> Connection:
    return connect("mailbox", "Complaints", by="tests", at=NOW)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_letter_becomes_what_the_contract_says(mailbox: Connection, case: dict[str, Any]) -> None:
    for earlier in CASES[: CASES.index(case)]:
        if case.get("session") and earlier.get("session") == case["session"]:
            receive(mailbox, (CORPUS / earlier["file"]).read_bytes())
    got, expected = receive(mailbox, (CORPUS / case["file"]).read_bytes()), case["expect"]
    assert expected["action"] in {got["action"], "create_or_ignore", "any"}
    for name in {"from", "subject", "text", "attachments", "auto_reply_allowed"} & expected.keys():
        assert got[name] == expected[name]
    assert all(part in got["comment"] for part in expected.get("contains", []))
    assert not any(part in got["text"] for part in expected.get("absent", []))
    if "text_ascii" in expected:
        assert "".join(char for char in got["text"] if char.isascii()) == expected["text_ascii"]
    if "attachments_n" in expected:
        assert len(got["attachments"]) == expected["attachments_n"]
        assert [safe_filename(name) for name in got["attachments"]] == got["attachments"]
    if expected.get("subject_no_newline"):
        assert not set("\r\n") & set(got["subject"])


@pytest.mark.parametrize(
    "name", [case["name"] for case in NAMES] + ["/" * 9, "com¹", "ﬁle／x", "a" * 400 + ".pdf"]
)
def test_a_file_name_is_safe(name: str) -> None:
    safe = safe_filename(name)
    assert 1 <= len(safe.encode()) <= 150
    assert safe == safe.strip(" .")
    for form in (safe, unicodedata.normalize("NFKC", safe)):
        assert not set("/\\\0") & set(form)
        assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in form)
        assert form.split(".")[0].strip().casefold() not in {"con", "nul", "aux", "prn", "com1", "lpt1"}
