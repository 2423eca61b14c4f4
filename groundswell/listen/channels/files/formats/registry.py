"""Every format that is recognised, one line each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from ..errors import FileUnusable
from .delighted import DELIGHTED, DELIGHTED_REFUSALS
from .fixed_tables import GSA, MEDALLIA
from .formbricks_hub import FORMBRICKS_HUB
from .google_forms import GOOGLE_FORMS, GOOGLE_FORMS_API
from .lists import HELP_SCOUT, HUBSPOT_FEEDBACK, WOOTRIC
from .opening import Opened
from .plain import ANY, PLAIN
from .qualtrics import QUALTRICS
from .shape import Format, Recognised, Record, Sheet
from .spss import SPSS
from .surveymonkey import SURVEYMONKEY, SURVEYMONKEY_API
from .typeform import TYPEFORM, TYPEFORM_WEBHOOK

FORMATS = (
    PLAIN,
    QUALTRICS,
    SURVEYMONKEY,
    SURVEYMONKEY_API,
    TYPEFORM,
    TYPEFORM_WEBHOOK,
    DELIGHTED,
    DELIGHTED_REFUSALS,
    GOOGLE_FORMS,
    GOOGLE_FORMS_API,
    FORMBRICKS_HUB,
    WOOTRIC,
    HUBSPOT_FEEDBACK,
    HELP_SCOUT,
    MEDALLIA,
    GSA,
    SPSS,
    ANY,
)
BY_NAME = {one.name: one for one in FORMATS}
SURE = 0.5
MISSHAPEN = (AttributeError, IndexError, KeyError, TypeError, ValueError)
COUNTED = 20_000
"""So many rows are counted to say what a file looks like; a longer one holds more than that."""


def format_of(opened: Opened, wanted: str = "") -> Format:
    """The format a file has, or the one somebody asked for."""
    if wanted:
        found = BY_NAME[wanted]
        if found not in (PLAIN, ANY) and not _confidence(found, opened):
            raise _unlike(found)
        return found
    if not opened.head and not opened.objects:
        raise FileUnusable(
            "empty_file", "The file is empty.", "Export it again and check that it has answers."
        )
    best = max(FORMATS, key=lambda one: _confidence(one, opened))
    return best if _confidence(best, opened) >= SURE else ANY


def _confidence(one: Format, opened: Opened) -> float:
    """How sure a format is; not at all where the file is too odd to ask."""
    try:
        return one.recognise(opened)
    except MISSHAPEN:
        return 0.0


def sheet_of(opened: Opened, found: Format) -> Sheet:
    """The file as a table; raises FileUnusable, and so do its records, where a list of objects is not what it begins as."""
    try:
        sheet = found.sheet(opened)
    except MISSHAPEN as misshapen:
        raise _unlike(found) from misshapen
    if opened.kind != "json":
        return sheet

    def records() -> Iterator[Record]:
        try:
            yield from sheet.records()
        except MISSHAPEN as misshapen:
            raise _unlike(found) from misshapen

    return replace(sheet, records=records)


def _unlike(found: Format) -> FileUnusable:
    sentence = f"This file does not have the form of a {found.title} export."
    return FileUnusable(
        "malformed_export", sentence, "Export it again, or say by hand which column is which."
    )


def recognise(opened: Opened, found: Format, sheet: Sheet) -> Recognised:
    """What we say about a file: what it looks like, how many answers it holds, how many header rows."""
    confidence = _confidence(found, opened)
    answers = left = 0
    for record in islice(sheet.records(), COUNTED):
        answers, left = answers + (not record.left_out), left + bool(record.left_out)
    more = "more than " if answers + left == COUNTED else ""
    one = "row" if found is ANY else "answer"
    what = f"{more}{answers:,} {'people' if sheet.is_list_of_refusals else one + 's' * (answers != 1)}"
    heads = (
        f", {sheet.header_rows} header {'rows' if sheet.header_rows > 1 else 'row'}"
        if sheet.header_rows
        else ""
    )
    rest = (
        f", {left:,} {'rows' if left > 1 else 'row'} that {'are' if left > 1 else 'is'} left out"
        if left
        else ""
    )
    if found is ANY:
        return Recognised(
            found.name, confidence, f"We do not know the tool that wrote this file: {what}{heads}{rest}."
        )
    kind = found.title if sheet.is_list_of_refusals else f"{found.title} export"
    article = "an" if kind.startswith(("A", "E", "I", "O", "U", "SPSS")) else "a"
    return Recognised(found.name, confidence, f"This looks like {article} {kind}: {what}{heads}{rest}.")
