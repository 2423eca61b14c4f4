"""The manifest: a small SQLite file that says what counts. What it does not name does not exist.

Every change of what counts is one transaction, and has the next version.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS state (version INTEGER NOT NULL, rows_when_built INTEGER NOT NULL);
INSERT INTO state SELECT 0, 0 WHERE NOT EXISTS (SELECT 1 FROM state);
CREATE TABLE IF NOT EXISTS batch (key TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS segment (
    name TEXT PRIMARY KEY, batch TEXT NOT NULL REFERENCES batch, month TEXT NOT NULL, rows INTEGER NOT NULL,
    first_day TEXT NOT NULL, last_day TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS tombstone (
    segment TEXT NOT NULL REFERENCES segment ON DELETE CASCADE, signal_id INTEGER NOT NULL, PRIMARY KEY (segment, signal_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS word (code INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS base (cube TEXT PRIMARY KEY, version INTEGER NOT NULL, stem TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS delta (
    version INTEGER NOT NULL, cube TEXT NOT NULL, keys BLOB NOT NULL, counts BLOB NOT NULL, weighed BLOB, PRIMARY KEY (version, cube)
);
"""


LAYOUT = 6
"""What was laid out otherwise is forgotten: evidence can be made anew from the signals."""


def make_manifest(path: Path) -> None:
    """Make what is not there yet."""
    with closing(path) as manifest:
        if manifest.execute("PRAGMA user_version").fetchone()[0] != LAYOUT:
            for name in ("tombstone", "segment", "batch", "base", "delta", "word", "state"):
                manifest.execute(f"DROP TABLE IF EXISTS {name}")
        manifest.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {LAYOUT}; COMMIT;")


@contextmanager
def closing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for one piece of work."""
    connection = open_manifest(path)
    try:
        yield connection
    finally:
        connection.close()


def open_manifest(path: Path) -> sqlite3.Connection:
    """A connection; what it commits is on disk."""
    connection = sqlite3.connect(path, timeout=20, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """The only writer, until the end of the block: then all of it is there. An error leaves everything as it was."""
    with closing(path) as manifest, together(manifest):
        yield manifest


@contextmanager
def together(manifest: sqlite3.Connection) -> Iterator[None]:
    """What is written in the block is there at its end, all or nothing."""
    manifest.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        manifest.execute("ROLLBACK")
        raise
    manifest.execute("COMMIT")


def next_version(manifest: sqlite3.Connection) -> int:
    """The version that this transaction makes."""
    return int(manifest.execute("UPDATE state SET version = version + 1 RETURNING version").fetchone()[0])


def numbers_of(manifest: sqlite3.Connection, words: Iterable[str]) -> dict[str, int]:
    """The number of every word that is known, after these have been given one."""
    manifest.executemany(
        "INSERT INTO word (word) VALUES (?) ON CONFLICT DO NOTHING", [(word,) for word in words]
    )
    return known_words(manifest)


def known_words(manifest: sqlite3.Connection) -> dict[str, int]:
    """All words and their numbers."""
    return {word: code for code, word in manifest.execute("SELECT code, word FROM word")}
