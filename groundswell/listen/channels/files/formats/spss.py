"""SPSS .sav files: variables by their names, questions by their labels."""

from __future__ import annotations

from .opening import Opened
from .shape import FIELDS, Column, Format, Sheet
from .tables import table_sheet

IN_UTC = "(UTC)"


def recognise(opened: Opened) -> float:
    return 0.99 if opened.sav else 0.0


def sheet(opened: Opened) -> Sheet:
    """A variable with a label is a question. Our own files name our fields and give times in UTC."""
    sav = opened.sav
    assert sav is not None  # noqa: S101 only system files come here
    known = {name: name for name in sav.names if name in FIELDS}
    columns = [
        Column(name, sav.labels.get(name) or name, bool(sav.labels.get(name)) and name not in known)
        for name in sav.names
    ]
    zone = "UTC" if sav.labels.get(known.get("submitted_at", ""), "").endswith(IN_UTC) else ""
    return table_sheet(opened, columns, header_rows=1, known=known, time_zone=zone)


SPSS = Format("spss", "SPSS", recognise, sheet)
