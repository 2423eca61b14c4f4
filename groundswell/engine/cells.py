"""Cells: how often each score was given for each combination of some columns. They add up, and take away.

A cell is a key (one 32-bit number a column) and eleven 64-bit counts, for the scores 0 to 10. Texts are numbers of the
manifest's list of words, days are numbers since 1970, what is absent is :data:`ABSENT`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .schema import EVIDENCE

ABSENT = -1
SCORES = 11
DENSE, DENSE_AT_LEAST = 8, 2**16
"""Counting goes into an array of all combinations while that is not much longer than what is counted."""
TEXTS = frozenset(field.name for field in EVIDENCE if pa.types.is_string(field.type))
DAYS = frozenset(field.name for field in EVIDENCE if pa.types.is_date(field.type))

Integers = np.ndarray[Any, np.dtype[Any]]
Code = tuple[Integers | None, Integers]
"""The place of each row in a table of 32-bit numbers, and that table; no places where all rows have the same."""


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


class Coded:
    """Rows of evidence that have a score, their columns as numbers from 0 upwards; each is coded once for all cubes.

    ``words`` numbers every text of the evidence. A number that does not fit in 32 bits raises OverflowError.
    """

    def __init__(self, evidence: pa.Table, words: Mapping[str, int]) -> None:
        score = evidence["score"]
        self._evidence = evidence.filter(pc.is_valid(score)) if score.null_count else evidence
        self._words = words
        self._scores = self._evidence["score"].to_numpy()
        self._codes: dict[str, Code] = {}
        self._parents: Integers | None = None

    def cells(self, columns: Sequence[str]) -> Cells:
        """Count by these columns; with ``theme`` a row counts for each theme that it mentions."""
        codes = [self._of_themes(name) if "theme" in columns else self._code(name) for name in columns]
        scores = (
            self._scores if self._parents is None or "theme" not in columns else self._scores[self._parents]
        )
        return _counted(codes, scores)

    def _code(self, name: str) -> Code:
        if name not in self._codes:
            self._codes[name] = coded(key_numbers(self._evidence[name], name, self._words))
        return self._codes[name]

    def _of_themes(self, name: str) -> Code:
        if self._parents is None:
            lists = self._evidence["themes"].combine_chunks()
            self._parents = pc.list_parent_indices(lists).to_numpy()
            self._codes["theme"] = coded(pc.list_flatten(lists).to_numpy())
        place, table = self._code(name)
        return (place, table) if name == "theme" or place is None else (place[self._parents], table)


def _counted(codes: Sequence[Code], scores: Integers) -> Cells:
    index, most = _combined([(scores, np.arange(SCORES, dtype=np.int32)), *codes], len(scores))
    cells = most // SCORES
    if most <= max(DENSE_AT_LEAST, DENSE * len(scores)):
        counts = np.bincount(index, minlength=most).reshape(SCORES, cells)
        return _cells(codes, np.arange(cells), counts)
    found, number = np.unique(index, return_counts=True)
    there, place = np.unique(found % cells, return_inverse=True)
    counts = np.zeros((SCORES, len(there)), np.int64)
    counts[found // cells, place] = number
    return _cells(codes, there, counts)


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
    """Each key once, in order; cells in which nothing is left are gone. Counts are whole numbers up to 2**53."""
    codes = [coded(key) for key in cells.keys]
    index, most = _combined(codes, len(cells.counts))
    there: Integers = np.arange(most)
    if most > max(DENSE_AT_LEAST, 4 * len(index)):
        there, index = np.unique(index, return_inverse=True)
    sums = np.empty((SCORES, len(there)), np.int64)
    for score in range(SCORES):
        sums[score] = np.bincount(index, cells.counts[:, score], len(there))
    return _cells(codes, there, sums)


def _cells(codes: Sequence[Code], there: Integers, counts: Integers) -> Cells:
    """The combinations in which something is left, from their numbers back to keys; ``counts`` is (11 x combinations)."""
    left = np.flatnonzero(counts.any(axis=0))
    numbers = there[left]
    keys = np.empty((len(codes), len(left)), np.int32)
    for row in range(len(codes) - 1, -1, -1):
        table = codes[row][1]
        numbers, place = np.divmod(numbers, max(1, len(table)))
        keys[row] = table[place] if len(left) else 0
    return Cells(keys, np.ascontiguousarray(counts.T[left], dtype=np.int64))


def key_numbers(column: pa.ChunkedArray, name: str, words: Mapping[str, int]) -> Integers:
    """A column as the numbers that keys are made of, not yet shortened to 32 bits where none is absent."""
    if name in TEXTS:
        texts = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        whole = texts.unify_dictionaries().combine_chunks()
        table = np.array([*(words[word] for word in whole.dictionary.to_pylist()), ABSENT], np.int32)
        indices = pc.fill_null(whole.indices, len(table) - 1) if whole.null_count else whole.indices
        return np.asarray(table[indices.to_numpy()])
    if name in DAYS:
        column = column.cast(pa.int32())
    return np.asarray((pc.fill_null(column, ABSENT) if column.null_count else column).to_numpy())


def coded(numbers: Integers) -> Code:
    """Numbers from 0 upwards for those of a column, and what each stands for."""
    low, high = (int(numbers.min()), int(numbers.max())) if len(numbers) else (0, 0)
    if high > np.iinfo(np.int32).max:
        raise OverflowError(f"A number does not fit in 32 bits: {high}.")
    if low == high:
        return None, np.array([low], np.int32)
    if high - low < 4 * len(numbers) + 1024:
        return np.subtract(numbers, low, dtype=np.int64), np.arange(low, high + 1, dtype=np.int32)
    table, place = np.unique(numbers, return_inverse=True)
    return place.astype(np.int64), table.astype(np.int32)


def _combined(codes: Sequence[Code], rows: int) -> tuple[Integers, int]:
    """One number for each combination, and one more than the largest that there can be."""
    index, most = None, 1
    for place, table in codes:
        if most > 2**62 // len(table):
            raise OverflowError("There are too many combinations to be numbered.")
        most *= len(table)
        if index is not None and len(table) > 1:
            index *= len(table)
        if place is not None:
            index = place.astype(np.int64) if index is None else np.add(index, place, out=index)
    return (np.zeros(rows, np.int64) if index is None else index), most
