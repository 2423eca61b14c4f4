"""Where the bytes of shared files lie: beside the database, under names of ours, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from groundswell.act.partners.models import SharedFile

FOLDER = "board_files"
WORDS = ".words"
STRAY_AFTER = timedelta(hours=1)
"""So old, bytes without a row are of a posting that never ended."""


def place() -> Path:
    """The folder, readable by us alone."""
    folder = Path(settings.GROUNDSWELL_HOME) / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def path_of(file: SharedFile) -> Path:
    """Where its bytes lie."""
    return place() / file.stored_as


def words_path_of(file: SharedFile) -> Path:
    """Where lies what was read in it."""
    return place() / f"{file.stored_as}{WORDS}"


def store(stored_as: str, content: bytes) -> None:
    """Bytes reach the disk before their name stands, and their name before their row does."""
    unfinished = place() / f"{stored_as}.part"
    with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(place() / stored_as)
    folder = os.open(place(), os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remove(names: Iterable[str]) -> None:
    """These bytes are gone, with what was read in them."""
    for name in names:
        (place() / name).unlink(missing_ok=True)
        (place() / f"{name}{WORDS}").unlink(missing_ok=True)


def remove_strays(at: datetime) -> int:
    """Remove bytes that no living row names: of postings that never ended, and of files taken back. Returns how many."""
    living = set(SharedFile.objects.filter(taken_back_at=None).values_list("stored_as", flat=True))
    before = (at - STRAY_AFTER).timestamp()
    strays = [
        path.name
        for path in place().iterdir()
        if path.name.removesuffix(WORDS) not in living and path.stat().st_mtime < before
    ]
    remove(strays)
    return len(strays)
