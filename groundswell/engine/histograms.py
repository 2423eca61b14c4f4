"""Ask the evidence: score histograms by any dimension. The engine counts; formulas live in ``science``.

Whole months come from the smallest cube that can tell what is asked apart, in the same time however many voices there
are; days at the edges of a period, and what no cube holds, are counted row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from .cells import ABSENT, DAYS, SCORES, TEXTS, Cells, Integers, added_up, month_of
from .cubes import BY_NAME, Cube
from .question import Filter, UnknownDimension, checked
from .scan import counted
from .schema import ONE
from .snapshot import Segment, Snapshot, View
from .store import EvidenceStore

__all__ = ["Filter", "Histogram", "UnknownDimension", "histograms", "tally"]
Histogram = tuple[int, ...]
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts by some dimensions as arrays: ``keys`` (dimensions x cells, numbers as cells have them) and ``counts`` (cells x 11)."""

    dimensions: tuple[str, ...]
    keys: Integers
    counts: Integers
    words: dict[int, str]
    sums: Integers | None = None
    """Where weights were asked for: (cells x 22), see :class:`groundswell.engine.cells.Cells`."""

    @property
    def weights(self) -> Integers:
        """Sums of weights, cells x 11; counts where weights were not asked for."""
        return self.counts.astype(np.float64) if self.sums is None else self.sums[:, :SCORES] / ONE

    @property
    def squared_weights(self) -> Integers:
        """Sums of squared weights, cells x 11; counts where weights were not asked for."""
        return self.counts.astype(np.float64) if self.sums is None else self.sums[:, SCORES:] / ONE**2

    def values(self, dimension: str) -> list[Any]:
        """The value of one dimension in each cell: an id, a text, a day, or None."""
        place = self.dimensions.index(dimension)
        known: dict[int, Any] = {}
        numbers: list[int] = self.keys[place].tolist()
        for number in set(numbers):
            known[number] = self._value(dimension, number)
        return [known[number] for number in numbers]

    def _value(self, dimension: str, number: int) -> Any:
        if number == ABSENT:
            return None
        if dimension in TEXTS:
            return self.words[number]
        return EPOCH + timedelta(days=number) if dimension in DAYS else number


def histograms(
    store: EvidenceStore, dimensions: Sequence[str], wanted: Filter
) -> dict[tuple[Any, ...], Histogram]:
    """Counts of each score from 0 to 10 (11 numbers) per combination of the dimensions; days ``since`` to ``until`` inclusive.

    Raises UnknownDimension. Rows without a score are left out; a missing dimension value is None in the key.
    """
    found = tally(store, dimensions, wanted)
    counts = map(tuple, found.counts.tolist())
    if not dimensions:
        return dict(zip([()], counts, strict=False))
    keys = zip(*(found.values(name) for name in dimensions), strict=True)
    return dict(zip(keys, counts, strict=True))


def tally(store: EvidenceStore, dimensions: Sequence[str], wanted: Filter, weighted: bool = False) -> Tally:
    """The same as arrays, for many thousand cells at once. Combinations that nobody answered are not there.

    ``weighted`` adds the sums of weights and of their squares; an answer without a weight stands for itself.
    """
    names = checked(dimensions)
    snapshot = store.snapshot()
    whole, edges = _months(snapshot, wanted)
    found = _smallest(snapshot, names, wanted, bool(edges))
    if found is None:
        cells = counted(snapshot, snapshot.segments, names, wanted, weighted)
    else:
        cube, view = found
        held = view.parts if weighted else [Cells(part.keys, part.counts) for part in view.parts]
        parts = [_from_cube(snapshot, cube, part, names, wanted, whole) for part in held]
        if not cube.is_by_day:
            parts.append(counted(snapshot, edges, names, wanted, weighted))
        cells = added_up(Cells.together(parts, len(names)))
    words = {code: word for word, code in snapshot.words.items()}
    return Tally(tuple(names), cells.keys, cells.counts, words, cells.sums if weighted else None)


