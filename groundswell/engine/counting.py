"""Counting cubes from the rows of the segments, in the memory of this process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from math import expm1

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .cells import TEXTS, Cells, added_up, projected
from .coding import Coded
from .cubes import Cube
from .schema import EVIDENCE, LISTS
from .snapshot import Segment

AT_ONCE, TOGETHER = 2**19, 2**20
"""So many rows are counted at once, which a processor keeps near; so many are written together."""
HOPE = 1.2
"""Months differ: a cube is given up early when it is clearly not worth it."""


def count_here(segments: Sequence[Segment], cubes: Sequence[Cube], words: dict[str, int]) -> dict[str, Cells]:
    """The cubes that are worth it, counted some months at a time in the memory of this process.

    The time is part of every key, so a cube that is not worth it for the months so far will hardly be for the others.
    """
    found: dict[str, list[Cells]] = {cube.name: [] for cube in cubes}
    left, all_rows, so_far = _promising(segments, cubes, words), sum(one.rows for one in segments), 0
    for held in _stretches(segments):
        for name, cells in _of_a_stretch(held, left, words).items():
            found[name].append(cells)
        so_far += sum(one.rows for one in held)
        left = [cube for cube in left if _is_hopeful(cube, found[cube.name], so_far / all_rows)]
    built = {cube: Cells.together(found[cube.name], len(cube.columns)) for cube in left}
    return {
        cube.name: cells
        for cube, cells in built.items()
        if cube.is_worth_it(int(cells.counts.sum()), cells.number)
    }


def _promising(segments: Sequence[Segment], cubes: Sequence[Cube], words: dict[str, int]) -> list[Cube]:
    """Those that are not clearly too fine, as some rows of the largest month show; all where a sample would be no shorter."""
    rows: Counter[date] = Counter()
    for one in segments:
        rows[one.month] += one.rows
    if sum(rows.values()) <= AT_ONCE:
        return list(cubes)
    ((month, most),) = rows.most_common(1)
    longest = max((one for one in segments if one.month == month), key=lambda one: one.rows)
    table = next(tables_of(longest, _columns_of(cubes), AT_ONCE))
    sample, share, times = Coded(table, words), most / sum(rows.values()), most / max(1, len(table))
    return [cube for cube in cubes if _is_promising(cube, sample.cells(cube.columns), share, times)]


def _is_promising(cube: Cube, sample: Cells, share: float, times: float) -> bool:
    """Whether a month of so many times these rows might be worth it: were its cells all alike, a sample would show no more."""
    rows = int(sample.counts.sum())
    cells = HOPE * share * cube.most_worth_it(int(rows * times / share))
    return not rows or sample.number <= cells * -expm1(-rows / cells)


def _stretches(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Whole months, small ones together."""
    held: list[Segment] = []
    for _, month in groupby(segments, key=lambda one: one.month):
        fresh = list(month)
        if held and sum(one.rows for one in (*held, *fresh)) > AT_ONCE:
            yield held
            held = []
        held += fresh
    if held:
        yield held


def _of_a_stretch(segments: list[Segment], cubes: Sequence[Cube], words: dict[str, int]) -> dict[str, Cells]:
    """Each cube from the smallest one that is there and tells more apart; from the rows where there is none."""
    from_rows = [
        cube for place, cube in enumerate(cubes) if not any(_can_give(one, cube) for one in cubes[:place])
    ]
    sums: dict[str, list[Cells]] = {cube.name: [] for cube in from_rows}
    columns = _columns_of(from_rows)
    for table in _large(table for one in segments for table in tables_of(one, columns, AT_ONCE)):
        rows = Coded(table, words)
        for cube in from_rows:
            sums[cube.name].append(rows.cells(cube.columns))
    found: dict[str, Cells] = {}
    for cube in cubes:
        if cube.name in sums:
            parts = sums[cube.name]
            found[cube.name] = (
                parts[0] if len(parts) == 1 else added_up(Cells.together(parts, len(cube.columns)))
            )
        else:
            finer = min(
                (one for one in cubes if one.name in found and _can_give(one, cube)),
                key=lambda one: found[one.name].number,
            )
            found[cube.name] = projected(found[finer.name], finer.columns, cube.columns)
    return found


def _large(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Small tables together, as many rows as are counted at once."""
    held: list[pa.Table] = []
    for table in tables:
        if held and sum(map(len, held)) + len(table) > AT_ONCE:
            yield pa.concat_tables(held)
            held = []
        held.append(table)
    if held:
        yield pa.concat_tables(held)


def _can_give(finer: Cube, cube: Cube) -> bool:
    return finer is not cube and finer.holds(cube.columns)


def _is_hopeful(cube: Cube, so_far: Sequence[Cells], share: float) -> bool:
    cells, rows = sum(one.number for one in so_far), sum(int(one.counts.sum()) for one in so_far)
    return cells <= HOPE * share * cube.most_worth_it(int(rows / share))


def _columns_of(cubes: Sequence[Cube]) -> list[str]:
    named = {name for cube in cubes for name in cube.columns} | {"score", "weight"}
    named |= {LISTS[name] for name in named & LISTS.keys()}
    return [name for name in EVIDENCE.names if name in named]


def tables_of(
    segment: Segment, columns: Sequence[str] = EVIDENCE.names, at_once: int = TOGETHER
) -> Iterator[pa.Table]:
    """Some columns of the rows of a segment that count, so many rows at a time."""
    gone = pa.array(segment.gone, pa.int64())
    wanted = [*columns, *(["signal_id"] if segment.gone and "signal_id" not in columns else [])]
    with pq.ParquetFile(segment.path, read_dictionary=sorted(TEXTS & {*wanted})) as file:
        for batch in file.iter_batches(at_once, columns=wanted):
            table = pa.Table.from_batches([batch])
            if segment.gone:
                table = table.filter(pc.invert(pc.is_in(table["signal_id"], gone)))
            yield table.select(list(columns))
