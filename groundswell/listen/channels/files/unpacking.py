"""What somebody brings at once: one file, several, or a ZIP of files, unpacked within limits and never by name."""

from __future__ import annotations

import secrets
import zipfile
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from groundswell.foundation.access.models import User
from groundswell.listen.channels.models import Upload

from .errors import FileUnusable
from .names import safe_filename
from .uploads import forget_upload, keep_upload, path_of, place

MOST_FILES = 50
MOST_UNPACKED = 1 << 30
MOST_RATIO = 100
RATIO_COUNTS_FROM = 10 << 20
CHUNK = 1 << 18
BRING_APART = "Unpack it on your computer and bring the files that you need."


def keep_uploads(files: Sequence[Any], *, by: User, at: datetime) -> list[Upload]:
    """Keep what was brought; raises FileUnusable, and then nothing of it is kept."""
    kept: list[Upload] = []
    try:
        for file in files:
            upload = keep_upload(file, by=by, at=at)
            kept.append(upload)
            if _is_packed(upload):
                kept += _unpack(upload, by=by, at=at)
                kept.remove(upload)
                forget_upload(upload)
    except FileUnusable:
        for upload in kept:
            forget_upload(upload)
        raise
    return kept


def _is_packed(upload: Upload) -> bool:
    if not upload.file_name.lower().endswith(".zip"):
        return False
    with path_of(upload).open("rb") as raw:
        return raw.read(2) == b"PK"


def _unpack(packed: Upload, *, by: User, at: datetime) -> list[Upload]:
    made: list[Upload] = []
    try:
        with zipfile.ZipFile(path_of(packed)) as archive:
            parts = [part for part in archive.infolist() if _is_wanted(part)]
            if not parts or len(parts) > MOST_FILES:
                sentence = f"This ZIP holds {len(parts)} files; 1 to {MOST_FILES} are possible."
                raise FileUnusable("file_type", sentence, BRING_APART)
            budget = MOST_UNPACKED
            for part in parts:
                made.append(_one(archive, part, packed, budget, by=by, at=at))
                budget -= made[-1].size
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as broken:
        _forget(made)
        sentence = "This ZIP is damaged, or protected by a password."
        raise FileUnusable("file_type", sentence, BRING_APART) from broken
    except FileUnusable:
        _forget(made)
        raise
    return made


def _is_wanted(part: zipfile.ZipInfo) -> bool:
    name = part.filename.replace("\\", "/").rsplit("/", 1)[-1]
    return bool(name) and not name.startswith(".") and not part.filename.startswith("__MACOSX/")


def _one(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, packed: Upload, budget: int, *, by: User, at: datetime
) -> Upload:
    upload = Upload(
        token=secrets.token_hex(24), file_name=safe_filename(part.filename), by=by, uploaded_at=at
    )
    target, size = place() / upload.token, 0
    try:
        with archive.open(part) as raw, target.open("xb") as kept:
            while chunk := raw.read(CHUNK):
                size += len(chunk)
                if size > budget or (size > RATIO_COUNTS_FROM and size > MOST_RATIO * packed.size):
                    sentence = "Unpacked, this ZIP is larger than we take."
                    raise FileUnusable("too_large", sentence, BRING_APART)
                kept.write(chunk)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    upload.size = size
    upload.save()
    return upload


def _forget(uploads: list[Upload]) -> None:
    for upload in uploads:
        forget_upload(upload)
