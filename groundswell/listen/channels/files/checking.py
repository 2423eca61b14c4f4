"""The records of a mapped sheet against the rules, column by column: our own file and those of all other tools."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import compress, islice
from typing import Any

from groundswell.look.tables.csv_file import restore

from .cells import CONTROL, CONTROL_IN_TEXT, WHITE_SPACE
from .columns import Cells, FieldRules
from .extras import ExtrasReader
from .formats.moments import plain_time
from .formats.shape import Record, Sheet
from .options import ReadingOptions
from .portions import Portion
from .row_making import OwnIds, feedback_rows
from .rows import FIELDS, REQUIRED, RowWarning
from .seen_ids import SeenIds
from .sentences import repeated_time, row_error, wrong_width
from .times import TimeReader
from .workbook import Formula

PORTION, LARGE_PORTION, LARGE_AFTER = 10_000, 50_000, 100_000
"""Rows at once. Each portion touches most pages of the indexes of a large table: few large ones cost far less than many."""
WHO = ("email", "phone", "customer_id")
CHECKED = (*FIELDS, "phone", "customer_id", "employee", "name")
SAYS_NOTHING = "neither a score from 0 to 10 nor words"
Problems = dict[int, tuple[str, str, str]]
"""The first thing wrong in a record: field, cell, reason; by its place in the portion."""


class SheetReader:
    """A sheet with a mapping, read as often as needed."""

    def __init__(
        self,
        sheet: Sheet,
        mapping: dict[str, str],
        options: ReadingOptions,
        *,
        day: str = "",
        is_refusals: bool = False,
        rated_of: int = 0,
    ) -> None:
        """``day`` is the time of every answer of a file that tells none; ``rated_of`` the best rating where scores are ratings."""
        self.sheet, self.mapping, self._options = sheet, mapping, options
        self._day, self._is_refusals = day, is_refusals or sheet.is_list_of_refusals
        self._at = {field: sheet.position(key) for field, key in mapping.items() if key}
        asked, given = (WHO, {*self._at}) if self._is_refusals else (CHECKED, {*self._at, "submitted_at"})
        self._fields = [name for name in asked if name in given]
        self._times = TimeReader(options if sheet.is_strict else replace(options, date_order="iso"))
        self._rules = FieldRules(self._times.read, country=options.country, rated_of=rated_of)
        self._extras = ExtrasReader(sheet, self._at)
        self._own_ids = OwnIds()

    def portions(self, size: int | None = None) -> Iterator[Portion]:
        """Everything in the file, checked. A second record with the same id is an error, the first one stays.

        Without a size the portions grow with the place in the file, so that whoever goes on finds the same ones.
        """
        self._own_ids = OwnIds()
        records, seen, first = self.sheet.records(), SeenIds(), 1
        while block := list(islice(records, size or _usual_size(first))):
            portion = self._check(block, first)
            self._tell_apart(portion, seen)
            portion.errors.sort()
            yield portion
            first += len(block)

    def _check(self, records: list[Record], first: int) -> Portion:
        portion = Portion(first, records)
        numbers, rows = self._answers(records, portion)
        if not rows:
            return portion
        columns: list[Cells] = list(zip(*rows, strict=True))
        written = {field: self._written(field, columns[i]) for field, i in self._at.items()}
        if not self.sheet.is_strict and not self._is_refusals:
            says = self._says_something(written, len(rows))
            if not all(says):
                portion.left_out[SAYS_NOTHING] += says.count(False)
                numbers, rows = list(compress(numbers, says)), list(compress(rows, says))
                written = {field: list(compress(cells, says)) for field, cells in written.items()}
                columns = list(zip(*rows, strict=True))
        if rows:
            self._check_columns(portion, numbers, rows, columns, written)
        return portion

    def _answers(self, records: list[Record], portion: Portion) -> tuple[list[int], list[list[str]]]:
        """Numbers and cells of the records that are answers and as wide as the header."""
        numbers = list(range(portion.first, portion.first + len(records)))
        rows = [record.cells for record in records]
        if any(record.left_out for record in records):
            portion.left_out.update(record.left_out for record in records if record.left_out)
            answers = [not record.left_out for record in records]
            numbers, rows = list(compress(numbers, answers)), list(compress(rows, answers))
        width = len(self.sheet.columns)
        if set(map(len, rows)) - {width}:
            portion.errors += [
                wrong_width(number, len(cells), width)
                for number, cells in zip(numbers, rows, strict=True)
                if len(cells) != width
            ]
            fitting = [len(cells) == width for cells in rows]
            numbers, rows = list(compress(numbers, fitting)), list(compress(rows, fitting))
        return numbers, rows

    def _says_something(self, written: dict[str, Cells], count: int) -> list[bool]:
        scores, words = written.get("score") or [""] * count, written.get("comment") or [""] * count
        return [bool(score or word.strip()) for score, word in zip(scores, words, strict=True)]

    def _written(self, field: str, cells: Cells) -> Cells:
        if self._options.own_export:
            cells = [restore(cell) for cell in cells]
        if self.sheet.is_strict:
            return [cell.strip(WHITE_SPACE) for cell in cells] if field in REQUIRED else cells
        if field == "comment":
            return cells
        if self._has_formulas(cells):
            return [cell if isinstance(cell, Formula) else cell.strip(WHITE_SPACE) for cell in cells]
        trimmed = [cell.strip(WHITE_SPACE) for cell in cells]
        if field != "submitted_at":
            return trimmed
        return [plain_time(cell, self._options.date_order) for cell in trimmed]

    @staticmethod
    def _has_formulas(cells: Cells) -> bool:
        return Formula in set(map(type, cells))

    def _check_columns(
        self,
        portion: Portion,
        numbers: list[int],
        rows: list[list[str]],
        columns: list[Cells],
        written: dict[str, Cells],
    ) -> None:
        if not self._is_refusals and "submitted_at" not in self._at:
            written["submitted_at"] = [self._day] * len(numbers)
        problems = self._formulas(columns)
        self._control_characters(columns, written, problems)
        values: dict[str, Sequence[Any]] = {}
        for name in self._fields:
            values[name], refused = self._rules.column(name, written[name])
            may_be_empty = name == "score" and not self.sheet.is_strict
            for i in refused:
                if i not in problems and not (may_be_empty and not written[name][i]):
                    problems[i] = (name, written[name][i], self._rules.reason(name, written[name][i]))
        if self._is_refusals:
            for i, who in enumerate(zip(*(written[f] for f in self._fields), strict=True)):
                if not any(who):
                    problems.setdefault(i, ((self._fields or ["email"])[0], "", "required"))
        elif "external_id" not in self._at:
            values["external_id"] = written["external_id"] = self._own_ids.of(rows)
        portion.errors += [row_error(numbers[i], *problem) for i, problem in problems.items()]
        if problems:
            good = [i not in problems for i in range(len(numbers))]
            numbers, rows = list(compress(numbers, good)), list(compress(rows, good))
            values, written = ({f: list(compress(v, good)) for f, v in d.items()} for d in (values, written))
        if self._is_refusals:
            empty = [""] * len(numbers)
            portion.refusals += zip(*(values.get(name) or empty for name in WHO), strict=True)
            return
        if not numbers:
            return
        portion.rows = feedback_rows(numbers, written["external_id"], values)
        portion.warnings += self._repeated(numbers, written)
        portion.extras = self._extras.read(numbers, rows, written)

    def _formulas(self, columns: list[Cells]) -> Problems:
        problems: Problems = {}
        for name in (name for name in self._fields if name in self._at):
            cells = columns[self._at[name]]
            if self._has_formulas(cells):
                for i, cell in enumerate(cells):
                    if isinstance(cell, Formula):
                        problems.setdefault(i, (name, cell, "formula_cell"))
        return problems

    def _control_characters(
        self, columns: list[Cells], written: dict[str, Cells], problems: Problems
    ) -> None:
        fields = {i: name for name, i in self._at.items()}
        looked_at = range(len(columns)) if self.sheet.is_strict else {*fields, *self._extras.further}
        for i in sorted(looked_at):
            name = fields.get(i)
            cells = written[name] if name else columns[i]
            everything = "".join(cells)
            control = CONTROL if name and name != "comment" else CONTROL_IN_TEXT
            if everything.isprintable() or not control.search(everything):
                continue
            for row, cell in enumerate(cells):
                if control.search(cell):
                    title = name or self.sheet.columns[i].title
                    problems.setdefault(row, (title, cell, "control_character"))

    def _repeated(self, numbers: list[int], written: dict[str, Cells]) -> list[RowWarning]:
        if not self._times.ambiguous:
            return []
        texts = zip(numbers, written["submitted_at"], strict=True)
        return [repeated_time(number, text) for number, text in texts if text in self._times.ambiguous]

    @staticmethod
    def _tell_apart(portion: Portion, seen: SeenIds) -> None:
        refusals = seen.refusals(portion.rows)
        portion.errors += [
            row_error(row.record, "external_id", row.external_id, reason) for row, reason in refusals
        ]
        if refusals:
            again = {row.record for row, _ in refusals}
            portion.rows = [row for row in portion.rows if row.record not in again]
            portion.warnings = [warning for warning in portion.warnings if warning.record not in again]


def _usual_size(first: int) -> int:
    return PORTION if first <= LARGE_AFTER else LARGE_PORTION
