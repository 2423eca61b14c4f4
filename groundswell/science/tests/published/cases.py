"""The published cases, their data, and the register of what checks each of them."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

HERE = Path(__file__).parent
SCIENCE = HERE.parents[1]
CASES: dict[str, dict[str, Any]] = {
    case["id"]: case for case in json.loads((HERE / "expected.json").read_text(encoding="utf-8"))["cases"]
}
STATISTICS: dict[str, Any] = json.loads((HERE / "statistics.json").read_text(encoding="utf-8"))
EXACTLY = 6e-9
"""Half of the last digit that the expected values are printed with."""

Check = Callable[[Any, Any], None]
CHECKS: dict[str, Check] = {}
WITH_FILES: dict[str, Callable[[Any, Path], None]] = {}
"""What remains of a case once the data set itself is there."""


def meets(*ids: str) -> Callable[[Check], Check]:
    """Registers a check: a function of the case's inputs and expected values."""

    def register(check: Check) -> Check:
        CHECKS.update(dict.fromkeys(ids, check))
        return check

    return register


def meets_with_files(case_id: str) -> Callable[[Callable[[Any, Path], None]], Callable[[Any, Path], None]]:
    """Registers the part of a check that needs the data set: a function of expected values and folder."""

    def register(check: Callable[[Any, Path], None]) -> Callable[[Any, Path], None]:
        WITH_FILES[case_id] = check
        return check

    return register


def reference_folder() -> Path | None:
    """Where the data sets lie that this repository may not hold."""
    given = os.environ.get("GROUNDSWELL_REFERENCE_DATA")
    return Path(given) if given else None


def near(found: Any, expected: Any, within: float = EXACTLY) -> None:
    """All numbers, in any nesting of lists, agree to the tolerance of the case."""
    assert np.asarray(found, dtype=float) == pytest.approx(
        np.asarray(expected, dtype=float), abs=within, rel=0
    )


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def column(rows: list[dict[str, str]], name: str) -> np.ndarray:
    """One column as numbers."""
    return np.array([float(row[name]) for row in rows])
