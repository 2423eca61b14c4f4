"""The letterbox: what is acknowledged is on disk, and a letter that is sent twice is one letter.

An append-only store in a SQLite file of its own with one writer. The writer commits everything that arrived during the
last commit at once (no timer), then answers all of it with one call. Readers follow in the order of the numbers.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from .vacant import leave_nothing

_TABLES = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS letter (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, caller TEXT NOT NULL, name TEXT NOT NULL, key TEXT,
    digest BLOB NOT NULL, received_at REAL NOT NULL, content TEXT NOT NULL,
    UNIQUE (caller, name), UNIQUE (caller, key)
);
CREATE TABLE IF NOT EXISTS box (id TEXT NOT NULL);
INSERT INTO box SELECT lower(hex(randomblob(16))) WHERE NOT EXISTS (SELECT 1 FROM box);
COMMIT;
"""
AT_ONCE = 256
PAGES_BETWEEN_CHECKPOINTS = 4000
Ticket = TypeVar("Ticket")


class Fate(Enum):
    """What became of a letter."""

    NEW = "new"
    AGAIN = "again"
    KEY_REUSED = "key reused"
    CONFLICT = "conflict"
    UNWRITTEN = "unwritten"


@dataclass(frozen=True, slots=True)
class Letter:
    """One message of one caller. ``name`` and ``key`` are unique for the caller; ``digest`` tells equal bodies."""

    id: str
    caller: str
    name: str
    key: str | None
    digest: bytes
    received_at: float
    content: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a letter, and the id under which it is held; that of the first one when it came again."""

    fate: Fate
    id: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter as it is read back: with its number."""

    number: int
    id: str
    caller: str
    name: str
    digest: bytes
    received_at: float
    content: str


class LetterWriter(Generic[Ticket]):
    """The one writer. ``tell`` gets every ticket with its receipt, one call for each commit, in the writer's thread."""

    def __init__(
        self,
        path: Path,
        tell: Callable[[list[tuple[Ticket, Receipt]]], None],
        *,
        most_waiting: int = 4000,
    ) -> None:
        self._path = path
        self._tell = tell
        self._most_waiting = most_waiting
        self._offered = self._taken = 0
        self._waiting: SimpleQueue[list[tuple[Letter, Ticket]] | None] = SimpleQueue()
        self._store = open_letterbox(path)
        self._thread = threading.Thread(target=self._write_until_closed, name="letterbox", daemon=True)
        self._thread.start()

    def offer(self, letters: list[tuple[Letter, Ticket]]) -> bool:
        """Hand letters in, from one thread; False when too many wait already, then nothing of them is kept."""
        if self._offered - self._taken + len(letters) > self._most_waiting:
            return False
        self._offered += len(letters)
        self._waiting.put(letters)
        return True

    def close(self) -> None:
        """Write what waits, then end."""
        self._waiting.put(None)
        self._thread.join()

    def _write_until_closed(self) -> None:
        is_open = True
        while is_open:
            batch, is_open = self._next_batch()
            for start in range(0, len(batch), AT_ONCE):
                part = batch[start : start + AT_ONCE]
                receipts = self._write([letter for letter, _ in part])
                self._taken += len(part)
                self._tell([(ticket, receipt) for (_, ticket), receipt in zip(part, receipts, strict=True)])
        self._store.close()

    def _next_batch(self) -> tuple[list[tuple[Letter, Ticket]], bool]:
        """Everything that came during the last commit."""
        batch: list[tuple[Letter, Ticket]] = []
        letters = self._waiting.get()
        while letters is not None:
            batch += letters
            try:
                letters = self._waiting.get_nowait()
            except Empty:
                return batch, True
        return batch, False

    def _write(self, letters: list[Letter]) -> list[Receipt]:
        """All in one transaction; when it fails, none of them is written and all are told so."""
        try:
            return _insert(self._store, letters)
        except sqlite3.Error:
            self._begin_anew()
            return [Receipt(Fate.UNWRITTEN, "")] * len(letters)

    def _begin_anew(self) -> None:
        """After a full disk or a lost file system, the next batch finds a fresh connection, or fails as this one did."""
        try:
            fresh = open_letterbox(self._path)
        except sqlite3.Error:
            return
        self._store.close()
        self._store = fresh


