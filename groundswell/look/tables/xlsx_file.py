"""XLSX out, streaming: every text is a string cell, so nothing in it is ever a formula.

Parts are written with their sizes behind them, as ZIP allows for streams; a sheet that is full is followed by the next.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain, islice
from xml.sax.saxutils import escape

ROWS_PER_SHEET = 1_048_576
ROWS_PER_CHUNK = 2_000
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\r]|_x[0-9A-Fa-f]{4}_")


class _Leaving(io.RawIOBase):
    """Where the ZIP is written to: its bytes leave as they come."""

    def __init__(self) -> None:
        self.held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self.held.append(bytes(content))
        return len(content)

    def emptied(self) -> bytes:
        held, self.held = b"".join(self.held), []
        return held


def xlsx_chunks(
    names: Sequence[str], rows: Iterable[Sequence[object]], *, sheet: str = "Voices"
) -> Iterator[bytes]:
    """A workbook in pieces; memory does not grow with the number of rows."""
    leaving, waiting, sheets = _Leaving(), iter(rows), 0
    with zipfile.ZipFile(leaving, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        first = next(waiting, None)
        while sheets == 0 or first is not None:
            sheets += 1
            with packed.open(f"xl/worksheets/sheet{sheets}.xml", "w", force_zip64=True) as page:
                page.write(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{_row(names)}'.encode())
                coming = chain([] if first is None else [first], waiting)
                filling = islice(coming, ROWS_PER_SHEET - 1)
                while block := list(islice(filling, ROWS_PER_CHUNK)):
                    page.write("".join(map(_row, block)).encode())
                    yield leaving.emptied()
                page.write(b"</sheetData></worksheet>")
            first = next(waiting, None)
        for name, content in _frame(sheets, sheet).items():
            packed.writestr(name, HEAD + content)
    yield leaving.emptied()


def _row(cells: Sequence[object]) -> str:
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(value: object) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"<c><v>{value}</v></c>"
    text = (
        value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        if isinstance(value, datetime)
        else str(value)
    )
    return (
        f'<c t="inlineStr"><is><t xml:space="preserve">{escape(NOT_IN_XML.sub(_spelled, text))}</t></is></c>'
    )


def _spelled(found: re.Match[str]) -> str:
    """A character that XML cannot hold, as workbooks spell it; what looks like such a spelling is spelled too."""
    if len(found[0]) > 1:
        return f"_x005F{found[0]}"
    return f"_x{ord(found[0]):04X}_"


def _frame(sheets: int, name: str) -> dict[str, str]:
    """The parts around the sheets."""
    numbers = range(1, sheets + 1)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in numbers
    )
    listed = "".join(f'<sheet name="{escape(name)} {n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    return {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{parts}</Types>',
    }
