"""Rejected rows hold what customers wrote, as it stands in the file: they are kept for a month, to be mended, and then go."""

from __future__ import annotations

from datetime import datetime, timedelta

from groundswell.listen.channels.models import FileImport, RejectedRow

ROWS_KEPT_FOR = timedelta(days=30)


def kept_until(log: FileImport) -> datetime:
    """When the rejected rows of a file go. How many there were stays known."""
    return (log.ended_at or log.stopped_at or log.started_at) + ROWS_KEPT_FOR


def forget_rejected_rows(at: datetime) -> str:
    """Remove the rejected rows of files that came in a month ago."""
    before = at - ROWS_KEPT_FOR
    gone = sum(
        RejectedRow.objects.filter(**{f"file_import__{end}__lt": before}).delete()[0]
        for end in ("ended_at", "stopped_at")
    )
    return f"{gone} rejected rows forgotten" if gone else ""
