"""The evidence store: Parquet segments that never change, cubes that add up, and a manifest that says which of them count.

A batch of evidence is one transaction in the manifest: its segments are written and synced first, then named together
with what they add to every cube. What the manifest does not name does not exist, so a process killed at any moment
leaves a consistent store.
"""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .cells import TEXTS, Cells, added_up, packed
from .coding import Coded
from .cubes import BY_NAME
from .manifest import closing, known_words, make_manifest, next_version, numbers_of, together, writing
from .scan import rows_of
from .schema import EVIDENCE, MOST_WEIGHT
from .snapshot import Snapshot, SnapshotReader, segments_named

REBUILT = "rebuilt"
_NOTHING = EVIDENCE.empty_table()


class Written(NamedTuple):
    """A file that the manifest may name."""

    name: str
    month: str
    rows: int
    first_day: str
    last_day: str


class _HeldAlready(Exception):
    """A batch under this key is in the store."""


class EvidenceStore:
    """Evidence in one folder. Any number of readers; writers take turns by the manifest's lock."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.segment_folder, self.cube_folder = home / "segments", home / "cubes"
        for folder in (self.segment_folder, self.cube_folder):
            folder.mkdir(parents=True, exist_ok=True)
        self.manifest = home / "manifest.sqlite3"
        make_manifest(self.manifest)
        self._reader = SnapshotReader(self.manifest, self.segment_folder, self.cube_folder)

    def snapshot(self) -> Snapshot:
        """What counts now."""
        return self._reader.newest()

    def close(self) -> None:
        """Let the files go."""
        self._reader.close()

    def add(self, keys: str | Sequence[str], evidence: pa.Table, gone: Sequence[int] = ()) -> bool:
        """Add one batch (or several together) under its key, and take away what signals ``gone`` said, all or nothing.

        ``evidence`` has the columns of :data:`groundswell.engine.schema.EVIDENCE`. False, and nothing changes, when a key is
        held already. Durable, and in every cube, when this returns. Raises ValueError for a weight that none can be.
        """
        keys = [keys] if isinstance(keys, str) else list(keys)
        table = _as_evidence(evidence)
        _look_at_weights(table)
        with closing(self.manifest) as manifest:
            if any(_is_held(manifest, key) for key in keys):
                return False
            written = [self.write_segment(month, [part]) for month, part in by_month(table)]
            try:
                with together(manifest):
                    _claim(manifest, keys)
                    taken = self._bury(manifest, gone)
                    name_segments(manifest, keys[0], written)
                    words = numbers_of(manifest, words_in(table))
                    _note(manifest, next_version(manifest), table, taken, words)
            except _HeldAlready:
                return False
        return True

    def remove(self, signal_ids: Sequence[int]) -> int:
        """Take away what these signals said, from every figure at once. Returns how many rows that were."""
        with writing(self.manifest) as manifest:
            taken = self._bury(manifest, signal_ids)
            if taken.num_rows:
                _note(manifest, next_version(manifest), _NOTHING, taken, known_words(manifest))
        return int(taken.num_rows)

    def replace_all(self, keys: Sequence[str], evidence: Iterable[pa.Table]) -> None:
        """Make this evidence the whole content, standing for the batches of these keys: for rebuilding from the signals.

        The cubes are gone until they are built again.
        """
        written, words = [], set[str]()
        for part in evidence:
            table = _as_evidence(part)
            _look_at_weights(table)
            words |= words_in(table)
            written += [self.write_segment(month, [rows]) for month, rows in by_month(table)]
        with writing(self.manifest) as manifest:
            for name in ("tombstone", "segment", "batch", "base", "delta"):
                manifest.execute(f"DELETE FROM {name}")  # noqa: S608 our own names
            _claim(manifest, [*{*keys, REBUILT}])
            name_segments(manifest, REBUILT, written)
            numbers_of(manifest, sorted(words))
            next_version(manifest)

    def holds(self, key: str) -> bool:
        """Whether a batch was added under this key."""
        with closing(self.manifest) as manifest:
            return _is_held(manifest, key)

    def rows(self) -> int:
        """How many rows of evidence count."""
        with closing(self.manifest) as manifest:
            named, buried = manifest.execute(
                "SELECT (SELECT coalesce(sum(rows), 0) FROM segment), (SELECT count(*) FROM tombstone)"
            ).fetchone()
        return int(named - buried)

    def write_segment(self, month: str, parts: Iterable[pa.Table]) -> Written:
        """Write and sync a file that nobody has named yet."""
        name = f"{month}-{uuid.uuid4().hex}.parquet"
        path = self.segment_folder / name
        rows, first, last = 0, "9999-12-31", "0001-01-01"
        with pq.ParquetWriter(path, EVIDENCE, compression="zstd") as file:
            for part in parts:
                file.write_table(_as_evidence(part))
                days = pc.min_max(part["day"])
                rows += part.num_rows
                first, last = min(first, str(days["min"])), max(last, str(days["max"]))
        for place in (path, self.segment_folder):
            sync(place)
        return Written(name, month, rows, first, last)

    def _bury(self, manifest: sqlite3.Connection, signal_ids: Sequence[int]) -> pa.Table:
        """Mark the rows of these signals as gone and return them."""
        if not signal_ids:
            return _NOTHING
        found = rows_of(segments_named(manifest, self.segment_folder), signal_ids)
        graves = [
            (Path(path).name, signal_id)
            for path, signal_id in zip(found["file"].to_pylist(), found["signal_id"].to_pylist(), strict=True)
        ]
        manifest.executemany("INSERT INTO tombstone VALUES (?, ?)", graves)
        return found.select(EVIDENCE.names)


def _as_evidence(table: pa.Table) -> pa.Table:
    return table if table.schema == EVIDENCE else table.select(EVIDENCE.names).cast(EVIDENCE)


def words_in(table: pa.Table) -> set[str]:
    """The texts of a table, each once."""
    return {word for name in TEXTS for word in pc.unique(table[name]).to_pylist() if word is not None}


def _look_at_weights(table: pa.Table) -> None:
    found = pc.min_max(table["weight"]).as_py()
    if found["min"] is not None and not 0 < found["min"] <= found["max"] <= MOST_WEIGHT:
        raise ValueError(f"A weight is from 1 to {MOST_WEIGHT} thousandths, not {found}.")


def by_month(table: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """The parts of a table, month by month."""
    months = sorted(pc.unique(table["month"]).to_pylist())
    for month in months:
        alone = len(months) == 1
        part = table if alone else table.filter(pc.equal(table["month"], pa.scalar(month, pa.date32())))
        yield f"{month:%Y-%m}", part


def sync(path: Path) -> None:
    """What was written there is on disk when this returns."""
    place = os.open(path, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def _is_held(manifest: sqlite3.Connection, key: str) -> bool:
    return manifest.execute("SELECT 1 FROM batch WHERE key = ?", [key]).fetchone() is not None


def _claim(manifest: sqlite3.Connection, keys: Sequence[str]) -> None:
    for key in keys:
        if not manifest.execute("INSERT INTO batch VALUES (?) ON CONFLICT DO NOTHING", [key]).rowcount:
            raise _HeldAlready(key)


def name_segments(manifest: sqlite3.Connection, batch: str, written: Iterable[Written]) -> None:
    """From the end of this transaction these files count."""
    rows = [(one.name, batch, *one[1:]) for one in written]
    manifest.executemany("INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)", rows)


def _note(
    manifest: sqlite3.Connection, version: int, added: pa.Table, taken: pa.Table, words: dict[str, int]
) -> None:
    """What this version adds to every cube, and takes from it."""
    more, less = (Coded(table, words) if table.num_rows else None for table in (added, taken))
    for (name,) in manifest.execute("SELECT cube FROM base").fetchall():
        columns = BY_NAME[name].columns if name in BY_NAME else ()
        parts = [more.cells(columns)] if more and columns else []
        if less and columns:
            parts.append(less.cells(columns).negative())
        cells = added_up(Cells.together(parts, len(columns))) if parts[1:] else (parts or [Cells.none(1)])[0]
        if cells.number:
            manifest.execute("INSERT INTO delta VALUES (?, ?, ?, ?, ?)", [version, name, *packed(cells)])
