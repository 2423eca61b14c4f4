"""The words in a file, where it can be read: tables, PDFs, and documents of Word, Excel, PowerPoint and OpenDocument.

A document is read as its parts of text without their marks; nothing in it is followed or expanded. A picture is not read.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib

from groundswell.foundation.held import Somebody

from .models import SharedFile
from .pdf_words import Read, pdf_words
from .storing import path_of

Kind = SharedFile.Kind
DRAWN = (Kind.PNG, Kind.JPEG, Kind.GIF, Kind.WEBP)
"""Kinds in which nobody finds words here."""
DRAWN_WITHIN, PACKED_WITHIN = ("/media/", "Pictures/"), ("/embeddings/", "Object ")
SHORTEST_SQUEEZED = 10
SPACE = re.compile(r"\s+")
NOT_WORDS = re.compile(r"[\W_]+")
ENDS = re.compile(
    r"</(?:[\w-]+:)?(?:p|h|si|is|c|v|row|tc|tr|table-cell|table-row|comment|t-end)>|<(?:[\w-]+:)?(?:br|tab|cr|s|line-break)\b[^<>]*>"
)
"""Where words end. Marks elsewhere stand within a word: a program that checks spelling cuts names in pieces. No mark holds the
beginning of another, so a file full of beginnings costs no more than its length."""
MARK = re.compile(r"<[^<>]*>")
VALUE = re.compile(r"=\"([^\"]*)\"")


def names_in(somebody: Somebody, file: SharedFile, read: Read) -> bool:
    """Whether a person stands in its name or in what was read of it."""
    if stands_in(somebody, file.name) or stands_in(somebody, read.words):
        return True
    return file.kind == Kind.PDF and _stands_without_gaps(somebody, read.words)


def read_in(file: SharedFile) -> Read:
    """What can be read in it. A picture is one; whose bytes are gone says nothing."""
    try:
        if file.kind == Kind.PDF:
            return pdf_words(file)
        if file.kind in DRAWN:
            return Read(has_pictures=path_of(file).exists())
        content = path_of(file).read_bytes()
    except FileNotFoundError:
        return Read()
    return Read(_table(content)) if file.kind == Kind.CSV else _document(content)


def _document(content: bytes) -> Read:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = [f"/{one}" for one in packed.namelist()]
            parts = [one for one in packed.infolist() if one.filename.endswith((".xml", ".rels"))]
            words = "\n".join(_plain(packed.read(one).decode("utf-8", "ignore")) for one in parts)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError):
        return Read(is_whole=False)
    is_whole = not any(mark in name for name in names for mark in PACKED_WITHIN)
    return Read(words, is_whole, any(mark in name for name in names for mark in DRAWN_WITHIN))


def _table(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def stands_in(somebody: Somebody, text: str) -> bool:
    """Whether these words name or quote a person: as they are, with other gaps, or with the parts of a name in cells of a
    table, also the last name first."""
    plain = SPACE.sub(" ", text).casefold()
    if any(SPACE.sub(" ", one).casefold() in plain for one in (*somebody.names, *somebody.quotes)):
        return True
    bare = f" {NOT_WORDS.sub(' ', plain)} "
    return any(f" {one} " in bare for name in somebody.names for one in _orders(name))


def _stands_without_gaps(somebody: Somebody, text: str) -> bool:
    """A PDF places letters; where a word ends in it is a guess. Longer names and sentences are found without gaps too."""
    squeezed = NOT_WORDS.sub("", text.casefold())
    sought = {*somebody.names, *somebody.quotes}.union(*map(_orders, somebody.names))
    bare = (NOT_WORDS.sub("", one.casefold()) for one in sought)
    return any(one in squeezed for one in bare if len(one) >= SHORTEST_SQUEEZED)


def _orders(name: str) -> set[str]:
    parts = NOT_WORDS.sub(" ", name.casefold()).split()
    if len(parts) < 2 or "@" in name or not any(map(str.isalpha, name)):
        return set()
    return {" ".join(parts), " ".join([parts[-1], *parts[:-1]])}


def _plain(xml: str) -> str:
    """Words without marks; what stands in the values of marks, such as an author or an address, follows."""
    return html.unescape(f"{MARK.sub('', ENDS.sub(' ', xml))} {' '.join(VALUE.findall(xml))}")
