"""Files that no tool is known for: any table or list of objects, its columns chosen by people."""

from __future__ import annotations

from ..header import Header, plain_name, refuse_wrong_names
from ..header import header_of as as_header
from ..rows import REQUIRED
from .opening import Opened
from .shape import FIELDS, Column, Format, Sheet
from .tables import at, header_of, object_sheet, table_sheet, unlike


def recognise_plain(opened: Opened) -> float:
    """Our own column names in a CSV file or a workbook are our own format."""
    if opened.kind not in {"csv", "xlsx"}:
        return 0.0
    return 1.0 if set(REQUIRED) <= {plain_name(name) for name in header_of(opened)} else 0.0


def plain_header(opened: Opened) -> Header:
    """The header of our own file; raises FileUnusable where it is not one."""
    header = opened.header or as_header(tuple(opened.head[0]) if opened.head else ())
    refuse_wrong_names(header)
    return header


def plain_sheet(opened: Opened) -> Sheet:
    header = plain_header(opened)
    columns = unlike([Column(name, name) for name in header.names])
    known = {field: columns[i].key for field, i in header.positions.items()}
    return table_sheet(opened, columns, header_rows=1, known=known, is_strict=True)


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


PLAIN = Format("plain", "Groundswell feedback", recognise_plain, plain_sheet)
ANY = Format("any", "table", lambda _opened: 0.01, any_sheet)
