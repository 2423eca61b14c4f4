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
DENSE = 2**25
TEXTS = frozenset(field.name for field in EVIDENCE if pa.types.is_string(field.type))
DAYS = frozenset(field.name for field in EVIDENCE if pa.types.is_date(field.type))

Integers = np.ndarray[Any, np.dtype[Any]]


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


def cells_of(evidence: pa.Table, columns: Sequence[str], words: Mapping[str, int]) -> Cells:
    """Count the rows that have a score by these columns; ``theme`` counts a row for each theme that it mentions.

    ``words`` numbers every text of the evidence. A number that does not fit in 32 bits raises OverflowError.
    """
    evidence = evidence.filter(pc.is_valid(evidence["score"]))
    if "theme" in columns:
        lists = evidence["themes"].combine_chunks()
        parents = pc.list_parent_indices(lists)
        wanted = [name for name in columns if name != "theme"]
        evidence = evidence.select(["score", *wanted]).take(parents)
        evidence = evidence.append_column("theme", pa.chunked_array([pc.list_flatten(lists)]))
    keys = [key_numbers(evidence[name], name, words) for name in columns]
    scores = evidence["score"].to_numpy().astype(np.int64)
    index, decode, most = numbered(keys, len(scores))
    if most * SCORES <= DENSE:
        counts = np.bincount(index * SCORES + scores, minlength=most * SCORES).reshape(most, SCORES)
        there = np.flatnonzero(counts.any(axis=1))
        return Cells(decode(there), counts[there].astype(np.int64, copy=False))
    there, place = np.unique(index, return_inverse=True)
    counts = np.bincount(place * SCORES + scores, minlength=len(there) * SCORES)
    return Cells(decode(there), counts.reshape(len(there), SCORES).astype(np.int64, copy=False))


def added_up(cells: Cells) -> Cells:
    """Each key once, in order; cells in which nothing is left are gone. Counts stay whole numbers up to 2**53."""
    if not len(cells.counts):
        return cells
    if not len(cells.keys):
        total = cells.counts.sum(axis=0, keepdims=True)
        return Cells(cells.keys[:, :1], total if total.any() else total[:0])
    index, decode, most = numbered(list(cells.keys), cells.number)
    there: Integers = np.arange(most)
    if most > 4 * cells.number + 1024:
        there, index = np.unique(index, return_inverse=True)
    sums = np.empty((len(there), SCORES), np.int64)
    for score in range(SCORES):
        sums[:, score] = np.bincount(index, cells.counts[:, score], len(there))
    left = np.flatnonzero(sums.any(axis=1))
    return Cells(decode(there[left]), sums[left])


def key_numbers(column: pa.ChunkedArray, name: str, words: Mapping[str, int]) -> Integers:
    if name in TEXTS:
        coded = column.combine_chunks().dictionary_encode()
        table = np.array([*(words[word] for word in coded.dictionary.to_pylist()), ABSENT], np.int32)
        return np.asarray(table[pc.fill_null(coded.indices, len(table) - 1).to_numpy(zero_copy_only=False)])
    if name in DAYS:
        column = column.cast(pa.int32())
    found = pc.fill_null(column, ABSENT).to_numpy()
    if len(found) and found.max() > np.iinfo(np.int32).max:
        raise OverflowError(f"A number of {name} does not fit in 32 bits: {found.max()}.")
    numbers: Integers = found.astype(np.int32)
    return numbers


def numbered(keys: Sequence[Integers], rows: int) -> tuple[Integers, Any, int]:
    """One number for each combination, the way back from numbers to keys, and one more than the largest number there can be."""
    coded, tables, sizes = [], [], []
    for key in keys:
        low, high = (int(key.min()), int(key.max())) if len(key) else (0, 0)
        if high - low < 4 * rows + 1024:
            coded.append(key.astype(np.int64) - low)
            tables.append(np.arange(low, high + 1, dtype=np.int32))
        else:
            table, place = np.unique(key, return_inverse=True)
            coded.append(place.astype(np.int64))
            tables.append(table.astype(np.int32))
        sizes.append(len(tables[-1]))
    index, most = np.zeros(rows, np.int64), 1
    for code, size in zip(coded, sizes, strict=True):
        if most > 2**62 // size:
            raise OverflowError("There are too many combinations to be numbered.")
        index *= size
        index += code
        most *= size

    def decode(numbers: Integers) -> Integers:
        found = np.empty((len(sizes), len(numbers)), np.int32)
        for place in range(len(sizes) - 1, -1, -1):
            numbers, code = np.divmod(numbers, sizes[place])
            found[place] = tables[place][code]
        return found

    return index, decode, most
