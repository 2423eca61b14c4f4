"""Backups: a consistent copy of the database, made while the product runs, and read back before it counts.

The evidence store is not copied: it is made anew from the signals by ``groundswell rebuild-evidence``.
"""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection

from groundswell.engine.letterbox import LetterReader
from groundswell.foundation.erasing.ledger import ledger_path, merge_into, read_ledger, write_ledger
from groundswell.listen.signals.letters import letterbox_path

COUNTED = {"signals": "signals_signal", "events": "history_event"}
DATABASE = "groundswell.sqlite3"
FOLDERS = ("connection_keys", "attached", "board_files")
"""Files that stand beside the database: the keys of connections, what customers attached, what stands on partners' boards."""


class BackupFailed(Exception):
    """There is no backup; says why and what to do."""


def back_up(to: Path) -> dict[str, int]:
    """Write the copy into a new folder and return what was counted in it. Raises BackupFailed."""
    try:
        to.mkdir(parents=True, mode=0o700)
    except FileExistsError as there:
        raise BackupFailed(f"{to} exists already. Name a new folder.") from there
    kept = _from_sqlite(to) if connection.vendor == "sqlite" else _from_postgres(to)
    _letterbox(to)
    write_ledger(ledger_path())
    merge_into(to / ledger_path().name, read_ledger(ledger_path()))
    key = settings.GROUNDSWELL_HOME / "secret_key"
    if key.exists():
        shutil.copy2(key, to / "secret_key")
    for folder in FOLDERS:
        if (settings.GROUNDSWELL_HOME / folder).is_dir():
            shutil.copytree(settings.GROUNDSWELL_HOME / folder, to / folder)
    return kept


def _letterbox(to: Path) -> None:
    """After the database: what was drained in between is drained again, and found to be there."""
    if letterbox_path().exists():
        reader = LetterReader(letterbox_path())
        reader.copy_to(to / letterbox_path().name)
        reader.close()
        (to / letterbox_path().name).chmod(0o600)


def _from_sqlite(to: Path) -> dict[str, int]:
    place = to / DATABASE
    connection.ensure_connection()
    with sqlite3.connect(place) as copy:
        connection.connection.backup(copy)
    copy.close()
    with sqlite3.connect(f"file:{place}?mode=ro", uri=True) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise BackupFailed("The copy is damaged. Look at the disk and try again.")
        counted = {
            name: copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 names come from COUNTED
            for name, table in COUNTED.items()
        }
    copy.close()
    place.chmod(0o600)
    return counted


def _from_postgres(to: Path) -> dict[str, int]:
    given = connection.get_connection_params()
    target = to / "groundswell.dump"
    words = ["pg_dump", "--format=custom", f"--file={target}", f"--dbname={given['dbname']}"]
    words += [
        f"--{option}={given[name]}"
        for option, name in (("host", "host"), ("port", "port"), ("username", "user"))
        if given.get(name)
    ]
    try:
        secret = {"PGPASSWORD": str(given["password"])} if given.get("password") else {}
        subprocess.run(words, check=True, capture_output=True, env=dict(os.environ, **secret))
        subprocess.run(["pg_restore", "--list", str(target)], check=True, capture_output=True)
    except FileNotFoundError as missing:
        raise BackupFailed("pg_dump is not installed. Install PostgreSQL's client tools.") from missing
    except subprocess.CalledProcessError as failure:
        raise BackupFailed(f"pg_dump failed: {failure.stderr.decode(errors='replace').strip()}") from failure
    with connection.cursor() as cursor:
        counted = {}
        for name, table in COUNTED.items():
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 names come from COUNTED
            counted[name] = cursor.fetchone()[0]
    return counted


def bring_back(kept: Path) -> None:
    """The copy in the place of what is there; the ledger of erasures keeps every line of both. Raises BackupFailed.

    A line that the copy's database lacks is erased again by the job ``apply ledger of erasures``. The evidence goes: it is
    made anew from what was brought back.
    """
    copy = kept / DATABASE
    if connection.vendor != "sqlite":
        raise BackupFailed(f"Bring {kept}/groundswell.dump back by pg_restore, then start again.")
    if not copy.exists():
        raise BackupFailed(f"{kept} holds no {DATABASE}. Name the folder that groundswell backup wrote.")
    place = Path(settings.DATABASES["default"]["NAME"])
    write_ledger(ledger_path())
    connection.close()
    for path in (place, letterbox_path()):
        for beside in ("", "-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
    shutil.copy2(copy, place)
    for name in (letterbox_path().name, "secret_key"):
        if (kept / name).exists():
            shutil.copy2(kept / name, settings.GROUNDSWELL_HOME / name)
    for folder in FOLDERS:
        shutil.rmtree(settings.GROUNDSWELL_HOME / folder, ignore_errors=True)
        if (kept / folder).is_dir():
            shutil.copytree(kept / folder, settings.GROUNDSWELL_HOME / folder)
    shutil.rmtree(settings.EVIDENCE_HOME, ignore_errors=True)
    merge_into(ledger_path(), read_ledger(kept / ledger_path().name))
