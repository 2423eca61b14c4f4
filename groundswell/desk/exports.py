"""Voices as files, streamed: memory does not grow with their number."""

from collections.abc import Iterator
from functools import partial

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from groundswell.listen.channels.files.export_parquet import parquet_chunks
from groundswell.listen.channels.files.formats.formbricks_hub import hub_lines
from groundswell.listen.channels.files.rows import FIELDS, FeedbackRow
from groundswell.listen.signals.models import Signal
from groundswell.look.tables.csv_file import csv_chunks
from groundswell.look.tables.xlsx_file import xlsx_chunks

from .spss_voices import sav_of

ROWS_AT_A_TIME = 2_000


def feedback_rows(found: QuerySet[Signal], *, names: bool) -> Iterator[FeedbackRow]:
    """Signals as rows of the plain feedback file: words without personal data, addresses only for those who see names."""
    kept = ("key", "submitted_at", "score", "customer__email", "unit__code", "touchpoint__name")
    words = Coalesce("reading__redacted_comment", "comment")
    rows = found.order_by("-submitted_at", "-id").annotate(words=words).values_list(*kept, "words")
    for number, row in enumerate(rows.iterator(chunk_size=ROWS_AT_A_TIME), 1):
        key, at, score, email, unit, touchpoint, said = row
        yield FeedbackRow(
            number, key, key, at, score, email if names else None, unit, touchpoint, said or None, b""
        )


def csv_of(found: QuerySet[Signal], *, names: bool) -> Iterator[bytes]:
    """CSV that a spreadsheet program cannot mistake for formulas."""
    rows = feedback_rows(found, names=names)
    return csv_chunks(FIELDS, ([getattr(row, field) for field in FIELDS] for row in rows))


def hub_of(found: QuerySet[Signal], *, names: bool) -> Iterator[bytes]:
    """Formbricks Hub records, one a line."""
    return hub_lines(feedback_rows(found, names=names), source_type="groundswell", source_name="Groundswell")


def xlsx_of(found: QuerySet[Signal], *, names: bool) -> Iterator[bytes]:
    """A workbook of texts and numbers, without a formula."""
    rows = feedback_rows(found, names=names)
    return xlsx_chunks(FIELDS, ([getattr(row, field) for field in FIELDS] for row in rows))


def parquet_of(found: QuerySet[Signal], *, names: bool) -> Iterator[bytes]:
    """Parquet for programs that count."""
    return parquet_chunks(feedback_rows(found, names=names))


def spss_of(found: QuerySet[Signal], *, names: bool) -> Iterator[bytes]:
    """SPSS, with the further answers of each voice."""
    return sav_of(found, partial(feedback_rows, found, names=names))


EXPORTS = {
    "csv": (csv_of, "text/csv; charset=utf-8", "voices.csv"),
    "xlsx": (xlsx_of, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "voices.xlsx"),
    "spss": (spss_of, "application/x-spss-sav", "voices.sav"),
    "parquet": (parquet_of, "application/vnd.apache.parquet", "voices.parquet"),
    "hub": (hub_of, "application/x-ndjson", "voices.jsonl"),
}
EXPORT_WORDS = {"csv": "CSV", "xlsx": "Excel", "spss": "SPSS", "parquet": "Parquet", "hub": "Hub records"}
