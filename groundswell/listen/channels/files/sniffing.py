"""What kind of file it is, by its bytes and never by its name, and how its bytes become text."""

from __future__ import annotations

import codecs
import io
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from .csv_records import count_lines
from .errors import FileUnusable

SAVE_AS_CSV = "Open it in your spreadsheet program, save it as “CSV UTF-8” and import that file."
SAVE_AS_UTF8 = (
    "Save the file as “CSV UTF-8”, or say which encoding it has (for example cp1252), and import it again."
)
WORKBOOK = "This is a spreadsheet or another packed file, not a CSV file."
FOREIGN = (
    (rb"PK(?:\x03\x04|\x05\x06|\x07\x08)", WORKBOOK),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an older or encrypted Office file, not a CSV file."),
    (rb"\s*%PDF-", "This is a PDF document, not a CSV file."),
    (rb"\s*\{\\rtf", "This is a text document, not a CSV file."),
    (
        rb"(?i:\s*<(?:!doctype|html|head|body|\?xml|!--))",
        "This is a web page or an XML file, not a CSV file.",
    ),
    (rb"\x1f\x8b|BZh[1-9]1AY|\xfd7zXZ\x00|7z\xbc\xaf\x27\x1c|\x28\xb5\x2f\xfd|Rar!\x1a\x07", WORKBOOK),
    (
        rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|II\*\x00|MM\x00\*",
        "This is a picture, not a CSV file.",
    ),
    (
        rb"PAR1|SQLite format 3\x00|\x7fELF|MZ[\x00-\xff]\x00",
        "This is a program or a database, not a CSV file.",
    ),
)
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
PACKED = b"PK"
NAMES_OF_WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb")
NOT_FOR_FILES = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"}


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a file and the codec that turns them into text, always strictly."""

    content: bytes | Path
    encoding: str = "utf-8"
    mark_bytes: int = 0

    def open(self) -> BinaryIO:
        """The bytes after the byte order mark."""
        try:
            raw: BinaryIO = (
                io.BytesIO(self.content) if isinstance(self.content, bytes) else self.content.open("rb")
            )
        except (OSError, ValueError) as unreadable:
            raise FileUnusable(
                "unreadable", "The file cannot be opened.", "Check its name and that you may read it."
            ) from unreadable
        raw.seek(self.mark_bytes)
        return raw

    def as_text(self, raw: BinaryIO) -> io.TextIOWrapper:
        """The text of the opened bytes, with line ends as they are."""
        return io.TextIOWrapper(raw, encoding=self.encoding, errors="strict", newline="")

    def size(self) -> int:
        """How many bytes the whole file has."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size


def recognise(content: bytes | str | os.PathLike[str], declared: str | None) -> Source:
    """The source with its encoding: a byte order mark decides, then what was declared, then strict UTF-8."""
    source = Source(bytes(content) if isinstance(content, bytes | bytearray | memoryview) else Path(content))
    with source.open() as raw:
        start = raw.read(4096)
    for mark, encoding in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            refuse_foreign(start[len(mark) :])
            return Source(source.content, encoding, len(mark))
    refuse_foreign(start)
    return Source(source.content, _codec(declared) if declared else "utf-8")


def refuse_foreign(start: bytes) -> None:
    """Refuse a file whose first bytes belong to another kind of file."""
    for magic, sentence in FOREIGN:
        if re.match(magic, start, re.DOTALL):
            raise FileUnusable("file_type", sentence, SAVE_AS_CSV)


def prove_encoding(source: Source) -> None:
    """Refuse the file, naming the line, when a byte anywhere in it does not belong to its encoding."""
    decoder = codecs.getincrementaldecoder(source.encoding)("strict")
    lines, before = 1, ""
    with source.open() as raw:
        while True:
            block = raw.read(1 << 18)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeError as misfit:
                good = _good_part(misfit, source.encoding)
                raise not_this_encoding(source, lines + _line_ends(good, before)) from misfit
            if not block:
                return
            lines, before = lines + _line_ends(text, before), text[-1:] or before


def not_this_encoding(source: Source, line: int) -> FileUnusable:
    """The refusal that names the line where the bytes stop making sense."""
    name = "UTF-8" if source.encoding == "utf-8" else source.encoding
    return FileUnusable("encoding", f"Line {line:,} holds bytes that are not {name} text.", SAVE_AS_UTF8)


def _good_part(misfit: UnicodeError, encoding: str) -> str:
    if not isinstance(misfit, UnicodeDecodeError):
        return ""
    return misfit.object[: misfit.start].decode(encoding, errors="ignore")


def _line_ends(text: str, before: str) -> int:
    split_pair = before == "\r" and text.startswith("\n")
    return count_lines(text) - split_pair


def _codec(declared: str) -> str:
    try:
        codec = codecs.lookup(declared)
    except (LookupError, ValueError) as unknown:
        raise FileUnusable("encoding", f"The encoding “{declared}” is not known.", SAVE_AS_UTF8) from unknown
    if not getattr(codec, "_is_text_encoding", True) or codec.name.replace("_", "-") in NOT_FOR_FILES:
        raise FileUnusable("encoding", f"The encoding “{declared}” is not one of text files.", SAVE_AS_UTF8)
    return codec.name


def is_workbook(content: bytes | Path, file_name: str) -> bool:
    """Whether a file is a workbook by name and content alike; a name that says otherwise is refused."""
    if not file_name.lower().endswith(NAMES_OF_WORKBOOKS):
        return False
    start = first_bytes(content)
    if start.startswith(PACKED):
        return True
    refuse_foreign(start)
    sentence = "The name says that this is a spreadsheet, but it is not one."
    raise FileUnusable("file_type", sentence, "Give it the name that fits, such as answers.csv.")


def first_bytes(content: bytes | Path) -> bytes:
    """Enough of the file to tell what it is."""
    if isinstance(content, bytes):
        return content[:4096]
    try:
        with content.open("rb") as raw:
            return raw.read(4096)
    except (OSError, ValueError) as unreadable:
        raise FileUnusable(
            "unreadable", "The file cannot be opened.", "Check its name and that you may read it."
        ) from unreadable
