"""What a file is, by its content and not by its name, and what of it may stand on a board. Nothing is unpacked here: of a
packed file only its list of parts is read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from groundswell.act.partners.errors import FileRefused
from groundswell.act.partners.models import SharedFile
from groundswell.listen.channels.files.names import safe_filename
from groundswell.listen.channels.files.workbook import (
    BAD_NAME,
    MOST_PARTS,
    MOST_RATIO,
    MOST_UNPACKED,
    RATIO_COUNTS_FROM,
)

from .pictures import only_the_picture

LARGEST = 10 << 20
Kind = SharedFile.Kind
MAY_BE = "It may be a PDF, a picture (PNG, JPEG, GIF, WebP), a document of Word, Excel, PowerPoint or OpenDocument, or a CSV table."
MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.GIF: "image/gif",
    Kind.WEBP: "image/webp",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
    Kind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Kind.ODP: "application/vnd.oasis.opendocument.presentation",
    Kind.CSV: "text/csv; charset=utf-8",
}
ENDINGS = {Kind.JPEG: ("jpg", "jpeg")}
MAIN_PARTS = {
    "word/document.xml": Kind.DOCX,
    "xl/workbook.xml": Kind.XLSX,
    "ppt/presentation.xml": Kind.PPTX,
}
OPEN_DOCUMENTS = {MEDIA_TYPES[kind].encode(): kind for kind in (Kind.ODT, Kind.ODS, Kind.ODP)}
PROGRAMS = re.compile(
    r"(?:^|/)(?:vbaProject\w*\.bin|macrosheets/|activeX/|oleObject\w*\.bin)|^(?:Basic|Scripts)/"
    r"|\.(?:exe|dll|js|vbs|ps1|cmd|bat|lnk|scr|hta|jar|html?|svg)$",
    re.IGNORECASE,
)
END_OF_LIST, LENGTH_OF_END = b"PK\x05\x06", 22
MOST_CHUNKS = 20_000
LATE_END = 1_024
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
MARKUP = re.compile(r"\s*(?:<|%PDF|%!PS|\{\\rtf)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that may stand on a board: its safe name, what it is, and its bytes."""

    name: str
    kind: str
    content: bytes


def looked_at(name: str, content: bytes) -> NewFile:
    """What it is; of a picture only what draws it. Raises FileRefused: too large, of no kind that may stand here, damaged, or
    named as something else."""
    name = safe_filename(name)
    if len(content) > LARGEST:
        raise FileRefused(
            f"“{name}” is larger than {LARGEST >> 20} MB. Make it smaller, or share a part of it."
        )
    kind, content = _kind_of(name, content)
    ending = PurePath(name).suffix.lstrip(".").lower()
    if ending not in ENDINGS.get(kind, (kind.value,)):
        raise FileRefused(
            f"“{name}” is a {kind.label}, whatever its name says. Let its name end in .{kind.value}."
        )
    return NewFile(name, kind, content)


def _kind_of(name: str, content: bytes) -> tuple[Kind, bytes]:
    for is_it, kind in BEGINNINGS:
        if content.startswith(is_it):
            return kind, _whole(name, kind, content)
    if content.startswith(b"PK\x03\x04"):
        return _packed(name, content), content
    if name.lower().endswith(".csv") and _is_table(content):
        return Kind.CSV, content
    raise FileRefused(f"“{name}” cannot stand here. {MAY_BE}")


def _whole(name: str, kind: Kind, content: bytes) -> bytes:
    try:
        kept = only_the_picture(kind, content) if kind not in WHOLE or WHOLE[kind](content) else b""
    except ValueError:
        kept = b""
    if not kept or zipfile.is_zipfile(io.BytesIO(kept)):
        raise FileRefused(f"“{name}” is damaged, or holds more than a {kind.label}. Save it again.")
    return kept


def _packed(name: str, content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, IndexError) as broken:
        raise FileRefused(f"“{name}” is damaged. Save it again.") from broken
    names = {part.filename for part in parts}
    begins = min((part.header_offset for part in parts), default=-1)
    has_more = begins != 0 or content[-LENGTH_OF_END:][:4] != END_OF_LIST
    if has_more or len(parts) > MOST_PARTS or len(names) < len(parts) or any(map(BAD_NAME.search, names)):
        raise FileRefused(f"“{name}” is damaged, or holds more than a document. Save it again.")
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused(f"“{name}” is protected by a password. Save it without one.")
    if any(map(PROGRAMS.search, names)):
        raise FileRefused(
            f"“{name}” holds programs (macros, or objects of other programs). Save it without them, or as a PDF."
        )
    _within_size(name, parts)
    kind = _open_document(content, parts) or _office(names)
    if kind is None:
        raise FileRefused(f"“{name}” is packed and cannot stand here. {MAY_BE}")
    return kind


def _within_size(name: str, parts: list[zipfile.ZipInfo]) -> None:
    """By what its list says of itself: whoever lies there makes a document that no program opens."""
    unpacked = sum(part.file_size for part in parts)
    squeezed = sum(part.compress_size for part in parts)
    too_dense = unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * max(squeezed, 1)
    if unpacked > 2 * MOST_UNPACKED or too_dense:
        raise FileRefused(f"“{name}” would be far larger unpacked. Make it smaller, or save it as a PDF.")


def _office(names: set[str]) -> Kind | None:
    found = [kind for part, kind in MAIN_PARTS.items() if part in names]
    return found[0] if len(found) == 1 and "[Content_Types].xml" in names else None


def _open_document(content: bytes, parts: list[zipfile.ZipInfo]) -> Kind | None:
    """Its kind stands unpacked in its first part."""
    first = min(parts, key=lambda part: part.header_offset)
    if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED or first.file_size > 100:
        return None
    begins = 30 + int.from_bytes(content[26:28], "little") + int.from_bytes(content[28:30], "little")
    return OPEN_DOCUMENTS.get(content[begins : begins + first.file_size])


def _is_table(content: bytes) -> bool:
    """Text without control characters that does not begin like a page or a program's file."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            return False
    return bool(text.strip()) and not CONTROLS.search(text) and not MARKUP.match(text)


def _whole_pdf(content: bytes) -> bool:
    end = content.rfind(b"%%EOF")
    return end > len(content) - LATE_END and not content[end + 5 :].strip(b"\0 \t\r\n")


def _whole_png(content: bytes) -> bool:
    place = 8
    for _ in range(MOST_CHUNKS):
        length, name = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
        place += 12 + length
        if name == b"IEND" or place > len(content):
            return name == b"IEND" and place == len(content)
    return False


def _whole_gif(content: bytes) -> bool:
    return content.rstrip(b"\0").endswith(b";") and len(content) > 13


def _whole_webp(content: bytes) -> bool:
    return content[8:12] == b"WEBP" and int.from_bytes(content[4:8], "little") + 8 == len(content)


BEGINNINGS = (
    (b"%PDF-", Kind.PDF),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"RIFF", Kind.WEBP),
)
WHOLE: dict[Kind, Callable[[bytes], bool]] = {
    Kind.PDF: _whole_pdf,
    Kind.PNG: _whole_png,
    Kind.GIF: _whole_gif,
    Kind.WEBP: _whole_webp,
}
