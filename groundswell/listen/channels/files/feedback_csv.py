"""The plain feedback file: external_id, submitted_at, score, email, unit, touchpoint, comment.

The whole file is proven first (its kind, its encoding, its quotation marks, its header), so that a file that is
refused has given nothing. Only then its records come, in batches, each as a row or as an error.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from .checking import RecordChecker
from .csv_records import prove_structure, records
from .errors import FileUnusable
from .header import LONGEST_HEADER, Header, read_header
from .options import ReadingOptions
from .rows import FeedbackBatch, FeedbackRow, FileWarning, RowError
from .seen_ids import SeenIds
from .sentences import row_error
from .sniffing import Source, not_this_encoding, prove_encoding, recognise

RECORDS_PER_BATCH = 10_000


def read_feedback(file: bytes | str | os.PathLike[str], options: ReadingOptions) -> FeedbackFile:
    """A file whose structure is proven; raises FileUnusable with a sentence and a remedy, and never anything else."""
    source = recognise(file, options.encoding)
    try:
        return FeedbackFile(source, _proven_header(source), options)
    except FileUnusable as refusal:
        if refusal.reason_class != "encoding":
            prove_encoding(source)
        raise
    except UnicodeError as misfit:
        prove_encoding(source)
        raise not_this_encoding(source, 1) from misfit


@dataclass(frozen=True, slots=True)
class FeedbackFile:
    """A feedback file that can be used. Its rows may be read as often as needed."""

    source: Source
    header: Header
    options: ReadingOptions

    @property
    def size(self) -> int:
        """How many bytes the file has; ``FeedbackBatch.bytes_read`` counts towards it."""
        return self.source.size()

    @property
    def warnings(self) -> list[FileWarning]:
        """What somebody should know about the whole file."""
        return self.header.warnings()

    def batches(self, size: int = RECORDS_PER_BATCH) -> Iterator[FeedbackBatch]:
        """All records in the order of the file. A second record with the same id is an error, the first one stays."""
        checker, seen, first = RecordChecker(self.header, self.options), SeenIds(), 1
        for block, bytes_read in self._blocks(size):
            rows, errors = checker.check(block, first)
            once, again = _told_apart(rows, seen)
            warnings = checker.warnings(once, first, block)
            yield FeedbackBatch(len(block), once, sorted(errors + again), warnings, bytes_read)
            first += len(block)

    def _blocks(self, size: int) -> Iterator[tuple[list[list[str]], int]]:
        with self.source.open() as raw, self.source.as_text(raw) as text:
            text.read(self.header.start)
            lines = records(text, self.header.delimiter)
            try:
                next(lines)
                while block := list(islice(lines, size)):
                    yield [record for record in block if record], raw.tell()
            except (csv.Error, UnicodeError, StopIteration) as changed:
                sentence, remedy = "The file has changed while it was read.", "Import it again."
                raise FileUnusable("changed_while_read", sentence, remedy) from changed


def _proven_header(source: Source) -> Header:
    with source.open() as raw, source.as_text(raw) as text:
        header = read_header(text.read(LONGEST_HEADER))
    with source.open() as raw, source.as_text(raw) as text:
        prove_structure(text, header.delimiter)
    return header


def _told_apart(rows: list[FeedbackRow], seen: SeenIds) -> tuple[list[FeedbackRow], list[RowError]]:
    refusals = seen.refusals(rows)
    if not refusals:
        return rows, []
    again = [row_error(row.record, "external_id", row.external_id, reason) for row, reason in refusals]
    refused = {error.record for error in again}
    return [row for row in rows if row.record not in refused], again
