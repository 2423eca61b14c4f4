"""Ask the evidence: score histograms by any dimension. The engine counts; formulas live in ``science``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import duckdb

from .schema import DIMENSIONS
from .store import EvidenceStore

Histogram = tuple[int, ...]
BUCKETS = 11


class UnknownDimension(ValueError):
    """A question named a dimension that evidence does not have."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which evidence counts. Absent means all; ``kind_of_score`` is never absent, so that kinds never mix.

    ``except_editions`` are left out: their question had other words, so that scores do not compare.
    """

    kind_of_score: str
    unit_ids: tuple[int, ...] | None = None
    touchpoint_id: int | None = None
    stage_id: int | None = None
    channel: str | None = None
    theme_id: int | None = None
    employee_id: int | None = None
    sentiment: str | None = None
    edition: int | None = None
    except_editions: tuple[int, ...] = ()
    since: date | None = None
    until: date | None = None


def histograms(
    store: EvidenceStore, dimensions: Sequence[str], wanted: Filter
) -> dict[tuple[Any, ...], Histogram]:
    """Counts of each score from 0 to 10 (11 numbers) per combination of the dimensions; days ``since`` to ``until`` inclusive.

    Raises UnknownDimension. Rows without a score are left out; a missing dimension value is None in the key.
    """
    unknown = set(dimensions) - DIMENSIONS
    if unknown:
        raise UnknownDimension(f"There is no dimension called {', '.join(sorted(unknown))}.")
    segments = store.segments()
    if not segments:
        return {}
    columns = ["unnest(themes)" if name == "theme" else name for name in dimensions]
    where, values = _conditions(wanted)
    keys = "".join(f"{column} AS k{index}, " for index, column in enumerate(columns))
    group = "".join(f"k{index}, " for index in range(len(columns)))
    text = f"SELECT {keys}score, count(*) FROM read_parquet(?) WHERE {where} GROUP BY {group}score"  # noqa: S608 names come from DIMENSIONS
    with _engine().cursor() as cursor:
        found = cursor.execute(text, [segments, *values]).fetchall()
    counted: dict[tuple[Any, ...], list[int]] = {}
    for *key, score, count in found:
        counted.setdefault(tuple(key), [0] * BUCKETS)[score] = count
    return {key: tuple(counts) for key, counts in counted.items()}


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """One in-memory engine per process; it reads Parquet and fetches nothing from outside."""
    quiet: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "threads": "2",
    }
    return duckdb.connect(config=quiet)


def _conditions(wanted: Filter) -> tuple[str, list[Any]]:
    asked: list[tuple[str, Any]] = [
        ("kind_of_score = ?", wanted.kind_of_score),
        ("touchpoint_id = ?", wanted.touchpoint_id),
        ("stage_id = ?", wanted.stage_id),
        ("channel = ?", wanted.channel),
        ("employee_id = ?", wanted.employee_id),
        ("sentiment = ?", wanted.sentiment),
        ("edition = ?", wanted.edition),
        (
            "(edition IS NULL OR NOT list_contains(?::BIGINT[], edition))",
            list(wanted.except_editions) or None,
        ),
        ("list_contains(?::BIGINT[], unit_id)", None if wanted.unit_ids is None else list(wanted.unit_ids)),
        ("list_contains(themes, ?::BIGINT)", wanted.theme_id),
        ("day >= ?", wanted.since),
        ("day <= ?", wanted.until),
    ]
    kept = [(condition, value) for condition, value in asked if value is not None]
    return " AND ".join(["score IS NOT NULL", *(condition for condition, _ in kept)]), [
        value for _, value in kept
    ]
