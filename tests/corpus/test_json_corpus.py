"""Every JSON case of the bad-input corpus gets what its manifest says (CONTRACT.md explains the rules)."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.json_adapter import Ingest, new_ingest

CORPUS = Path(__file__).parent
CASES = json.loads((CORPUS / "json" / "expected.json").read_text(encoding="utf-8"))["cases"]


def differences(answer: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """What the answer says otherwise than expected; empty when the case passes."""
    found = []
    if answer["status"] not in expected["status"]:
        found.append(f"status {answer['status']} ({answer['error_class']})")
    if expected["class"] and answer["error_class"] not in expected["class"]:
        found.append(f"class {answer['error_class']}")
    if expected["stored"] is not None:
        stored = answer["stored"] or {}
        wanted = expected["stored"]
        found += [f"{name} is {stored.get(name)!r}" for name in wanted if _unlike(name, stored, wanted)]
    return found


def _unlike(name: str, stored: dict[str, Any], wanted: dict[str, Any]) -> bool:
    if name == "submitted_at" and stored.get(name):
        return datetime.fromisoformat(stored[name]) != datetime.fromisoformat(wanted[name])
    return stored.get(name) != wanted[name]


def door_before(case: dict[str, Any], place: Path) -> Ingest:
    """The door as it stands when the earlier cases of the same session have come in."""
    ingest, session = new_ingest(place), case.get("session")
    for earlier in CASES[: CASES.index(case)]:
        if session and earlier.get("session") == session:
            ingest((CORPUS / earlier["file"]).read_bytes(), earlier["headers"])
    return ingest


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_bad_body_gets_what_the_contract_says(case: dict[str, Any], tmp_path: Path) -> None:
    answer = door_before(case, tmp_path)((CORPUS / case["file"]).read_bytes(), case["headers"])
    verdicts = [differences(answer, expected) for expected in [case["expect"], *case.get("alternatives", [])]]
    assert [] in verdicts, verdicts
    for name, value in case.get("must_not_take", {}).items():
        assert (answer["stored"] or {}).get(name) != value


def test_the_whole_corpus_is_here() -> None:
    assert len(CASES) == 55
