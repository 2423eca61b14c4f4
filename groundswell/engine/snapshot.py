"""What counts at one moment, as every process sees it: segments, what is gone from them, and the cubes in memory."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from .cells import Cells, unpacked
from .cubes import BY_NAME, map_cells
from .manifest import known_words, open_manifest


@dataclass(frozen=True, slots=True)
class Segment:
    """A file of evidence of one month, from its first day to its last; ``gone`` are the signals that no longer count in it."""

    path: str
    month: date
    first_day: date
    last_day: date
    rows: int
    gone: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class View:
    """A cube: what lies on the disk, and what came since, up to a version."""

    stem: str
    base: Cells
    upto: int
    since: tuple[Cells, ...] = ()

    @property
    def parts(self) -> tuple[Cells, ...]:
        """Cells that add up to the whole."""
        return (self.base, *self.since)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All of it at one moment. ``words`` numbers the texts that cells have numbers for."""

    segments: tuple[Segment, ...] = ()
    words: Mapping[str, int] = field(default_factory=dict)
    cubes: Mapping[str, View] = field(default_factory=dict)
    months: Mapping[date, tuple[date, date]] = field(default_factory=dict)
    """The first and the last day of each month that has evidence: asked for by every question, so found once."""


class SnapshotReader:
    """The newest snapshot, read again only when somebody has written. Any number of threads may ask."""

    def __init__(self, manifest: Path, segments: Path, cubes: Path) -> None:
        self._manifest, self._segments, self._cubes = manifest, segments, cubes
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._owner = 0
        self._seen = -1
        self._newest = Snapshot()

    def newest(self) -> Snapshot:
        """What counts now."""
        with self._lock:
            if self._connection is None or self._owner != os.getpid():
                self._connection, self._owner, self._seen = open_manifest(self._manifest), os.getpid(), -1
            seen = self._connection.execute("PRAGMA data_version").fetchone()[0]
            if seen != self._seen:
                self._newest = self._read(self._connection)
                self._seen = seen
            return self._newest

    def close(self) -> None:
        """Let the file go; it is opened again when somebody asks."""
        with self._lock:
            if self._connection is not None and self._owner == os.getpid():
                self._connection.close()
            self._connection = None

    def __del__(self) -> None:
        self.close()

    def _read(self, manifest: sqlite3.Connection) -> Snapshot:
        manifest.execute("BEGIN")
        try:
            segments = segments_named(manifest, self._segments)
            return Snapshot(segments, known_words(manifest), self._read_cubes(manifest), months_of(segments))
        finally:
            manifest.execute("COMMIT")

    def _read_cubes(self, manifest: sqlite3.Connection) -> dict[str, View]:
        found = manifest.execute("SELECT cube, version, stem FROM base WHERE stem != ''").fetchall()
        return {
            name: self._view(manifest, name, version, stem)
            for name, version, stem in found
            if name in BY_NAME
        }

    def _view(self, manifest: sqlite3.Connection, name: str, version: int, stem: str) -> View:
        """What was read before is kept; only what came since is read."""
        columns = len(BY_NAME[name].columns)
        known = self._newest.cubes.get(name)
        if known is None or known.stem != stem:
            known = View(stem, map_cells(self._cubes, stem), version)
        deltas = read_deltas(manifest, name, columns, known.upto)
        if not deltas:
            return known
        since = _few((*known.since, *(cells for _, cells in deltas)), columns)
        return View(stem, known.base, deltas[-1][0], since)


def _few(parts: tuple[Cells, ...], columns: int) -> tuple[Cells, ...]:
    """The same cells in few pieces, each at least twice as long as the next: a new one does not copy all that came before."""
    found: list[Cells] = []
    for part in parts:
        found.append(part)
        while found[1:] and found[-2].number < 2 * found[-1].number:
            found[-2:] = [Cells.together(found[-2:], columns)]
    return tuple(found)


def read_deltas(manifest: sqlite3.Connection, cube: str, columns: int, after: int) -> list[tuple[int, Cells]]:
    """What each version after this one added to a cube or took from it, in order."""
    rows = manifest.execute(
        "SELECT version, keys, counts, weighed FROM delta WHERE cube = ? AND version > ? ORDER BY version",
        [cube, after],
    )
    return [(version, unpacked(columns, *parts)) for version, *parts in rows]


def months_of(segments: Sequence[Segment]) -> dict[date, tuple[date, date]]:
    """The first and the last day of the evidence of each month."""
    found: dict[date, tuple[date, date]] = {}
    for one in segments:
        low, high = found.get(one.month, (one.first_day, one.last_day))
        found[one.month] = (min(low, one.first_day), max(high, one.last_day))
    return found


def segments_named(manifest: sqlite3.Connection, folder: Path) -> tuple[Segment, ...]:
    """The segments that count, month by month."""
    gone: dict[str, set[int]] = {}
    for name, signal_id in manifest.execute("SELECT segment, signal_id FROM tombstone"):
        gone.setdefault(name, set()).add(signal_id)
    named = manifest.execute(
        "SELECT name, month, first_day, last_day, rows FROM segment ORDER BY month, name"
    )
    return tuple(
        Segment(
            f"{folder}{os.sep}{name}",
            date.fromisoformat(f"{month}-01"),
            date.fromisoformat(first),
            date.fromisoformat(last),
            rows,
            frozenset(gone.get(name, ())),
        )
        for name, month, first, last, rows in named
    )
