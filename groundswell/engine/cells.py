"""Cells: how often each score was given for each combination of some columns. They add up, and take away.

A cell is a key (one 32-bit number a column) and eleven 64-bit counts, for the scores 0 to 10. Texts are numbers of the
manifest's list of words, days are numbers since 1970, what is absent is :data:`ABSENT`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from .schema import EVIDENCE

ABSENT = -1
SCORES = 11
TEXTS = frozenset(field.name for field in EVIDENCE if pa.types.is_string(field.type))
DAYS = frozenset(field.name for field in EVIDENCE if pa.types.is_date(field.type))

Integers = np.ndarray[Any, np.dtype[Any]]

_WIDTHS = {1: "i1", 2: "i2", 4: "i4", 8: "i8"}


@dataclass(frozen=True, slots=True)
class Cells:
    """``keys`` is (columns x cells) of int32, ``counts`` is (cells x 11) of int64; no key stands twice but in a sum not made yet."""

    keys: Integers
    counts: Integers

    @property
    def number(self) -> int:
        """How many cells."""
        return int(self.keys.shape[1])

    def negative(self) -> Cells:
        """The same cells, to be taken away."""
        return Cells(self.keys, -self.counts)

    @staticmethod
    def none(columns: int) -> Cells:
        """No cell at all."""
        return Cells(np.empty((columns, 0), np.int32), np.empty((0, SCORES), np.int64))

    @staticmethod
    def together(parts: Sequence[Cells], columns: int) -> Cells:
        """All cells of all parts, not added up."""
        if len(parts) == 1:
            return parts[0]
        parts = [*parts, Cells.none(columns)]
        return Cells(
            np.concatenate([part.keys for part in parts], axis=1),
            np.concatenate([part.counts for part in parts]),
        )


def packed(cells: Cells) -> tuple[bytes, bytes]:
    """Keys and counts as bytes; the counts in as few as hold the largest of them."""
    most = int(np.abs(cells.counts).max(initial=0))
    narrow = next(kind for width, kind in _WIDTHS.items() if most < 2 ** (8 * width - 1))
    return cells.keys.tobytes(), cells.counts.astype(narrow).tobytes()


def unpacked(keys: bytes, counts: bytes, columns: int) -> Cells:
    """The cells of :func:`packed`."""
    found = np.frombuffer(keys, np.int32).reshape(columns, -1)
    width = _WIDTHS[len(counts) // (found.shape[1] * SCORES)]
    return Cells(found, np.frombuffer(counts, width).reshape(-1, SCORES).astype(np.int64))


def projected(cells: Cells, columns: Sequence[str], onto: Sequence[str]) -> Cells:
    """The cells of some of the columns only; a month stands for its days."""
    found = dict(zip(columns, cells.keys, strict=True))
    if "month" in onto and "month" not in found:
        found["month"] = month_of(found["day"])
    return added_up(Cells(np.stack([found[name] for name in onto]), cells.counts))


def month_of(days: Integers) -> Integers:
    """The first day of each day's month, both as numbers since 1970."""
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    return np.asarray(months.astype("datetime64[D]").astype(np.int32))


def added_up(cells: Cells) -> Cells:
    """Each key once, in order; cells in which nothing is left are gone."""
    if cells.number < 2:
        return left_of(cells.keys, cells.counts)
    order, starts = _groups(cells.keys)
    keys, counts = cells.keys[:, order[starts]], np.add.reduceat(cells.counts[order], starts, axis=0)
    return left_of(keys, counts)


def left_of(keys: Integers, counts: Integers) -> Cells:
    """The cells in which something is left."""
    left = np.flatnonzero(counts.any(axis=1))
    return Cells(keys, counts) if len(left) == len(counts) else Cells(keys[:, left], counts[left])


def _groups(keys: Integers) -> tuple[Integers, Integers]:
    """An order in which equal keys stand together, and where in it each begins."""
    number, most = np.zeros(keys.shape[1], np.int64), 1
    for key in keys:
        low = int(key.min())
        span = int(key.max()) - low + 1
        if most > 2**62 // span:
            number = np.unique(number, return_inverse=True)[1]
            most = int(number.max()) + 1
        number = number * span + (key - np.int64(low))
        most *= span
    order = np.argsort(number, kind="stable")
    ordered = number[order]
    return order, np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
