"""The plain feedback file as a workbook: the same columns and the same rules as the CSV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from .checking import RecordChecker
from .errors import FileUnusable
from .header import Header, header_of
from .options import ReadingOptions
from .rows import FeedbackBatch, FileWarning, RowError
from .seen_ids import SeenIds
from .sentences import row_error
from .workbook import Formula, workbook_rows

RECORDS_PER_BATCH = 1000


def read_feedback_workbook(content: bytes | Path, options: ReadingOptions) -> FeedbackWorkbook:
    """A workbook whose first sheet has our columns and is proven to be readable to its end."""
    first = next(workbook_rows(content), None)
    if first is None:
        raise FileUnusable("empty_file", "The first sheet is empty.", "Check that your answers are on it.")
    return FeedbackWorkbook(content, header_of(tuple(first[1])), options)


@dataclass(frozen=True, slots=True)
class FeedbackWorkbook:
    """A workbook that can be used. Its rows may be read as often as needed."""

    content: bytes | Path
    header: Header
    options: ReadingOptions

    @property
    def size(self) -> int:
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size

    @property
    def warnings(self) -> list[FileWarning]:
        """What somebody should know about the whole file."""
        return self.header.warnings()

    def batches(self, size: int = RECORDS_PER_BATCH) -> Iterator[FeedbackBatch]:
        """All records in the order of the sheet. A second record with the same id is an error."""
        checker, seen, first = RecordChecker(self.header, self.options), SeenIds(), 1
        width = len(self.header.names)
        rows = (
            cells + [""] * (width - len(cells)) for _, cells in islice(workbook_rows(self.content), 1, None)
        )
        while block := list(islice(rows, size)):
            good, errors = checker.check(block, first)
            formulas = self._formulas(block, first)
            good = [row for row in good if row.record not in formulas]
            errors = [error for error in errors if error.record not in formulas] + list(formulas.values())
            again = [
                row_error(row.record, "external_id", row.external_id, why) for row, why in seen.refusals(good)
            ]
            refused = {error.record for error in again}
            once = [row for row in good if row.record not in refused]
            yield FeedbackBatch(
                len(block), once, sorted(errors + again), checker.warnings(once, first, block), self.size
            )
            first += len(block)

    def _formulas(self, block: list[list[str]], first: int) -> dict[int, RowError]:
        found: dict[int, RowError] = {}
        for number, cells in enumerate(block, first):
            for field, i in self.header.positions.items():
                if isinstance(cells[i], Formula):
                    found.setdefault(number, row_error(number, field, cells[i], "formula_cell"))
        return found
