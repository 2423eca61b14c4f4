"""Generated evidence of any size, written month by month as the store writes it: 24 months, 40 touchpoints, 5,000 units."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pyarrow as pa

from groundswell.engine.schema import EVIDENCE

MONTHS = [date(2025 + number // 12, number % 12 + 1, 1) for number in range(24)]
UNITS, TOUCHPOINTS, THEMES = 5_000, 40, 60
CHANNELS = ("email", "web", "shop", "phone")
SEGMENTS = ("home", "small firm", "firm", "public", None)
PORTION = 1_000_000


def answers(rows: int) -> Iterator[pa.Table]:
    """So many answers in all, the same number in each month, at most a million in one table; always the same ones."""
    chance, number = np.random.default_rng(1), 0
    for month in MONTHS:
        left = rows // len(MONTHS)
        while left:
            part = min(left, PORTION)
            yield portion(chance, month, number, part)
            number, left = number + part, left - part


def portion(chance: np.random.Generator, month: date, first: int, rows: int) -> pa.Table:
    """So many answers of one month, numbered from the first."""
    touchpoints = chance.integers(1, TOUCHPOINTS + 1, rows)
    days = np.datetime64(month, "D") + chance.integers(0, 28, rows)
    scores = np.minimum(chance.integers(0, 14, rows), 10)
    many = chance.integers(0, 3, rows)
    ends = np.concatenate([[0], np.cumsum(many)])
    themes = pa.ListArray.from_arrays(ends.astype(np.int32), _themes(chance, many))
    columns = {
        "signal_id": np.arange(first, first + rows),
        "month": np.full(rows, np.datetime64(month, "D")),
        "day": days,
        "score": scores,
        "kind_of_score": _text(chance, ("experience",), rows),
        "channel": _text(chance, CHANNELS, rows),
        "touchpoint_id": touchpoints,
        "stage_id": (touchpoints - 1) // 8 + 1,
        "unit_id": chance.integers(1, UNITS + 1, rows),
        "customer_id": chance.integers(1, max(2, rows * 3), rows),
        "segment": _text(chance, SEGMENTS, rows),
        "edition": np.ones(rows, np.int64),
        "sentiment": _text(chance, ("negative", "neutral", "positive", None), rows),
        "themes": themes,
    }
    return pa.table(
        {
            field.name: (
                pa.nulls(rows, field.type)
                if field.name not in columns
                else pa.array(columns[field.name]).cast(field.type)
            )
            for field in EVIDENCE
        },
        schema=EVIDENCE,
    )


def _themes(chance: np.random.Generator, many: np.ndarray) -> pa.Array:
    """None, one or two themes, never the same twice."""
    found = chance.integers(1, THEMES + 1, many.sum())
    starts = (np.cumsum(many) - many)[many == 2]
    found[starts + 1] = found[starts] % THEMES + 1
    return pa.array(found)


def _text(chance: np.random.Generator, words: tuple[str | None, ...], rows: int) -> pa.Array:
    codes = pa.array(chance.integers(0, len(words), rows).astype(np.int8))
    return pa.DictionaryArray.from_arrays(codes, pa.array(words, pa.string())).cast(pa.string())
