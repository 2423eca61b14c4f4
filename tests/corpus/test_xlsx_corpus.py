"""Every workbook of the bad-input corpus gets what its manifest says, the bombs within their limits."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.adapter import import_file
from tests.corpus.test_csv_corpus import differences

CORPUS = Path(__file__).parent
CASES = json.loads((CORPUS / "xlsx" / "expected.json").read_text(encoding="utf-8"))["cases"]
ALONE = """
import json, resource, sys
from pathlib import Path
from tests.corpus.adapter import import_file
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
report = import_file(Path(sys.argv[1]).read_bytes(), sys.argv[1], json.loads(sys.argv[2]))
used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps([report, used / 1024]))
"""


def verdicts(case: dict[str, Any], report: dict[str, Any]) -> list[list[str]]:
    return [differences(report, wanted) for wanted in [case["expect"], *case.get("alternatives", [])]]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_bad_workbook_gets_what_the_contract_says(case: dict[str, Any]) -> None:
    report = import_file((CORPUS / case["file"]).read_bytes(), case["file"], case["options"])
    found = verdicts(case, report)
    assert [] in found, found


@pytest.mark.parametrize("case", [c for c in CASES if "limits" in c], ids=lambda case: case["id"])
def test_a_bomb_costs_little_time_and_memory(case: dict[str, Any]) -> None:
    words = [sys.executable, "-c", ALONE, str(CORPUS / case["file"]), json.dumps(case["options"])]
    started = time.monotonic()
    answer = subprocess.run(words, cwd=CORPUS.parent.parent, capture_output=True, check=True, timeout=60)
    report, mebibytes = json.loads(answer.stdout)
    assert [] in verdicts(case, report)
    assert time.monotonic() - started <= case["limits"]["seconds"]
    assert mebibytes <= case["limits"]["rss_mb"]


def test_the_whole_category_is_here() -> None:
    assert len(CASES) == 33
