"""Look at a file before anything of it is stored: what it is, which column is which, what was chosen for its like."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import transaction

from groundswell.foundation.history.actions import record
from groundswell.listen.channels.models import Mapping

from .choices import ANSWERS, REFUSALS, Choices
from .errors import FileUnusable
from .formats.guessing import guess_mapping
from .formats.moments import DateOrder, guess_date_order
from .formats.opening import Opened, open_file
from .formats.registry import BY_NAME, format_of, recognise, sheet_of
from .formats.shape import Format, Recognised, Sheet
from .header import Header
from .rows import FileWarning

USUAL_SOURCE = "feedback file"
DATES_READ = 2_000
NO_COLUMNS = "Name the columns {}; or say by hand which column is which."


@dataclass(frozen=True, slots=True)
class Arriving:
    """A file as we understand it, before anything of it is stored."""

    format: Format
    recognised: Recognised
    opened: Opened
    sheet: Sheet
    mapping: dict[str, str]
    dates: DateOrder
    fingerprint: str
    remembered: Mapping | None = None

    @property
    def source(self) -> str:
        """Where the ids come from: the tool, or a feedback file."""
        return USUAL_SOURCE if self.format.name in ("plain", "spss", "any") else self.format.title

    @property
    def sentence(self) -> str:
        """What it looks like, for people."""
        if self.holds == REFUSALS and not self.sheet.is_list_of_refusals:
            return "This looks like a list of people who do not want to be contacted."
        return self.recognised.sentence

    @property
    def holds(self) -> str:
        """Answers, or people who do not want to be contacted: who has an address and nothing to say."""
        if self.sheet.is_list_of_refusals:
            return REFUSALS
        says = {"score", "comment"} & self.mapping.keys()
        return ANSWERS if says or not {"email", "phone"} & self.mapping.keys() else REFUSALS

    @property
    def warnings(self) -> list[FileWarning]:
        """What somebody should know about the whole file."""
        if not self.sheet.is_strict:
            return []
        names = tuple(column.key for column in self.sheet.columns)
        positions = {field: self.sheet.position(key) for field, key in self.mapping.items()}
        header = self.opened.header or Header(",", 0, names, positions)
        return header.warnings()


def look_at(
    file: bytes | str | Path, file_name: str, *, wanted: str = "", encoding: str | None = None
) -> Arriving:
    """Recognise a file, guess what stands where, and recall what was chosen for its like."""
    opened = open_file(file, file_name, encoding=encoding)
    found = format_of(opened, wanted)
    sheet = sheet_of(opened, found)
    print_ = fingerprint(found, sheet)
    remembered = Mapping.objects.filter(fingerprint=print_).first()
    mapping = guess_mapping(sheet)
    if remembered and not sheet.is_strict:
        keys = {column.key for column in sheet.columns}
        mapping = {field: key for field, key in remembered.fields.items() if key in keys}
    dates = _dates(sheet, mapping, remembered)
    return Arriving(found, recognise(opened, found, sheet), opened, sheet, mapping, dates, print_, remembered)


def open_again(file: bytes | Path, file_name: str, found: str, choices: Choices) -> tuple[Opened, Sheet]:
    """A file that was looked at before, as the format that it was then."""
    opened = open_file(file, file_name, encoding=choices.encoding or None)
    return opened, sheet_of(opened, BY_NAME[found])


def fingerprint(found: Format, sheet: Sheet) -> str:
    """What makes two files alike: the format and its columns."""
    content = "\x1f".join([found.name, *(column.key for column in sheet.columns)])
    return hashlib.sha256(content.encode()).hexdigest()


def dates_in(sheet: Sheet, key: str) -> DateOrder:
    """The order of day and month in a column."""
    column = sheet.position(key)
    rows = islice(sheet.records(), DATES_READ)
    return guess_date_order(row.cells[column].strip() for row in rows if column < len(row.cells))


def _dates(sheet: Sheet, mapping: dict[str, str], remembered: Mapping | None) -> DateOrder:
    if remembered:
        return DateOrder(remembered.date_order)
    if sheet.is_strict or "submitted_at" not in mapping:
        return DateOrder("iso")
    return dates_in(sheet, mapping["submitted_at"])


def refuse_what_nobody_could_read(sheet: Sheet, choices: Choices) -> None:
    """Refuse choices under which no row could arrive; raises FileUnusable."""
    chosen = choices.fields
    if choices.holds == REFUSALS:
        if not {"email", "phone", "customer_id"} & chosen.keys():
            sentence = "Nothing tells who does not want to be contacted."
            raise FileUnusable("missing_column", sentence, "Say which column holds addresses or numbers.")
        return
    if sheet.is_strict:
        return
    if not {"score", "comment"} & chosen.keys():
        sentence = "Nothing in this file is known to be a score or words."
        raise FileUnusable("missing_column", sentence, NO_COLUMNS.format("external_id, submitted_at, score"))
    if "submitted_at" not in chosen and not choices.day:
        sentence = "Nothing tells when these answers were given."
        remedy = "Say which column tells when an answer was given, or name one day for all of them."
        raise FileUnusable("missing_column", sentence, remedy)


@transaction.atomic
def remember_choices(arriving: Arriving, choices: Choices, *, by: object, at: datetime) -> None:
    """Keep what was chosen for the next file with the same columns."""
    chosen = {
        "fields": choices.fields,
        "date_order": choices.date_order,
        "tz": choices.tz,
        "kind_of_score": choices.kind_of_score,
        "rated_of": choices.rated_of,
        "by": str(by)[:200],
        "chosen_at": at,
    }
    made, _ = Mapping.objects.update_or_create(fingerprint=arriving.fingerprint, defaults=chosen)
    record("chose columns", made, by=by, at=at, format=arriving.format.name)
