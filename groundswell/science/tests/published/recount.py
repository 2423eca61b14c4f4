"""Counts the statistics of data sets that stay outside this repository: python -m ...published.recount FOLDER.

Their licences (SOURCES.md) keep the rows out; sums, correlations and counts are facts about them.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

STATISTICS = Path(__file__).parent / "statistics.json"
RATINGS = ("product_tastiness", "sales_smileyness", "sales_chirpiness", "sales_bubbliness")
TOUCHPOINTS = ("onboarding", "billing", "support", "delivery", "app")


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def columns_of(path: Path, names: Sequence[str]) -> np.ndarray:
    """Some columns as numbers, rows x names."""
    return np.array([[float(row[name]) for name in names] for row in rows_of(path)])


def recount(folder: Path) -> dict[str, Any]:
    """All statistics, by data set."""
    mobi = list(rows_of(folder / "mobi.csv")[0])
    swiss = list(rows_of(folder / "swiss.csv")[0])
    return {
        "nps_testdata": _matrix(
            columns_of(folder / "nps_testdata.csv", ["recommend", *RATINGS]), ["recommend", *RATINGS]
        ),
        "mobi": _matrix(columns_of(folder / "mobi.csv", mobi), mobi),
        "mobi_pairs": _pairs(folder / "mobi.csv"),
        "swiss": _matrix(columns_of(folder / "swiss.csv", swiss), swiss),
        "cuped": _arms(folder / "cuped_dev.csv"),
        "cdnow_holdout": _holdout(folder / "cdnow_elog.csv"),
        "sim_seed1": _simulated(folder / "sim_seed1"),
    }


def _matrix(values: np.ndarray, names: Sequence[str]) -> dict[str, Any]:
    return {
        "n": len(values),
        "names": list(names),
        "means": values.mean(axis=0).tolist(),
        "spreads": values.std(axis=0, ddof=1).tolist(),
        "correlations": np.corrcoef(values, rowvar=False).tolist(),
    }


def _pairs(path: Path) -> list[list[int]]:
    """Customers by kind in CUSL1 (rows: detractor, passive, promoter) and in CUSL3 (columns)."""
    kinds = np.digitize(columns_of(path, ["CUSL1", "CUSL3"]), [7, 9])
    table = np.zeros((3, 3), dtype=int)
    np.add.at(table, (kinds[:, 0], kinds[:, 1]), 1)
    return [[int(n) for n in row] for row in table]


def _arms(path: Path) -> dict[str, dict[str, float]]:
    found = {}
    for group in ("control", "treatment"):
        y, x = np.array([(float(r["post"]), float(r["pre"])) for r in rows_of(path) if r["group"] == group]).T
        sums = {"n": len(y), "total": y.sum(), "squares": y @ y, "before": x.sum(), "before_squares": x @ x}
        found[group] = {name: round(float(value), 6) for name, value in {**sums, "products": x @ y}.items()}
    return found


def _holdout(path: Path) -> int:
    """Days with a purchase, by customer, after the first 39 weeks."""
    return len({(row["masterid"], row["date"]) for row in rows_of(path) if row["date"] > "19970930"})


def _simulated(folder: Path) -> dict[str, Any]:
    """Answers with the ratings of each touchpoint (centred; 0 where not met) and whether it was met; churn by kind."""
    answers = rows_of(folder / "responses.csv")
    given = np.array([[float(row[name] or "nan") for name in TOUCHPOINTS] for row in answers])
    met = np.isfinite(given)
    ratings = np.where(met, given - np.nanmean(given, axis=0), 0)
    score = np.array([float(row["ltr"]) for row in answers])
    names = [*TOUCHPOINTS, *(f"met_{name}" for name in TOUCHPOINTS), "score"]
    return {
        "answers": _matrix(np.column_stack([ratings, met.astype(float), score]), names),
        "churn": _churn(folder, answers),
    }


def _churn(folder: Path, answers: list[dict[str, str]]) -> dict[str, list[int]]:
    """Customer-months after the first answer, and those in which the customer left, by kind of the first answer."""
    first: dict[str, tuple[str, str]] = {}
    for row in answers:
        kind = ("detractor", "passive", "promoter")[int(np.digitize(float(row["ltr"]), [7, 9]))]
        own = first.get(row["customer_id"])
        if own is None or row["month"] < own[0]:
            first[row["customer_id"]] = (row["month"], kind)
    months, left = Counter[str](), Counter[str]()
    for row in rows_of(folder / "outcomes.csv"):
        own = first.get(row["customer_id"])
        if own and row["month"] > own[0]:
            months[own[1]] += 1
            left[own[1]] += int(row["churned"])
    found: dict[str, list[int]] = defaultdict(list)
    for kind in ("promoter", "passive", "detractor"):
        found[kind] = [months[kind], left[kind]]
    return dict(found)


def as_text(statistics: dict[str, Any]) -> str:
    """One data set a line, numbers to nine places: what lies beyond them differs between machines."""
    lines = (f"{json.dumps(name)}: {json.dumps(_rounded(found))}" for name, found in statistics.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _rounded(found: Any) -> Any:
    if isinstance(found, dict):
        return {name: _rounded(value) for name, value in found.items()}
    if isinstance(found, list):
        return [_rounded(value) for value in found]
    return round(found, 9) + 0.0 if isinstance(found, float) else found


if __name__ == "__main__":
    STATISTICS.write_text(as_text(recount(Path(sys.argv[1]))), encoding="utf-8")
