"""Spreadsheet workbooks (XLSX): proven harmless as a packed file first, then read cell by cell, never evaluated.

The limits stand before the reader: a workbook that unpacks to more than 50 MiB, or more than a hundredfold beyond
10 MiB, is refused while it is being unpacked, whatever sizes it states; so is one that declares entities.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import IO, Any, cast

from .errors import FileUnusable

MOST_UNPACKED = 50 << 20
RATIO_COUNTS_FROM = 10 << 20
MOST_RATIO = 100
MOST_PARTS = 5_000
CHUNK = 1 << 18
OVERLAP = 16
BAD_NAME = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\0")
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
NUMBER = re.compile(r"\s*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*")
MACROS = re.compile(r"(?:^|/)(?:vbaProject\w*\.bin|macrosheets/)", re.IGNORECASE)
SAVE_AGAIN = (
    "Open it in your spreadsheet program, save it as a plain .xlsx or “CSV UTF-8” file and bring that."
)


class _Texts(list[str]):
    """The shared texts of a workbook; only those that are there have a number."""

    def __getitem__(self, number: Any) -> Any:
        if number < 0:
            raise IndexError(number)
        return super().__getitem__(number)


class Formula(str):
    """The text of a cell that is a formula. It is shown, never evaluated and never taken."""

    __slots__ = ()


def malformed() -> FileUnusable:
    """The refusal of a workbook that is broken."""
    return FileUnusable("malformed_xlsx", "This workbook is damaged and cannot be read.", SAVE_AGAIN)


def workbook_rows(content: bytes | Path) -> Iterator[list[str]]:
    """The cells of the first sheet, row by row, as text; rows without any text are skipped. Prove the workbook first."""
    return (cells for _, cells in _rows(content))


def prove_workbook(content: bytes | Path) -> None:
    """Refuse a workbook that is too large, broken, encrypted, carries macros or declares entities."""
    try:
        with _opened(content) as file, zipfile.ZipFile(file) as packed:
            _prove_parts(packed)
            _prove_bytes(packed)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as broken:
        raise malformed() from broken
    except RuntimeError as locked:
        raise FileUnusable("file_type", "This workbook is protected by a password.", SAVE_AGAIN) from locked


def _opened(content: bytes | Path) -> IO[bytes]:
    """Opened by us: the reader would judge a path by its name, and files wait under names of ours."""
    return io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")


def _prove_parts(packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise FileUnusable("file_type", "This workbook is protected by a password.", SAVE_AGAIN)
    if any(MACROS.search(name) for name in names):
        raise FileUnusable("file_type", "This workbook contains programs (macros).", SAVE_AGAIN)
    if len(parts) > MOST_PARTS or len(names) < len(parts) or any(BAD_NAME.search(name) for name in names):
        raise malformed()
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        raise malformed()
    _within_size(sum(part.file_size for part in parts), sum(part.compress_size for part in parts))


def _prove_bytes(packed: zipfile.ZipFile) -> None:
    unpacked = 0
    squeezed = sum(part.compress_size for part in packed.infolist())
    for part in packed.infolist():
        before = b""
        with packed.open(part) as raw:
            while chunk := raw.read(CHUNK):
                unpacked += len(chunk)
                _within_size(unpacked, squeezed)
                plain = before + chunk.replace(b"\0", b"")
                _refuse_declarations(part.filename, plain)
                before = plain[-OVERLAP:]


def _within_size(unpacked: int, squeezed: int) -> None:
    too_dense = unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * max(squeezed, 1)
    if unpacked > MOST_UNPACKED or too_dense:
        limit = f"{MOST_UNPACKED >> 20} MiB"
        raise FileUnusable("too_large", f"Unpacked, this workbook is larger than {limit}.", SAVE_AGAIN)


def _refuse_declarations(name: str, plain: bytes) -> None:
    is_text = name.lower().endswith((".xml", ".rels", ".vml"))
    if is_text and DECLARATION.search(plain):
        raise FileUnusable(
            "xml_entity", "This workbook declares entities, which no honest one does.", SAVE_AGAIN
        )
    if name == "[Content_Types].xml" and (b"macroEnabled" in plain or b"vbaProject" in plain):
        raise FileUnusable("file_type", "This workbook contains programs (macros).", SAVE_AGAIN)


def _rows(content: bytes | Path) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with _opened(content) as file:
                yield from _rows_of(load_workbook(file, read_only=True, data_only=False, keep_links=False))
        except FileUnusable:
            raise
        except Exception as broken:
            raise malformed() from broken


def _rows_of(book: Any) -> Iterator[tuple[int, list[str]]]:
    sheet = cast(Any, book.worksheets[0])
    with sheet._get_source() as source:
        parser = _sheet_parser()(
            source,
            _Texts(sheet._shared_strings),
            data_only=False,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        # The parser gives the cells that are there; what the sheet says of its own size is never asked.
        for number, cells in parser.parse():
            row = _as_texts(cells)
            if any(row):
                yield number, row


@cache
def _sheet_parser() -> Any:
    """A reader of sheets that takes a number that is none as the text it is: its row is rejected, the others arrive."""
    from openpyxl.worksheet._reader import VALUE_TAG, WorkSheetParser

    class SheetParser(WorkSheetParser):
        def parse_cell(self, element: Any) -> Any:
            if element.get("t", "n") == "n" and not NUMBER.fullmatch(element.findtext(VALUE_TAG) or "0"):
                element.set("t", "str")
            return super().parse_cell(element)

    return SheetParser


def _as_texts(cells: list[dict[str, Any]]) -> list[str]:
    row: list[str] = []
    for cell in cells:
        text = _text(cell["value"], cell["data_type"])
        if not text:
            continue
        row += [""] * (cell["column"] - len(row))
        row[cell["column"] - 1] = text
    return row


def _text(value: Any, data_type: str) -> str:
    if value is None:
        return ""
    if data_type == "f":
        return Formula(value if isinstance(value, str) else "=" + str(getattr(value, "text", "")))
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return (value + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return str(value)
