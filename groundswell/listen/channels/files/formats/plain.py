"""Files that no tool is known for: any table or list of objects, its columns chosen by people."""

from __future__ import annotations

from ..header import plain_name
from ..rows import REQUIRED
from .opening import Opened
from .shape import FIELDS, Column, Format, Sheet
from .tables import at, header_of, object_sheet, table_sheet


def recognise_plain(opened: Opened) -> float:
    """Our own column names in a CSV file or a workbook are our own format."""
    if opened.kind not in {"csv", "xlsx"}:
        return 0.0
    return 1.0 if set(REQUIRED) <= {plain_name(name) for name in header_of(opened)} else 0.0


def any_sheet(opened: Opened) -> Sheet:
    if opened.kind == "json":
        keys = dict.fromkeys(key for one in opened.objects for key in one)
        return object_sheet(
            opened, {key: at(key) for key in keys}, {key: key for key in keys if key in FIELDS}
        )
    names = header_of(opened)
    columns = [Column(name, name) for name in names]
    known = {plain_name(name): name for name in names if plain_name(name) in FIELDS}
    return table_sheet(opened, columns, header_rows=1, known=known)


PLAIN = Format("plain", "Groundswell feedback", recognise_plain, any_sheet)
ANY = Format("any", "table", lambda _opened: 0.01, any_sheet)
