"""The evidence store: Parquet segments that never change, and a manifest that says which of them count.

A batch of evidence is one transaction in the manifest: its segments are written and synced first, then named.
What the manifest does not name does not exist, so a process killed at any moment leaves a consistent store.
"""

from __future__ import annotations

import os
import sqlite3
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .schema import EVIDENCE

_TABLES = """
CREATE TABLE IF NOT EXISTS batch (key TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS segment (
    name TEXT PRIMARY KEY, batch TEXT NOT NULL REFERENCES batch, month TEXT NOT NULL, rows INTEGER NOT NULL
);
"""
REBUILT = "rebuilt"


class EvidenceStore:
    """Evidence in one folder. Any number of readers; writers take turns by the manifest's lock."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._segments = home / "segments"
        self._segments.mkdir(parents=True, exist_ok=True)
        with self._manifest() as manifest:
            manifest.executescript(_TABLES)

    def add(self, keys: str | Sequence[str], evidence: pa.Table) -> bool:
        """Add one batch (or several together) under its key; False, and nothing added, when a key is held already. Durable when this returns.

        ``evidence`` has the columns of :data:`groundswell.engine.schema.EVIDENCE`.
        """
        keys = [keys] if isinstance(keys, str) else list(keys)
        if any(self.holds(key) for key in keys):
            return False
        table = evidence.select(EVIDENCE.names).cast(EVIDENCE)
        written = [self._write(month, part) for month, part in _by_month(table)]
        with self._manifest() as manifest:
            manifest.execute("BEGIN IMMEDIATE")
            new = [
                manifest.execute("INSERT INTO batch VALUES (?) ON CONFLICT DO NOTHING", [key]).rowcount
                for key in keys
            ]
            if not all(new):
                manifest.execute("ROLLBACK")
                return False
            rows = [(name, keys[0], month, count) for name, month, count in written]
            manifest.executemany("INSERT INTO segment VALUES (?, ?, ?, ?)", rows)
            manifest.execute("COMMIT")
        return True

    def replace_all(self, keys: Sequence[str], evidence: pa.Table) -> None:
        """Make this evidence the whole content, standing for the batches of these keys: for rebuilding from the signals."""
        table = evidence.select(EVIDENCE.names).cast(EVIDENCE)
        written = [self._write(month, part) for month, part in _by_month(table)]
        with self._manifest() as manifest:
            manifest.execute("BEGIN IMMEDIATE")
            manifest.execute("DELETE FROM segment")
            manifest.execute("DELETE FROM batch")
            manifest.executemany("INSERT INTO batch VALUES (?)", [(key,) for key in {*keys, REBUILT}])
            rows = [(name, REBUILT, month, count) for name, month, count in written]
            manifest.executemany("INSERT INTO segment VALUES (?, ?, ?, ?)", rows)
            manifest.execute("COMMIT")

    def holds(self, key: str) -> bool:
        """Whether a batch was added under this key."""
        with self._manifest() as manifest:
            return manifest.execute("SELECT 1 FROM batch WHERE key = ?", [key]).fetchone() is not None

    def segments(self) -> list[str]:
        """Paths of the segments that count now."""
        with self._manifest() as manifest:
            names = manifest.execute("SELECT name FROM segment ORDER BY month, name").fetchall()
        return [str(self._segments / name) for (name,) in names]

    def rows(self) -> int:
        """How many rows of evidence the manifest names."""
        with self._manifest() as manifest:
            return int(manifest.execute("SELECT coalesce(sum(rows), 0) FROM segment").fetchone()[0])

    def compact(self, most: int = 8) -> int:
        """Rewrite each month that has more than ``most`` segments as one. Returns how many months were rewritten."""
        with self._manifest() as manifest:
            manifest.execute("BEGIN IMMEDIATE")
            crowded = manifest.execute(
                "SELECT month FROM segment GROUP BY month HAVING count(*) > ?", [most]
            ).fetchall()
            for (month,) in crowded:
                self._merge(manifest, month)
            manifest.execute("COMMIT")
        return len(crowded)

    def _merge(self, manifest: sqlite3.Connection, month: str) -> None:
        held = [
            name
            for (name,) in manifest.execute("SELECT name FROM segment WHERE month = ? ORDER BY name", [month])
        ]
        whole = pa.concat_tables([pq.read_table(self._segments / name, schema=EVIDENCE) for name in held])
        name, _, count = self._write(month, whole)
        batch = manifest.execute("SELECT batch FROM segment WHERE name = ?", [held[0]]).fetchone()[0]
        manifest.execute("DELETE FROM segment WHERE month = ?", [month])
        manifest.execute("INSERT INTO segment VALUES (?, ?, ?, ?)", [name, batch, month, count])

    def sweep(self, older_than_seconds: float = 600) -> int:
        """Remove files that no manifest row names and that nobody reads any more. Returns how many."""
        named = {Path(path).name for path in self.segments()}
        limit = time.time() - older_than_seconds
        orphans = [
            path
            for path in self._segments.iterdir()
            if path.name not in named and path.stat().st_mtime < limit
        ]
        for path in orphans:
            path.unlink(missing_ok=True)
        return len(orphans)

    def _write(self, month: str, part: pa.Table) -> tuple[str, str, int]:
        name = f"{month}-{uuid.uuid4().hex}.parquet"
        path = self._segments / name
        pq.write_table(part, path, compression="zstd")
        with path.open("rb") as file:
            os.fsync(file.fileno())
        folder = os.open(self._segments, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return name, month, part.num_rows

    @contextmanager
    def _manifest(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.home / "manifest.sqlite3", timeout=20, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            yield connection
        finally:
            connection.close()


def _by_month(table: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    for month in sorted(pc.unique(table["month"]).to_pylist()):
        yield f"{month:%Y-%m}", table.filter(pc.equal(table["month"], pa.scalar(month, pa.date32())))