def _smallest(
    snapshot: Snapshot, names: Sequence[str], wanted: Filter, has_edges: bool
) -> tuple[Cube, View] | None:
    """The cube with the fewest cells that holds what is asked; one by day where days are asked for and there is one."""
    if wanted.is_a_union or ("theme" in names and wanted.theme_id is not None):
        return None
    asked = wanted.columns() | set(names)
    fitting = [(BY_NAME[name], view) for name, view in snapshot.cubes.items() if BY_NAME[name].holds(asked)]
    by_day = [one for one in fitting if one[0].is_by_day]
    fitting = by_day if has_edges and by_day else fitting
    return min(fitting, key=lambda one: one[1].base.number, default=None)


def _months(snapshot: Snapshot, wanted: Filter) -> tuple[frozenset[int], list[Segment]]:
    """The months all of whose evidence is within the days asked for, and the segments of those that are cut by an end."""
    first, last = wanted.since or date.min, wanted.until or date.max
    if wanted.since is None and wanted.until is None:
        return frozenset(), []
    days = snapshot.months
    whole = {month for month, (low, high) in days.items() if first <= low and high <= last}
    cut = {
        month for month, (low, high) in days.items() if month not in whole and low <= last and first <= high
    }
    edges = [one for one in snapshot.segments if one.month in cut] if cut else []
    return frozenset((month - EPOCH).days for month in whole), edges


def _from_cube(
    snapshot: Snapshot, cube: Cube, part: Cells, names: Sequence[str], wanted: Filter, whole: frozenset[int]
) -> Cells:
    """The cells of a cube that are asked for, with the columns that are asked for, not added up."""
    column = dict(zip(cube.columns, part.keys, strict=True))
    kept = _in_time(cube, column, wanted, whole)
    for name, value in _wanted_numbers(snapshot, wanted):
        fits = np.isin(column[name], value) if isinstance(value, np.ndarray) else column[name] == value
        kept = fits if kept is None else kept & fits
    if wanted.except_editions:
        apart = np.isin(column["edition"], np.array(wanted.except_editions, np.int32), invert=True)
        kept = apart if kept is None else kept & apart
    if "month" in names and cube.is_by_day:
        column["month"] = month_of(column["day"])
    places = slice(None) if kept is None else np.flatnonzero(kept)
    keys = [column[name][places] for name in names]
    counts = part.counts[places]
    weighed = None if part.weighed is None else part.weighed[places]
    return Cells(np.stack(keys) if keys else np.empty((0, len(counts)), np.int32), counts, weighed)


def _in_time(cube: Cube, column: dict[str, Integers], wanted: Filter, whole: frozenset[int]) -> Any:
    if wanted.since is None and wanted.until is None:
        return None
    if not cube.is_by_day:
        return np.isin(column["month"], np.array(sorted(whole), np.int32))
    first, last = wanted.since or date.min, wanted.until or date.max
    return (column["day"] >= (first - EPOCH).days) & (column["day"] <= (last - EPOCH).days)


def _wanted_numbers(snapshot: Snapshot, wanted: Filter) -> list[tuple[str, Any]]:
    """The columns that must have a value, each with its number; a text that nobody has used has no number and fits nothing."""
    found: list[tuple[str, Any]] = []
    for name in ("kind_of_score", "channel", "segment", "sentiment"):
        if (word := getattr(wanted, name)) is not None:
            found.append((name, snapshot.words.get(word, ABSENT - 1)))
    for name in ("touchpoint_id", "stage_id", "employee_id", "edition"):
        if (number := getattr(wanted, name)) is not None:
            found.append((name, number))
    if wanted.theme_id is not None:
        found.append(("theme", wanted.theme_id))
    if wanted.unit_ids is not None:
        found.append(("unit_id", np.array(wanted.unit_ids, np.int64)))
    return found
