"""Every case of the bad-input corpus gets what its manifest says (CONTRACT.md explains the rules)."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.adapter import Stores, export_csv, import_file

CORPUS = Path(__file__).parent
CASES = json.loads((CORPUS / "csv" / "expected.json").read_text(encoding="utf-8"))["cases"]


def differences(report: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """What the report says otherwise than expected; empty when the case passes."""
    if report["outcome"] != expected["outcome"]:
        return [f"outcome {report['outcome']} ({report['file_error']})"]
    if expected["outcome"] == "rejected":
        wrong = report["file_error"] not in expected["file_error"] or report["stored"]
        return [f"file error {report['file_error']}"] if wrong else []
    found = [f"stored {got}" for got in _unlike(report["stored"], expected["stored"])]
    classes = {error["record"]: error["class"] for error in report["row_errors"]}
    wanted = {error["record"]: error["class"] for error in expected["row_errors"]}
    found += [f"record {n} has an error or lacks one" for n in classes.keys() ^ wanted.keys()]
    found += [
        f"record {n} is {classes[n]}" for n in classes.keys() & wanted.keys() if classes[n] not in wanted[n]
    ]
    found += [f"no warning {w}" for w in expected.get("warnings") or [] if w not in report["warnings"]]
    return found


def _unlike(got: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> list[Any]:
    if len(got) != len(wanted):
        return [f"{len(got)} rows instead of {len(wanted)}"]
    return [g for g, w in zip(got, wanted, strict=True) if _comparable(g) != _comparable(w)]


def _comparable(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"submitted_at": datetime.fromisoformat(row["submitted_at"])}


def stores_before(case: dict[str, Any]) -> Stores:
    """The stores as they stand when the earlier cases of the same session have been imported."""
    stores: Stores = {}
    session = case["options"].get("session")
    for earlier in CASES[: CASES.index(case)]:
        if session and earlier["options"].get("session") == session:
            import_file((CORPUS / earlier["file"]).read_bytes(), "earlier.csv", earlier["options"], stores)
    return stores


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_bad_file_gets_what_the_contract_says(case: dict[str, Any]) -> None:
    report = import_file(
        (CORPUS / case["file"]).read_bytes(), case["file"], case["options"], stores_before(case)
    )
    verdicts = [differences(report, expected) for expected in [case["expect"], *case.get("alternatives", [])]]
    assert [] in verdicts, verdicts


@pytest.mark.parametrize("case", [c for c in CASES if c.get("export_check")], ids=lambda case: case["id"])
def test_an_export_is_harmless_and_comes_back_unchanged(case: dict[str, Any]) -> None:
    report = import_file((CORPUS / case["file"]).read_bytes(), case["file"], case["options"])
    exported = export_csv(report["stored"])
    cells = [
        cell for row in csv.reader(io.StringIO(exported.decode("utf-8-sig"), newline="")) for cell in row
    ]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r")] == []
    back = import_file(exported, "own-export.csv", case["options"] | {"own_export": True})
    assert back["stored"] == report["stored"]


def test_the_whole_corpus_is_here() -> None:
    assert len(CASES) == 53
