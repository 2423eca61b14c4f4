"""A file opened whatever it is made of: a table (CSV, XLSX, Parquet, SPSS) or a list of objects (JSON, JSON lines)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from groundswell.look.tables.csv_file import restore

from ..csv_records import prove_structure, records
from ..errors import FileUnusable
from ..header import LONGEST_HEADER, Header, find_header
from ..mending import without_advice
from ..sniffing import (
    Source,
    first_bytes,
    is_workbook,
    not_this_encoding,
    prove_encoding,
    recognise,
    refuse_foreign,
)
from ..workbook import prove_workbook, workbook_rows
from .spss_file import MAGIC, SavFile, open_sav

HEAD_ROWS = 40
AT_ONCE = 1_000
LARGEST_JSON = 256 << 20
WRAPPERS = ("data", "results", "responses", "items", "feedback", "records", "value")
JSON_START = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*(?:\{[ \t\r\n]*[\"}]|\[[ \t\r\n]*[{\]])")
"""A list of objects or one object. A column of a CSV file may well be called “[note]”."""
NAMES_OF_JSON = (".json", ".jsonl", ".ndjson")
HALF_A_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(slots=True)
class Reached:
    """How far the rows of a file were read, in whatever it is counted (bytes, rows); 0 of 0 where nobody can tell."""

    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Opened:
    """``head`` holds the first rows of a table; ``objects`` everything of a list. One of both is empty.

    ``width`` is given for rejected rows that come back: so many columns are the file's own, ours stand behind them.
    """

    kind: str
    content: bytes | Path
    head: tuple[list[str], ...] = ()
    objects: tuple[dict[str, Any], ...] = ()
    source: Source | None = None
    header: Header | None = None
    width: int = 0
    reached: Reached = field(default_factory=Reached)
    sav: SavFile | None = None

    def rows(self) -> Iterator[list[str]]:
        """All rows of a table, headers too; wholly empty lines are skipped."""
        if self.kind == "xlsx":
            return self._counted(workbook_rows(self.content))
        if self.kind == "parquet":
            return self._counted(_parquet_rows(self))
        if self.sav:
            return self._counted(self.sav.rows())
        return _csv_rows(self)

    def prove(self) -> None:
        """Refuse what cannot be read to its end, so that a file which is refused has given nothing."""
        if self.kind == "xlsx":
            self.reached.total = sum(1 for _ in workbook_rows(self.content))

    def each(self) -> Iterator[dict[str, Any]]:
        """All objects of a list."""
        self.reached.total = len(self.objects)
        reached = self.reached
        for reached.done, one in enumerate(self.objects, 1):
            yield one

    def _counted(self, rows: Iterator[list[str]]) -> Iterator[list[str]]:
        for self.reached.done, row in enumerate(rows, 1):
            yield row


def open_file(file: bytes | str | Path, file_name: str, *, encoding: str | None = None) -> Opened:
    """The file by its content; raises FileUnusable with a sentence and a remedy, and never anything else."""
    content = file if isinstance(file, bytes) else Path(file)
    if is_workbook(content, file_name):
        prove_workbook(content)
        return Opened("xlsx", content, head=tuple(islice(workbook_rows(content), HEAD_ROWS)))
    start = first_bytes(content)
    if start.startswith(b"PAR1"):
        return _with_head(Opened("parquet", content))
    if start.startswith(MAGIC):
        return _with_head(Opened("sav", content, sav=open_sav(content)))
    refuse_foreign(start.removeprefix(b"\xef\xbb\xbf"))
    if JSON_START.match(start) or file_name.lower().endswith(NAMES_OF_JSON):
        return Opened("json", content, objects=tuple(_objects(content)))
    return _open_csv(content, encoding)


def _with_head(opened: Opened) -> Opened:
    head = tuple(islice(opened.rows(), HEAD_ROWS))
    return replace(opened, head=head)


def _open_csv(content: bytes | Path, encoding: str | None) -> Opened:
    source = recognise(content, encoding)
    try:
        header, width = without_advice(_proven_header(source))
        return _with_head(Opened("csv", content, source=source, header=header, width=width))
    except FileUnusable as refusal:
        if refusal.reason_class != "encoding":
            prove_encoding(source)
        raise
    except UnicodeError as misfit:
        prove_encoding(source)
        raise not_this_encoding(source, 1) from misfit


def _proven_header(source: Source) -> Header:
    with source.open() as raw, source.as_text(raw) as text:
        header = find_header(text.read(LONGEST_HEADER))
    with source.open() as raw, source.as_text(raw) as text:
        prove_structure(text, header.delimiter)
    return header


def _csv_rows(opened: Opened) -> Iterator[list[str]]:
    source, header = opened.source, opened.header
    assert source is not None and header is not None  # noqa: S101, PT018 only CSV files come here
    opened.reached.total = source.size()
    with source.open() as raw, source.as_text(raw) as text:
        text.read(header.start)
        lines = records(text, header.delimiter)
        try:
            while some := list(islice(lines, AT_ONCE)):
                opened.reached.done = raw.tell()
                rows = filter(None, some)
                yield from (_own_cells(row, opened.width) for row in rows) if opened.width else rows
        except (csv.Error, UnicodeError) as changed:
            sentence, remedy = "The file has changed while it was read.", "Import it again."
            raise FileUnusable("changed_while_read", sentence, remedy) from changed


def _own_cells(row: list[str], width: int) -> list[str]:
    return [restore(cell) for cell in row[:width]]


def _parquet_rows(opened: Opened) -> Iterator[list[str]]:
    import pyarrow
    import pyarrow.parquet

    content = opened.content
    try:
        file = pyarrow.parquet.ParquetFile(io.BytesIO(content) if isinstance(content, bytes) else content)
        opened.reached.total = file.metadata.num_rows
        yield list(file.schema_arrow.names)
        for batch in file.iter_batches(batch_size=AT_ONCE):
            columns = [column.to_pylist() for column in batch.columns]
            yield from ([as_text(cell) for cell in row] for row in zip(*columns, strict=True))
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as broken:
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
        raise _not_text() from misfit
    found = _unwrapped(_all_of(text))
    if HALF_A_CHARACTER.search(text):
        try:
            json.dumps(found, ensure_ascii=False).encode()
        except UnicodeEncodeError as half:
            raise _not_text() from half
    return found


def _all_of(text: str) -> Any:
    try:
        return _parsed(text)
    except (ValueError, RecursionError) as whole:
        try:
            return [_parsed(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            sentence = "This looks like JSON, but it cannot be read as JSON or as JSON lines."
            raise FileUnusable("malformed_json", sentence, "Export it again and import that file.") from whole


def _not_text() -> FileUnusable:
    return FileUnusable("encoding", "This file is not UTF-8 text.", "Save it as UTF-8 and import it.")


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
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
