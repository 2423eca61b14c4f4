"""Files that wait between two pages: kept under random names of ours, seen by who brought them, gone after a day."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from groundswell.foundation.access.models import User
from groundswell.listen.channels.models import FileImport, Upload

from .names import safe_filename

KEPT_FOR = timedelta(days=1)


def place() -> Path:
    """The folder of waiting files, readable by us alone."""
    folder = Path(settings.GROUNDSWELL_HOME) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def path_of(upload: Upload) -> Path:
    """Where its bytes lie."""
    return place() / upload.token


@transaction.atomic
def keep_upload(file: Any, *, by: User, at: datetime) -> Upload:
    """Keep an uploaded file for the next page."""
    upload = Upload(token=secrets.token_hex(24), file_name=safe_filename(file.name), by=by, uploaded_at=at)
    with path_of(upload).open("xb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    upload.size = path_of(upload).stat().st_size
    upload.save()
    return upload


def forget_upload(upload: Upload) -> None:
    """Remove the file and its row."""
    path_of(upload).unlink(missing_ok=True)
    upload.delete()


def forget_old_uploads(at: datetime) -> str:
    """Remove what has waited for a day, and files that nobody has a row for."""
    going = FileImport.objects.filter(ended_at=None, stopped_at=None).exclude(upload=None).values("upload")
    old = list(Upload.objects.filter(uploaded_at__lt=at - KEPT_FOR).exclude(pk__in=going))
    for upload in old:
        forget_upload(upload)
    known = set(Upload.objects.values_list("token", flat=True))
    before = (at - KEPT_FOR).timestamp()
    stray = [path for path in place().iterdir() if path.name not in known and path.stat().st_mtime < before]
    for path in stray:
        path.unlink(missing_ok=True)
    gone = len(old) + len(stray)
    return f"{gone} waiting {'file' if gone == 1 else 'files'} removed" if gone else ""
