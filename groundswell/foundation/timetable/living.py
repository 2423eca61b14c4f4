"""Which workers of this machine live: each holds a lock on a file of its own, and the system lets go of it however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings


def workers_folder() -> Path:
    """Where the locks lie."""
    return Path(settings.GROUNDSWELL_HOME) / "workers"


@contextmanager
def living(worker: str) -> Iterator[None]:
    """Be known as alive. A process that is killed is known as dead at once, one that hangs stays alive."""
    path = workers_folder() / worker
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
        path.unlink()


@contextmanager
def dead_workers() -> Iterator[list[str]]:
    """The workers that ended without a word. Nobody else finds the same ones; afterwards they are forgotten."""
    found: dict[str, int] = {}
    try:
        for path in sorted(workers_folder().glob("*")):
            if (lock := _lock_of(path)) is not None:
                found[path.name] = lock
        yield list(found)
        for name in found:
            (workers_folder() / name).unlink(missing_ok=True)
    finally:
        for lock in found.values():
            os.close(lock)


def _lock_of(path: Path) -> int | None:
    """The lock of a dead worker; None while its owner lives."""
    lock = None
    with suppress(FileNotFoundError):
        lock = os.open(path, os.O_RDWR)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
    return lock
