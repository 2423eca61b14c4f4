"""Records of a mapped sheet against the rules of the plain feedback file, and what came along with each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import islice
from typing import NamedTuple

from ..cells import CONTROL, CONTROL_IN_TEXT, WHITE_SPACE
from ..columns import FieldRules
from ..errors import CellRefused
from ..options import ReadingOptions
from ..rows import FeedbackRow, RowError, RowWarning
from ..seen_ids import SeenIds
from ..sentences import repeated_time, row_error, wrong_width
from ..times import TimeReader
from ..workbook import Formula
from .moments import plain_time
from .shape import Record, Sheet

CHECKED = ("external_id", "submitted_at", "score", "email", "unit", "touchpoint", "comment")
SAYS_NOTHING = "neither a score from 0 to 10 nor words"
NO = {"", "0", "false", "no", "n", "nein", "non"}
LONGEST_TITLE = 200


class Extras(NamedTuple):
    """What a row said beyond a score and words."""

    name: str = ""
    tags: tuple[str, ...] = ()
    channel: str = ""
    opted_out: bool = False
    answers: dict[str, str] = {}


@dataclass(slots=True)
class Brought:
    """The next records of a file: records = rows + errors + left out, always."""

    records: int = 0
    rows: list[FeedbackRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[RowWarning] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    extras: dict[int, Extras] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)


class MappedSheet:
    """A sheet with a mapping: its records checked, in the order of the file, as often as needed."""

    def __init__(self, sheet: Sheet, mapping: dict[str, str], options: ReadingOptions, day: str = "") -> None:
        """``day`` is the time of every answer of a file that tells none."""
        self.sheet, self.mapping, self._order = sheet, mapping, options.date_order
        self._day = day
        self._at = {field: sheet.position(key) for field, key in mapping.items() if key}
        self._times = TimeReader(replace(options, date_order="iso"))
        self._rules = FieldRules(self._times.read).of_cell
        used = set(self._at.values())
        self._further = [
            (i, c.title[:LONGEST_TITLE])
            for i, c in enumerate(sheet.columns)
            if c.is_question and i not in used
        ]
        self._same: Counter[bytes] = Counter()

    def batches(self, size: int = 500) -> Iterator[Brought]:
        """Everything in the file, checked. A second record with the same id is an error, the first one stays."""
        self._same.clear()
        seen, numbered = SeenIds(), enumerate(self.sheet.records(), 1)
        while block := list(islice(numbered, size)):
            brought = Brought(len(block))
            for number, record in block:
                self._take(number, record, brought)
            again = [
                row_error(row.record, "external_id", row.external_id, why)
                for row, why in seen.refusals(brought.rows)
            ]
            refused = {error.record for error in again}
            brought.rows = [row for row in brought.rows if row.record not in refused]
            brought.errors = sorted(brought.errors + again)
            yield brought

    def _take(self, number: int, record: Record, brought: Brought) -> None:
        if record.left_out:
            brought.left_out[record.left_out] += 1
            return
        if len(record.cells) != len(self.sheet.columns):
            brought.errors.append(wrong_width(number, len(record.cells), len(self.sheet.columns)))
            return
        written = {field: self._written(field, record.cells[i]) for field, i in self._at.items()}
        if self.sheet.is_list_of_refusals:
            self._refusal(number, written, brought)
            return
        if not written.get("score") and not written.get("comment", "").strip():
            brought.left_out[SAYS_NOTHING] += 1
            return
        try:
            brought.rows.append(self._row(number, record, written, brought))
        except _RowRefused as refused:
            brought.errors.append(row_error(number, refused.field, refused.cell, refused.reason))
        else:
            brought.extras[number] = self._extras(record, written)

    def _written(self, field: str, cell: str) -> str:
        if isinstance(cell, Formula):
            return cell
        if field == "comment":
            return cell
        trimmed = cell.strip(WHITE_SPACE)
        return plain_time(trimmed, self._order) if field == "submitted_at" else trimmed

    def _refusal(self, number: int, written: dict[str, str], brought: Brought) -> None:
        email = written.get("email", "")
        try:
            self._check("email", email)
        except _RowRefused as refused:
            brought.errors.append(row_error(number, "email", email, refused.reason))
            return
        if email:
            brought.refusals.append(email)
        else:
            brought.errors.append(row_error(number, "email", "", "required"))

    def _row(self, number: int, record: Record, written: dict[str, str], brought: Brought) -> FeedbackRow:
        written = {"submitted_at": self._day} | written
        if "external_id" not in self._at:
            written = written | {"external_id": self._own_id(record)}
        values = {
            field: self._check(field, written.get(field, ""))
            for field in CHECKED
            if field != "score" or written.get("score")
        }
        if written["submitted_at"] in self._times.ambiguous:
            brought.warnings.append(repeated_time(number, written["submitted_at"]))
        optional = [values[field] or None for field in ("email", "unit", "touchpoint", "comment")]
        content = [values["external_id"], values["submitted_at"].isoformat(), str(values.get("score", ""))]
        digest = blake2b(
            "\x1f".join([*content, *(v or "" for v in optional)]).encode(), digest_size=16
        ).digest()
        facts = (values["external_id"], values["submitted_at"], values.get("score"))
        return FeedbackRow(number, written["external_id"], *facts, *optional, digest)  # type: ignore[arg-type]

    def _check(self, field: str, cell: str):  # type: ignore[no-untyped-def]
        if isinstance(cell, Formula):
            raise _RowRefused(field, cell, "formula_cell")
        if not cell.isprintable() and (CONTROL_IN_TEXT if field == "comment" else CONTROL).search(cell):
            raise _RowRefused(field, cell, "control_character")
        try:
            return self._rules[field](cell)
        except CellRefused as refused:
            raise _RowRefused(field, cell, refused.reason_class) from refused

    def _own_id(self, record: Record) -> str:
        """An id from the content, for files that have none: the same row is the same answer, and its twin another."""
        content = blake2b("\x1f".join(record.cells).encode(), digest_size=12).digest()
        self._same[content] += 1
        return f"row-{content.hex()}-{self._same[content]}"

    def _extras(self, record: Record, written: dict[str, str]) -> Extras:
        answers = {title: record.cells[i] for i, title in self._further if record.cells[i].strip()}
        tags = tuple(filter(None, (tag.strip() for tag in written.get("tags", "").split(","))))
        opted_out = written.get("opted_out", "").lower() not in NO
        return Extras(written.get("name", ""), tags, written.get("channel", "")[:60], opted_out, answers)


class _RowRefused(Exception):
    def __init__(self, field: str, cell: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.cell, self.reason = field, cell, reason
