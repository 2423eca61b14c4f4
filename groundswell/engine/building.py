"""Cubes are built from the segments, and what came since is folded into them: both may end at any moment and begin anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from .cells import Cells, added_up
from .counting import count_here
from .cubes import BY_NAME, CUBES, Cube, map_cells, write_cells
from .manifest import closing, known_words, writing
from .snapshot import Segment, read_deltas, segments_named
from .store import EvidenceStore

MOST_DELTAS = 32
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
