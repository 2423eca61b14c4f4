"""What was deleted from a SQLite file leaves the disk: its free pages, the vacant parts of pages in use, and its log."""

from __future__ import annotations

import sqlite3


def leave_nothing(connection: sqlite3.Connection) -> bool:
    """Write the file anew and end its log. False when somebody was in the way: then try again later."""
    try:
        connection.execute("VACUUM")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError:
        return False
    return not busy
