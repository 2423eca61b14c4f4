"""Bring a file in: the one way for every format, in portions that survive a kill and can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from groundswell.foundation.bulk_rows import room_for_many
from groundswell.foundation.history.actions import record
from groundswell.listen.channels.models import FileImport, Upload

from .carrying import Carriage
from .choices import Choices
from .errors import FileUnusable
from .looking import Arriving, refuse_what_nobody_could_read
from .names import safe_filename
from .report import ImportReport

Progress = Callable[[int, int], None]
LONGEST_SOURCE = 80


def import_file(
    file: bytes | Path,
    arriving: Arriving,
    choices: Choices,
    *,
    file_name: str,
    by: object,
    at: datetime,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring one file in from its first row to its last; what a portion reported as accepted is durable.

    A file of which no row could arrive is refused and leaves no trace.
    """
    try:
        refuse_what_nobody_could_read(arriving.sheet, choices)
    except FileUnusable as refusal:
        return ImportReport(safe_filename(file_name), refusal=refusal)
    log = order_import(arriving, choices, file_name=file_name, by=by, at=at)
    carriage = Carriage(log, file, log.file_name)
    carriage.report.warnings += arriving.warnings
    with room_for_many():
        while carriage.carry_one(at=at):
            if progress:
                progress(log.reached, log.total)
    return carriage.report


@transaction.atomic
def order_import(
    arriving: Arriving,
    choices: Choices,
    *,
    file_name: str,
    by: object,
    at: datetime,
    upload: Upload | None = None,
) -> FileImport:
    """Enter a file that is to be brought in. Whoever carries it goes on from where it stands."""
    kept = choices.kept() | {"source": (choices.source or arriving.source)[:LONGEST_SOURCE]}
    head = arriving.opened.head[: arriving.sheet.header_rows]
    return FileImport.objects.create(
        file_name=safe_filename(file_name),
        kind_of_score=choices.kind_of_score,
        format=arriving.format.name,
        choices=kept,
        header=[list(row) for row in head] or [[column.key for column in arriving.sheet.columns]],
        upload=upload,
        by=str(by)[:200],
        started_at=at,
    )


@transaction.atomic
def stop_import(log: FileImport, *, by: object, at: datetime) -> bool:
    """Read no more of a file. What arrived stays. False where it was over already."""
    going = FileImport.objects.filter(pk=log.pk, ended_at=None, stopped_at=None)
    if not going.update(stopped_at=at, stopped_by=str(by)[:200]):
        return False
    record("stopped import", log, by=by, at=at)
    return True
