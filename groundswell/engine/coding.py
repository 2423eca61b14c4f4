"""Rows of evidence as numbers: a column, and what several columns have in common, is coded once for all cubes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .cells import ABSENT, DAYS, SCORES, TEXTS, Cells, Integers, left_of
from .schema import LISTS, ONE

FORGOTTEN = ABSENT - 1
DENSE, DENSE_AT_LEAST = 8, 2**16
"""All combinations of two columns are laid out while they are not many more than the rows."""
SAMPLE = 2**16
"""So many rows tell whether most combinations of two columns occur."""
LAST = {"month": 1, "day": 1} | dict.fromkeys(LISTS, 2)
"""What comes last when columns are combined, so that cubes have more of their beginnings in common."""


@dataclass(frozen=True, slots=True)
class Code:
    """The place of each row in a ``table`` (columns x places) of key numbers; no places where all rows have the same."""

    places: Integers | None
    table: Integers

    @property
    def size(self) -> int:
        return int(self.table.shape[1])


class Coded:
    """Rows of evidence that have a score. ``words`` numbers every text of the evidence.

    A number that does not fit in 32 bits raises OverflowError.
    """

    def __init__(self, evidence: pa.Table, words: Mapping[str, int]) -> None:
        score = evidence["score"]
        self._evidence = evidence.filter(pc.is_valid(score)) if score.null_count else evidence
        self._words = words
        self._scores = self._evidence["score"].to_numpy().astype(np.int32)
        weights = self._evidence["weight"]
        is_plain = weights.null_count == len(weights)
        self._weights = None if is_plain else pc.fill_null(weights, ONE).to_numpy().astype(np.float64)
        self._codes: dict[tuple[str, ...], Code] = {}
        self._parents: dict[str, Integers] = {}

    def cells(self, columns: Sequence[str]) -> Cells:
        """Count by these columns; with one of :data:`LISTS` a row counts for each value that it has."""
        names = tuple(sorted(columns, key=lambda name: LAST.get(name, 0)))
        if names[-1] not in LISTS:
            found = _counted(self._code(names), self._scores, self._weights)
        else:
            values, parents = self._values(names[-1])
            rows = self._code(names[:-1])
            places = None if rows.places is None else rows.places[parents]
            weights = None if self._weights is None else self._weights[parents]
            found = _counted(joined(Code(places, rows.table), values), self._scores[parents], weights)
        return replace(found, keys=found.keys[[names.index(name) for name in columns]])

    def _code(self, names: tuple[str, ...]) -> Code:
        if names not in self._codes:
            self._codes[names] = (
                joined(self._code(names[:-1]), self._code(names[-1:]))
                if names[1:]
                else column_code(self._evidence[names[0]], names[0], self._words)
            )
        return self._codes[names]

    def _values(self, name: str) -> tuple[Code, Integers]:
        """What stands in the lists of a column, and the row of each."""
        if name not in self._parents:
            lists = self._evidence[LISTS[name]].combine_chunks()
            self._parents[name] = pc.list_parent_indices(lists).to_numpy()
            self._codes[name,] = coded(pc.list_flatten(lists).to_numpy())
        return self._codes[name,], self._parents[name]


def key_numbers(column: pa.ChunkedArray, name: str, words: Mapping[str, int]) -> Integers:
    """A column as the numbers that keys are made of."""
    code = column_code(column, name, words)
    return np.full(len(column), code.table[0, 0]) if code.places is None else code.table[0].take(code.places)


def column_code(column: pa.ChunkedArray, name: str, words: Mapping[str, int]) -> Code:
    """A column of evidence as places in the table of what it has."""
    if name not in TEXTS:
        return coded(numbers_in(column, name))
    texts = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    whole = (texts.unify_dictionaries() if texts.num_chunks > 1 else texts).combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        return Code(None, np.array([[ABSENT]], np.int32))
    # A file may still list a word that was forgotten because no row that counts says it: its place stays empty.
    table = [words.get(word, FORGOTTEN) for word in whole.dictionary.to_pylist()]
    indices = whole.indices
    if whole.null_count:
        indices, table = pc.fill_null(indices, len(table)), [*table, ABSENT]
    return Code(
        indices.to_numpy().astype(np.int32, copy=False) if len(table) > 1 else None,
        np.array([table or [ABSENT]], np.int32),
    )


def numbers_in(column: pa.ChunkedArray, name: str) -> Integers:
    """Ids or days as the numbers that keys are made of, not yet shortened to 32 bits where none is absent."""
    if name in DAYS:
        column = column.cast(pa.int32())
    return np.asarray((pc.fill_null(column, ABSENT) if column.null_count else column).to_numpy())


def coded(numbers: Integers) -> Code:
    """The places of numbers in the table of those that there are, or could be."""
    low, high = (int(numbers.min()), int(numbers.max())) if len(numbers) else (0, 0)
    if high > np.iinfo(np.int32).max:
        raise OverflowError(f"A number does not fit in 32 bits: {high}.")
    if low == high:
        return Code(None, np.array([[low]], np.int32))
    if high - low < 4 * len(numbers) + 1024:
        places: Integers = numbers.astype(np.int32)
        np.subtract(places, np.int32(low), out=places)
        return Code(places, np.arange(low, high + 1, dtype=np.int32)[None])
    table, places = np.unique(numbers, return_inverse=True)
    return Code(places.astype(np.int32), table.astype(np.int32)[None])


def joined(one: Code, other: Code) -> Code:
    """What two codes of the same rows say together. Combinations that do not occur are left out where they are many."""
    size = one.size * other.size
    if one.places is None or other.places is None:
        return Code(other.places if one.places is None else one.places, _all(one, other))
    if size > max(DENSE_AT_LEAST, DENSE * len(one.places)):
        found, place = np.unique(one.places.astype(np.int64) * other.size + other.places, return_inverse=True)
        return Code(place.astype(np.int32), _tables(one, other, found))
    places: Integers = np.add(one.places * np.int32(other.size), other.places)
    if size <= SAMPLE and np.count_nonzero(np.bincount(places[:SAMPLE], minlength=size)) * 2 > size:
        return Code(places, _all(one, other))
    occurs = np.bincount(places, minlength=size) > 0
    fewer: Integers = np.cumsum(occurs, dtype=np.int32) - np.int32(1)
    return Code(fewer.take(places), _tables(one, other, np.flatnonzero(occurs)))


def _all(one: Code, other: Code) -> Integers:
    return np.concatenate([np.repeat(one.table, other.size, axis=1), np.tile(other.table, one.size)])


def _tables(one: Code, other: Code, there: Integers) -> Integers:
    first, second = np.divmod(there, other.size)
    return np.concatenate([one.table[:, first], other.table[:, second]])


def _counted(code: Code, scores: Integers, weights: Integers | None) -> Cells:
    """How often each score was given in each place. Places in which nobody answered are left out."""
    index = scores if code.places is None else code.places * np.int32(SCORES) + scores
    most = code.size * SCORES
    counts = np.bincount(index, minlength=most).reshape(-1, SCORES)
    if weights is None:
        return left_of(Cells(code.table, counts))
    sums = [np.bincount(index, one, most).reshape(-1, SCORES) for one in (weights, weights**2)]
    return left_of(Cells(code.table, counts, np.concatenate(sums, axis=1).astype(np.int64)))
