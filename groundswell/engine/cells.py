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

from .schema import EVIDENCE, ONE

ABSENT = -1
SCORES = 11
TEXTS = frozenset(field.name for field in EVIDENCE if pa.types.is_string(field.type))
DAYS = frozenset(field.name for field in EVIDENCE if pa.types.is_date(field.type))

Integers = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Cells:
    """``keys`` is (columns x cells) of int32, ``counts`` is (cells x 11) of int64; no key stands twice but in a sum not made yet.

    ``weighed`` is (cells x 22): for each score the sum of the weights in thousandths, then of their squares in
    millionths; None while every answer stands for itself.
    """

    keys: Integers
    counts: Integers
    weighed: Integers | None = None

    @property
    def number(self) -> int:
        """How many cells."""
        return int(self.keys.shape[1])

    def negative(self) -> Cells:
        """The same cells, to be taken away."""
        return Cells(self.keys, -self.counts, None if self.weighed is None else -self.weighed)

    @property
    def sums(self) -> Integers:
        """``weighed``, also where every answer stands for itself."""
        if self.weighed is not None:
            return self.weighed
        return np.concatenate([self.counts * ONE, self.counts * ONE**2], axis=1)

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
            np.concatenate([part.sums for part in parts]) if any_weighed(parts) else None,
        )


def any_weighed(parts: Sequence[Cells]) -> bool:
    """Whether some answer stands for more or less than itself."""
    return any(part.weighed is not None for part in parts)


def packed(cells: Cells) -> tuple[bytes, bytes, bytes | None]:
    """Keys, counts and weights as bytes. Of the counts only those that are not 0: where they stand, then what they are."""
    flat = cells.counts.ravel()
    there = np.flatnonzero(flat)
    weighed = None if cells.weighed is None else cells.weighed.tobytes()
    return _narrow(cells.keys), _narrow(np.stack([there, flat[there]])), weighed


def unpacked(columns: int, keys: bytes, counts: bytes, weighed: bytes | None) -> Cells:
    """The cells of :func:`packed`."""
    found = _widened(keys).astype(np.int32).reshape(columns, -1)
    there, values = _widened(counts).reshape(2, -1)
    whole = np.zeros(found.shape[1] * SCORES, np.int64)
    whole[there] = values
    sums = None if weighed is None else np.frombuffer(weighed, np.int64).reshape(-1, 2 * SCORES)
    return Cells(found, whole.reshape(-1, SCORES), sums)


def _narrow(numbers: Integers) -> bytes:
    """How many bytes each takes, then the numbers in as few as hold the largest."""
    most = max(int(numbers.max()), -1 - int(numbers.min())) if numbers.size else 0
    width = next(width for width in (1, 2, 4, 8) if most < 2 ** (8 * width - 1))
    return bytes([width]) + numbers.astype(f"i{width}").tobytes()


def _widened(narrow: bytes) -> Integers:
    """The numbers of :func:`_narrow`, in one row."""
    return np.frombuffer(narrow, f"i{narrow[0]}", offset=1)


def projected(cells: Cells, columns: Sequence[str], onto: Sequence[str]) -> Cells:
    """The cells of some of the columns only; a month stands for its days."""
    found = dict(zip(columns, cells.keys, strict=True))
    if "month" in onto and "month" not in found:
        found["month"] = month_of(found["day"])
    return added_up(Cells(np.stack([found[name] for name in onto]), cells.counts, cells.weighed))


def month_of(days: Integers) -> Integers:
    """The first day of each day's month, both as numbers since 1970."""
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    return np.asarray(months.astype("datetime64[D]").astype(np.int32))


def added_up(cells: Cells) -> Cells:
    """Each key once, in order; cells in which nothing is left are gone."""
    if cells.number < 2:
        return left_of(cells)
    order, starts = _groups(cells.keys)
    counts = np.add.reduceat(cells.counts[order], starts, axis=0)
    weighed = None if cells.weighed is None else np.add.reduceat(cells.weighed[order], starts, axis=0)
    return left_of(Cells(cells.keys[:, order[starts]], counts, weighed))


def left_of(cells: Cells) -> Cells:
    """The cells in which something is left."""
    some = [part.any(axis=1) for part in (cells.counts, cells.weighed) if part is not None]
    left = np.flatnonzero(np.logical_or.reduce(some))
    if len(left) == cells.number:
        return cells
    weighed = None if cells.weighed is None else cells.weighed[left]
    return Cells(cells.keys[:, left], cells.counts[left], weighed)


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
