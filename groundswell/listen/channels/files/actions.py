"""Bring a feedback file in: every row read is accepted, a duplicate, or rejected with a reason."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from groundswell.foundation.bulk_rows import room_for_many
from groundswell.foundation.history.actions import record
from groundswell.listen.channels.models import FileImport, RejectedRow
from groundswell.listen.signals.storing import Stored, store_rows

from .errors import FileUnusable
from .feedback import open_feedback
from .options import ReadingOptions
from .places import Places
from .rows import FeedbackBatch, FeedbackRow, RowError
from .sentences import row_error
from .signal_rows import signal_rows

USUAL_SOURCE = "feedback file"
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class ImportReport:
    """What became of a file. ``read == accepted + duplicate + rejected``, always."""

    file_name: str
    is_rehearsal: bool
    refusal: FileUnusable | None = None
    read: int = 0
    accepted: int = 0
    duplicate: int = 0
    rejected: list[RowError] = field(default_factory=list)
    warnings: list[Any] = field(default_factory=list)
    made_units: list[str] = field(default_factory=list)
    made_touchpoints: list[str] = field(default_factory=list)
    import_id: int | None = None

    @property
    def exit_status(self) -> int:
        """0 when every row arrived, 1 when some were rejected, 2 when the file could not be used."""
        return 2 if self.refusal else 1 if self.rejected else 0


def import_feedback(
    file: bytes | str | Path,
    *,
    file_name: str,
    kind_of_score: str,
    options: ReadingOptions,
    by: object,
    at: datetime,
    source: str = USUAL_SOURCE,
    is_rehearsal: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring one file in, batch by batch; what a batch reported as accepted is durable.

    A rehearsal does the same and takes every batch back.
    """
    report = ImportReport(file_name, is_rehearsal)
    log = FileImport(file_name=file_name[:200], kind_of_score=kind_of_score, by=str(by), started_at=at)
    if not is_rehearsal:
        log.save()
        report.import_id = log.pk
    try:
        feedback = open_feedback(file, file_name, options)
        report.warnings += feedback.warnings
        places = Places()
        with room_for_many():
            for batch in feedback.batches():
                _take(batch, report, log, places, kind_of_score=kind_of_score, source=source, by=by, at=at)
                if progress:
                    progress(batch.bytes_read, feedback.size)
    except FileUnusable as refusal:
        report.refusal = refusal
    _finish(log, report, by=by, at=at)
    return report


@transaction.atomic
def _take(
    batch: FeedbackBatch,
    report: ImportReport,
    log: FileImport,
    places: Places,
    *,
    kind_of_score: str,
    source: str,
    by: object,
    at: datetime,
) -> None:
    """One batch is one transaction: its signals, its counts and its rejected rows stand or fall together."""
    columns = places.columns(batch.rows, by=by, at=at)
    stored = store_rows(signal_rows(batch.rows, columns, source=source, kind_of_score=kind_of_score, at=at))
    errors = batch.errors + _conflicts(batch.rows, stored, source)
    rejected = [error for error in errors if error.reason_class != "duplicate"]
    report.read += batch.records
    report.accepted += stored.new
    report.duplicate += batch.records - stored.new - len(rejected)
    report.rejected += rejected
    report.warnings += batch.warnings
    report.made_units += [path for path in places.made_units if path not in report.made_units]
    report.made_touchpoints += [
        name for name in places.made_touchpoints if name not in report.made_touchpoints
    ]
    if report.is_rehearsal:
        places.forget()
        transaction.set_rollback(True)
        return
    _log(log, report)
    rows = [
        RejectedRow(
            file_import=log,
            number=e.record,
            field=e.field,
            value=e.value[:120],
            reason=e.reason_class,
            sentence=e.sentence[:400],
        )
        for e in rejected
    ]
    RejectedRow.objects.bulk_create(rows, batch_size=400)


def _conflicts(rows: list[FeedbackRow], stored: Stored, source: str) -> list[RowError]:
    """Rows whose id is held already with other content: the first record stays."""
    if not stored.held:
        return []
    held = ((row, stored.held.get((source, row.identity))) for row in rows)
    return [
        row_error(row.record, "external_id", row.external_id, "conflict")
        for row, there in held
        if there and there[1] != row.content_digest.hex()
    ]


def _log(log: FileImport, report: ImportReport) -> None:
    log.read, log.accepted, log.duplicate = report.read, report.accepted, report.duplicate
    log.rejected = len(report.rejected)
    log.made_units, log.made_touchpoints = report.made_units, report.made_touchpoints
    log.save()


@transaction.atomic
def _finish(log: FileImport, report: ImportReport, *, by: object, at: datetime) -> None:
    if report.is_rehearsal:
        return
    log.ended_at, log.refusal = at, str(report.refusal or "")[:500]
    log.save(update_fields=["ended_at", "refusal"])
    record(
        "imported file",
        log,
        by=by,
        at=at,
        read=report.read,
        accepted=report.accepted,
        rejected=len(report.rejected),
    )
