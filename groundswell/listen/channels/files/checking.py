"""A batch of records against the rules, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from itertools import compress
from typing import Any

from .cells import CONTROL, CONTROL_IN_TEXT, WHITE_SPACE
from .columns import Cells, FieldRules
from .export import restore
from .header import Header
from .options import ReadingOptions
from .rows import FIELDS, OPTIONAL, REQUIRED, FeedbackRow, RowError, RowWarning
from .sentences import repeated_time, row_error, wrong_width
from .times import TimeReader

Problems = dict[int, tuple[str, str, str]]
"""The first thing wrong in a record: field, cell, reason; by its place in the batch."""


class RecordChecker:
    """Knows the columns and the options of one file; remembers nothing of its rows."""

    def __init__(self, header: Header, options: ReadingOptions) -> None:
        self._header = header
        self._own_export = options.own_export
        self._times = TimeReader(options)
        self._rules = FieldRules(self._times.read)

    def check(self, records: list[list[str]], first: int) -> tuple[list[FeedbackRow], list[RowError]]:
        """Rows and errors of consecutive records, the first of which has this number."""
        width = len(self._header.names)
        numbers: Sequence[int] = range(first, first + len(records))
        errors: list[RowError] = []
        if set(map(len, records)) - {width}:
            errors = [
                wrong_width(n, len(r), width)
                for n, r in zip(numbers, records, strict=True)
                if len(r) != width
            ]
            fitting = [len(r) == width for r in records]
            numbers, records = list(compress(numbers, fitting)), list(compress(records, fitting))
        if not records:
            return [], errors
        rows, refused = self._check_columns(list(zip(*records, strict=True)), numbers)
        return rows, errors + refused

    def warnings(self, rows: list[FeedbackRow], first: int, records: list[list[str]]) -> list[RowWarning]:
        """What somebody should know about the rows that were taken from these records."""
        if not self._times.ambiguous:
            return []
        column = self._header.positions["submitted_at"]
        texts = [(row.record, records[row.record - first][column].strip(WHITE_SPACE)) for row in rows]
        return [repeated_time(record, text) for record, text in texts if text in self._times.ambiguous]

    def _check_columns(
        self, columns: list[Cells], numbers: Sequence[int]
    ) -> tuple[list[FeedbackRow], list[RowError]]:
        written = {field: self._as_written(field, columns[i]) for field, i in self._header.positions.items()}
        problems = self._control_characters(columns, written)
        values: dict[str, Sequence[Any]] = {}
        for field in (f for f in FIELDS if f in written):
            values[field], refused = self._rules.column(field, written[field])
            for i in refused:
                if i not in problems:
                    cell = written[field][i]
                    problems[i] = (field, cell, self._rules.reason(field, cell))
        errors = [row_error(numbers[i], *problem) for i, problem in problems.items()]
        ids = written["external_id"]
        if problems:
            good = [i not in problems for i in range(len(numbers))]
            numbers, ids = list(compress(numbers, good)), list(compress(ids, good))
            values = {field: list(compress(cells, good)) for field, cells in values.items()}
        return _rows(numbers, ids, values), errors

    def _as_written(self, field: str, cells: Cells) -> Cells:
        if self._own_export:
            cells = [restore(cell) for cell in cells]
        return [cell.strip(WHITE_SPACE) for cell in cells] if field in REQUIRED else cells

    def _control_characters(self, columns: list[Cells], written: dict[str, Cells]) -> Problems:
        problems: Problems = {}
        fields = {i: field for field, i in self._header.positions.items()}
        for i, column in enumerate(columns):
            field = fields.get(i)
            cells = written[field] if field else column
            everything = "".join(cells)
            control = CONTROL if field and field != "comment" else CONTROL_IN_TEXT
            if everything.isprintable() or not control.search(everything):
                continue
            for row, cell in enumerate(cells):
                if control.search(cell):
                    problems.setdefault(row, (field or self._header.names[i], cell, "control_character"))
        return problems


def _rows(numbers: Sequence[int], external_ids: Cells, values: dict[str, Sequence[Any]]) -> list[FeedbackRow]:
    identities, times, scores = (values[field] for field in REQUIRED)
    texts = [values.get(field) or [""] * len(numbers) for field in OPTIONAL]
    digests = _digests(identities, times, scores, texts)
    optional = [[text or None for text in column] for column in texts]
    return list(map(FeedbackRow, numbers, external_ids, identities, times, scores, *optional, digests))


def _digests(
    identities: Cells, times: Sequence[Any], scores: Sequence[int], texts: list[Cells]
) -> list[bytes]:
    moments = [moment.isoformat() for moment in times]
    rows = zip(identities, moments, map(str, scores), *texts, strict=True)
    return [blake2b("\x1f".join(cells).encode(), digest_size=16).digest() for cells in rows]