class LetterReader:
    """Reads in order. Use it in the thread that made it."""

    def __init__(self, path: Path) -> None:
        self._store = open_letterbox(path)
        self.box: str = self._store.execute("SELECT id FROM box").fetchone()[0]

    def after(self, number: int, *, most: int, caller: str | None = None) -> list[Kept]:
        """The next letters after this number, of everybody or of one caller."""
        of_caller = "" if caller is None else "AND caller = :caller"
        rows = self._store.execute(
            "SELECT number, id, caller, name, digest, received_at, content FROM letter"  # noqa: S608 no words of others
            f" WHERE number > :number {of_caller} ORDER BY number LIMIT :most",
            {"number": number, "most": most, "caller": caller},
        )
        return [Kept(*row) for row in rows]

    def count(self, caller: str) -> int:
        """How many letters of a caller are held."""
        found = self._store.execute("SELECT count(*) FROM letter WHERE caller = ?", [caller]).fetchone()
        return int(found[0])

    def last_number(self) -> int:
        """The number of the newest letter; 0 when there is none."""
        return int(self._store.execute("SELECT coalesce(max(number), 0) FROM letter").fetchone()[0])

    def forget(self, *, through: int, before: float, most: int = 500) -> int:
        """Remove some letters up to a number that are older than a moment, never the newest. Returns how many."""
        self._store.execute("PRAGMA secure_delete=ON")
        return self._store.execute(
            "DELETE FROM letter WHERE received_at < ? AND number IN (SELECT number FROM letter WHERE number <= ?"
            " AND number < (SELECT max(number) FROM letter) ORDER BY number LIMIT ?)",
            [before, through, most],
        ).rowcount

    def numbers_of(self, places: Iterable[tuple[str, str]], words: Sequence[str]) -> list[int]:
        """The letters under these callers and names, and those in which any of these words stand."""
        found: set[int] = set()
        for caller, name in places:
            rows = self._store.execute(
                "SELECT number FROM letter WHERE caller = ? AND name = ?", [caller, name]
            )
            found |= {number for (number,) in rows}
        for word in {*words, *(json.dumps(word)[1:-1] for word in words)}:
            rows = self._store.execute(
                "SELECT number FROM letter WHERE instr(lower(content), lower(?)) OR instr(lower(name), lower(?))",
                [word, word],
            )
            found |= {number for (number,) in rows}
        return sorted(found)

    def burn(self, numbers: Sequence[int]) -> None:
        """Remove these letters; of the newest, whose number must not come again, only what it says."""
        self._store.execute("PRAGMA secure_delete=ON")
        self._store.executemany(
            "DELETE FROM letter WHERE number = ? AND number < (SELECT max(number) FROM letter)",
            [(number,) for number in numbers],
        )
        self._store.executemany(
            "UPDATE letter SET content = '', name = id, key = NULL, digest = x'' WHERE number = ?",
            [(number,) for number in numbers],
        )

    def leave_nothing(self) -> bool:
        """What was removed is on no page and in no log of the file. False when a reader is in the way: try again."""
        return leave_nothing(self._store)

    def copy_to(self, path: Path) -> None:
        """A consistent copy, made while the writer writes."""
        copy = sqlite3.connect(path)
        try:
            self._store.backup(copy)
        finally:
            copy.close()

    def close(self) -> None:
        """Let the file go."""
        self._store.close()


def open_letterbox(path: Path) -> sqlite3.Connection:
    """A connection to the file, made when it is not there; what it commits is on disk."""
    is_new = not path.exists()
    store = sqlite3.connect(path, timeout=20, isolation_level=None, check_same_thread=False)
    store.execute("PRAGMA journal_mode=WAL")
    store.execute("PRAGMA synchronous=FULL")
    # A page that many letters touch is copied home once for all of them; every checkpoint costs two more fsyncs.
    store.execute(f"PRAGMA wal_autocheckpoint={PAGES_BETWEEN_CHECKPOINTS}")
    if is_new or not store.execute("SELECT 1 FROM sqlite_master WHERE name = 'box'").fetchone():
        _make(store, path)
    return store


def _make(store: sqlite3.Connection, path: Path) -> None:
    store.executescript(_TABLES)
    path.chmod(0o600)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _insert(store: sqlite3.Connection, letters: Sequence[Letter]) -> list[Receipt]:
    """One statement is one transaction, and the interpreter is handed over once: that costs more than the rows."""
    values: list[Any] = []
    for letter in letters:
        values += (
            letter.id,
            letter.caller,
            letter.name,
            letter.key,
            letter.digest,
            letter.received_at,
            letter.content,
        )
    if store.execute(_statement(len(letters)), values).rowcount == len(letters):
        return [Receipt(Fate.NEW, letter.id) for letter in letters]
    return [_receipt(store, letter) for letter in letters]


@cache
def _statement(rows: int) -> str:
    places = ", ".join(["(?, ?, ?, ?, ?, ?, ?)"] * rows)
    return (
        "INSERT INTO letter (id, caller, name, key, digest, received_at, content)"  # noqa: S608 question marks
        f" VALUES {places} ON CONFLICT DO NOTHING"
    )


def _receipt(store: sqlite3.Connection, letter: Letter) -> Receipt:
    """Who holds the key, or else the name: this letter itself, the same sent before, or another one."""
    for column, value, otherwise in (
        ("key", letter.key, Fate.KEY_REUSED),
        ("name", letter.name, Fate.CONFLICT),
    ):
        held = store.execute(
            f"SELECT id, digest FROM letter WHERE caller = ? AND {column} = ?",  # noqa: S608 our own columns
            [letter.caller, value],
        ).fetchone()
        if held is not None and held[0] == letter.id:
            return Receipt(Fate.NEW, letter.id)
        if held is not None:
            return Receipt(Fate.AGAIN if held[1] == letter.digest else otherwise, held[0])
    raise sqlite3.IntegrityError("A letter was neither written nor held.")
