"""The words in a file, where it can be read: tables, and documents of Word, Excel, PowerPoint and OpenDocument.

A document is read as its parts of text without their marks; nothing in it is followed or expanded. A PDF and a picture are
not read.
"""

from __future__ import annotations

import html
import re
import zipfile
import zlib

from groundswell.foundation.held import Somebody

from .models import SharedFile
from .storing import path_of

Kind = SharedFile.Kind
DRAWN = (Kind.PDF, Kind.PNG, Kind.JPEG, Kind.GIF, Kind.WEBP)
"""Kinds in which nobody finds words here."""
SPACE = re.compile(r"\s+")
NOT_WORDS = re.compile(r"[\W_]+")
ENDS = re.compile(
    r"</(?:[\w-]+:)?(?:p|h|si|is|c|v|row|tc|tr|table-cell|table-row|comment|t-end)>|<(?:[\w-]+:)?(?:br|tab|cr|s|line-break)\b[^<>]*>"
)
"""Where words end. Marks elsewhere stand within a word: a program that checks spelling cuts names in pieces. No mark holds the
beginning of another, so a file full of beginnings costs no more than its length."""
MARK = re.compile(r"<[^<>]*>")
VALUE = re.compile(r"=\"([^\"]*)\"")


def names_in(somebody: Somebody, file: SharedFile) -> bool:
    """Whether a person stands in its name or in what can be read of it."""
    return stands_in(somebody, file.name) or stands_in(somebody, words_of(file))


def words_of(file: SharedFile) -> str:
    """All that can be read in it; nothing where it cannot be read or its bytes are gone."""
    if file.kind in DRAWN or not path_of(file).exists():
        return ""
    if file.kind == Kind.CSV:
        return _table(path_of(file).read_bytes())
    try:
        with zipfile.ZipFile(path_of(file)) as packed:
            parts = [one for one in packed.infolist() if one.filename.endswith((".xml", ".rels"))]
            return "\n".join(_plain(packed.read(one).decode("utf-8", "ignore")) for one in parts)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError):
        return ""


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


def _orders(name: str) -> set[str]:
    parts = NOT_WORDS.sub(" ", name.casefold()).split()
    if len(parts) < 2 or "@" in name or not any(map(str.isalpha, name)):
        return set()
    return {" ".join(parts), " ".join([parts[-1], *parts[:-1]])}


def _plain(xml: str) -> str:
    """Words without marks; what stands in the values of marks, such as an author or an address, follows."""
    return html.unescape(f"{MARK.sub('', ENDS.sub(' ', xml))} {' '.join(VALUE.findall(xml))}")
