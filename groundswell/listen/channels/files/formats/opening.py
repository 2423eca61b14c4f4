"""A file opened whatever it is made of: a table (CSV, XLSX, Parquet, SPSS) or a list of objects (JSON, JSON lines)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ..csv_records import prove_structure, records
from ..errors import FileUnusable
from ..feedback import first_bytes, is_workbook
from ..header import DELIMITERS, LONGEST_HEADER, SEP_LINE
from ..sniffing import Source, prove_encoding, recognise
from ..workbook import read_workbook
from .spss_file import MAGIC, SavFile, open_sav

HEAD_ROWS = 40
LARGEST_JSON = 256 << 20
WRAPPERS = ("data", "results", "responses", "items", "feedback", "records", "value")


@dataclass(frozen=True, slots=True)
class Opened:
    """``head`` holds the first rows of a table; ``objects`` everything of a list. One of both is empty."""

    kind: str
    content: bytes | Path
    head: tuple[list[str], ...] = ()
    objects: tuple[dict[str, Any], ...] = ()
    source: Source | None = None
    delimiter: str = ","
    sheet: tuple[list[str], ...] = ()
    sav: SavFile | None = None

    def rows(self) -> Iterator[list[str]]:
        """All rows of a table, headers too; wholly empty lines are skipped."""
        if self.kind == "xlsx":
            return iter(self.sheet)
        if self.kind == "parquet":
            return _parquet_rows(self.content)
        if self.sav:
            return self.sav.rows()
        return _csv_rows(self)


def open_file(file: bytes | str | Path, file_name: str, *, encoding: str | None = None) -> Opened:
    """The file by its content; raises FileUnusable with a sentence and a remedy, and never anything else."""
    content = file if isinstance(file, bytes) else Path(file)
    if is_workbook(content, file_name):
        rows = tuple(read_workbook(content))
        return Opened("xlsx", content, head=rows[:HEAD_ROWS], sheet=rows)
    start = first_bytes(content)
    if start.startswith(b"PAR1"):
        return Opened("parquet", content, head=tuple(islice(_parquet_rows(content), HEAD_ROWS)))
    if start.startswith(MAGIC):
        sav = open_sav(content)
        return Opened("sav", content, head=tuple(islice(sav.rows(), HEAD_ROWS)), sav=sav)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return Opened("json", content, objects=tuple(_objects(content)))
    return _open_csv(content, encoding)


def _open_csv(content: bytes | Path, encoding: str | None) -> Opened:
    source = recognise(content, encoding)
    prove_encoding(source)
    with source.open() as raw, source.as_text(raw) as text:
        head = text.read(LONGEST_HEADER)
    if not head.strip():
        raise FileUnusable("empty_file", "The file is empty.", "Export it again and check that it has rows.")
    declared = SEP_LINE.match(head)
    delimiter = declared.group(1) if declared else max(DELIMITERS, key=lambda mark: _width(head, mark))
    with source.open() as raw, source.as_text(raw) as text:
        prove_structure(text, delimiter)
    opened = Opened("csv", content, source=source, delimiter=delimiter)
    return Opened(
        "csv", content, head=tuple(islice(_csv_rows(opened), HEAD_ROWS)), source=source, delimiter=delimiter
    )


def _width(head: str, delimiter: str) -> int:
    first = next(csv.reader(io.StringIO(head.lstrip("\r\n"), newline=""), delimiter=delimiter), [])
    return len(first)


def _csv_rows(opened: Opened) -> Iterator[list[str]]:
    source = opened.source
    assert source is not None  # noqa: S101 only CSV files come here
    with source.open() as raw, source.as_text(raw) as text:
        start = SEP_LINE.match(text.read(16))
        text.seek(0)
        text.read(start.end() if start else 0)
        try:
            yield from (row for row in records(text, opened.delimiter) if row)
        except (csv.Error, UnicodeError) as broken:
            sentence = "The file cannot be read to its end."
            raise FileUnusable("malformed_csv", sentence, "Export it again and import that file.") from broken


def _parquet_rows(content: bytes | Path) -> Iterator[list[str]]:
    import pyarrow
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(io.BytesIO(content) if isinstance(content, bytes) else content)
        yield list(file.schema_arrow.names)
        for batch in file.iter_batches(batch_size=5_000):
            columns = [column.to_pylist() for column in batch.columns]
            yield from ([as_text(cell) for cell in row] for row in zip(*columns, strict=True))
    except (pyarrow.ArrowException, OSError, ValueError) as broken:
        sentence = "This Parquet file is damaged and cannot be read."
        raise FileUnusable("malformed_parquet", sentence, "Write it again and import that file.") from broken


def _objects(content: bytes | Path) -> list[dict[str, Any]]:
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    if size > LARGEST_JSON:
        limit = f"A JSON file may have {LARGEST_JSON >> 20} MiB."
        raise FileUnusable("too_large", limit, "Bring it in parts, or as JSON lines in parts.")
    raw = content if isinstance(content, bytes) else content.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as misfit:
        raise FileUnusable(
            "encoding", "This file is not UTF-8 text.", "Save it as UTF-8 and import it."
        ) from misfit
    try:
        found = _parsed(text)
    except (ValueError, RecursionError) as whole:
        try:
            found = [_parsed(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            sentence = "This looks like JSON, but it cannot be read as JSON or as JSON lines."
            raise FileUnusable("malformed_json", sentence, "Export it again and import that file.") from whole
    return _unwrapped(found)


def _parsed(text: str) -> Any:
    return json.loads(text, parse_constant=_refuse_constant)


def _refuse_constant(word: str) -> Any:
    raise ValueError(word)


def _unwrapped(found: Any) -> list[dict[str, Any]]:
    if isinstance(found, dict):
        inside = next((found[key] for key in WRAPPERS if isinstance(found.get(key), list)), None)
        found = [found] if inside is None else inside
    if isinstance(found, list) and all(isinstance(one, dict) for one in found):
        return found
    sentence = "This JSON is not a list of objects."
    raise FileUnusable("malformed_json", sentence, "Each answer needs to be one object in a list.")


def as_text(value: Any) -> str:
    """A value of JSON or Parquet as the text of a cell; nothing is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        return ", ".join(map(as_text, value))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
