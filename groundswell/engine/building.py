"""Cubes are built from the segments, and what came since is folded into them: both may end at any moment and begin anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .cells import TEXTS, Cells, Coded, added_up, projected
from .cubes import BY_NAME, CUBES, Cube, map_cells, write_cells
from .manifest import closing, known_words, writing
from .schema import EVIDENCE
from .snapshot import Segment, read_deltas, segments_named
from .store import EvidenceStore

AT_ONCE = 2_000_000
MOST_DELTAS = 32
HOPE = 1.5
"""Months differ: a cube is given up early when it is clearly not worth it."""
Count = Callable[[Sequence[Segment], Sequence[Cube], dict[str, int]], dict[str, Cells]]


def keep_cubes(store: EvidenceStore) -> int:
    """Build the cubes when there are none, or when there is twice as much to count as then; fold otherwise. Returns how many changed."""
    with closing(store.manifest) as manifest:
        (known,) = manifest.execute("SELECT rows_when_built FROM state").fetchone()
    rows = store.rows()
    return build_cubes(store) if rows and (not known or rows >= 2 * known) else fold_cubes(store)


def build_cubes(store: EvidenceStore, count: Count | None = None) -> int:
    """Count every cube that can be and keep those that are worth it. Returns how many are kept.

    ``count`` does the counting, on this machine where nothing else is said. What is written meanwhile is noted for all of
    them; until the end, questions that a cube would answer are counted row by row.
    """
    with writing(store.manifest) as manifest:
        version = manifest.execute("SELECT version FROM state").fetchone()[0]
        manifest.execute("DELETE FROM delta")
        manifest.execute("DELETE FROM base")
        manifest.executemany("INSERT INTO base VALUES (?, ?, '')", [(cube.name, version) for cube in CUBES])
        segments = segments_named(manifest, store.segment_folder)
        words = known_words(manifest)
    built = (count or count_here)(segments, CUBES, words)
    stems = {name: write_cells(store.cube_folder, name, cells) for name, cells in built.items()}
    with writing(store.manifest) as manifest:
        for cube in CUBES:
            _put(manifest, cube.name, version, "", stems.get(cube.name), version)
        manifest.execute("UPDATE state SET rows_when_built = (SELECT coalesce(sum(rows), 0) FROM segment)")
    return len(stems)


def fold_cubes(store: EvidenceStore, most_deltas: int = MOST_DELTAS) -> int:
    """Write anew each cube to which more than so many versions have added. Returns how many."""
    with closing(store.manifest) as manifest:
        crowded = manifest.execute(
            "SELECT base.cube, base.version, stem FROM base JOIN delta USING (cube) WHERE stem != ''"
            " GROUP BY 1, 2, 3 HAVING count(*) > ?",
            [most_deltas],
        ).fetchall()
    for name, version, stem in crowded:
        columns = len(BY_NAME[name].columns)
        with closing(store.manifest) as manifest:
            deltas = read_deltas(manifest, name, columns, version)
        parts = [map_cells(store.cube_folder, stem), *(cells for _, cells in deltas)]
        cells = added_up(Cells.together(parts, columns))
        is_kept = BY_NAME[name].is_worth_it(int(cells.counts.sum()), cells.number)
        fresh = write_cells(store.cube_folder, name, cells) if is_kept else None
        with writing(store.manifest) as manifest:
            _put(manifest, name, version, stem, fresh, deltas[-1][0])
    return len(crowded)


def count_here(segments: Sequence[Segment], cubes: Sequence[Cube], words: dict[str, int]) -> dict[str, Cells]:
    """The cubes that are worth it, counted month by month in the memory of this process.

    The time is part of every key, so a cube that is not worth it for the months so far will hardly be for the others.
    """
    found: dict[str, list[Cells]] = {cube.name: [] for cube in cubes}
    left = list(cubes)
    for _, months in groupby(segments, key=lambda one: one.month):
        for name, cells in _of_a_month(list(months), left, words).items():
            found[name].append(cells)
        left = [cube for cube in left if _is_hopeful(cube, found[cube.name])]
    built = {cube: Cells.together(found[cube.name], len(cube.columns)) for cube in left}
    return {
        cube.name: cells
        for cube, cells in built.items()
        if cube.is_worth_it(int(cells.counts.sum()), cells.number)
    }


def _of_a_month(segments: list[Segment], cubes: Sequence[Cube], words: dict[str, int]) -> dict[str, Cells]:
    """Each cube from the smallest one that is there and tells more apart; from the rows where there is none."""
    from_rows = [
        cube for place, cube in enumerate(cubes) if not any(_can_give(one, cube) for one in cubes[:place])
    ]
    sums: dict[str, list[Cells]] = {cube.name: [] for cube in from_rows}
    for table in (table for segment in segments for table in tables_of(segment, _columns_of(from_rows))):
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


def _can_give(finer: Cube, cube: Cube) -> bool:
    return finer is not cube and finer.holds(cube.columns)


def _is_hopeful(cube: Cube, so_far: Sequence[Cells]) -> bool:
    cells, rows = sum(one.number for one in so_far), sum(int(one.counts.sum()) for one in so_far)
    return not cells or cube.is_worth_it(int(rows * HOPE), cells)


def _columns_of(cubes: Sequence[Cube]) -> list[str]:
    named = {name for cube in cubes for name in cube.columns} | {"score"}
    return [name for name in EVIDENCE.names if name in named or (name == "themes" and "theme" in named)]


def tables_of(
    segment: Segment, columns: Sequence[str] = EVIDENCE.names, at_once: int = AT_ONCE
) -> Iterator[pa.Table]:
    """Some columns of the rows of a segment that count, so many rows at a time."""
    gone = pa.array(segment.gone, pa.int64())
    wanted = [*columns, *(["signal_id"] if segment.gone and "signal_id" not in columns else [])]
    with pq.ParquetFile(segment.path, read_dictionary=sorted(TEXTS & {*wanted})) as file:
        for batch in file.iter_batches(at_once, columns=wanted):
            table = pa.Table.from_batches([batch])
            yield table.filter(pc.invert(pc.is_in(table["signal_id"], gone))) if segment.gone else table


def _put(
    manifest: sqlite3.Connection, name: str, version: int, stem: str, fresh: str | None, upto: int
) -> None:
    """The new files of a cube in the place of the old ones, where nobody was quicker; none when it is not worth it."""
    place = [name, version, stem]
    if fresh is None:
        changed = manifest.execute("DELETE FROM base WHERE cube = ? AND version = ? AND stem = ?", place)
        upto = upto if not changed.rowcount else 2**62
    else:
        changed = manifest.execute(
            "UPDATE base SET stem = ?, version = ? WHERE cube = ? AND version = ? AND stem = ?",
            [fresh, upto, *place],
        )
    if changed.rowcount:
        manifest.execute("DELETE FROM delta WHERE cube = ? AND version <= ?", [name, upto])
