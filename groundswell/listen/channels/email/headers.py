"""The lines above a letter, as a person reads them: encoded words (RFC 2047), raw UTF-8 (RFC 6532), several of a name."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from email.message import Message as Mail
from email.utils import parseaddr

from .charsets import decoded

ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
LONGEST_ADDRESS = 2_000


def header(mail: Mail, name: str) -> str:
    """The first header of this name in one line; a line break hidden inside becomes a blank. Empty where there is none."""
    return next(iter(headers(mail, name)), "")


def headers(mail: Mail, name: str) -> list[str]:
    """Every header of this name, each in one line."""
    return [" ".join(unencoded(value).split()) for value in _raw(mail, name)]


def sender_of(mail: Mail) -> str:
    """The address in From. A name that hides an address in an encoded word stays a name."""
    raw = next(iter(_raw(mail, "From")), "")[:LONGEST_ADDRESS]
    try:
        return parseaddr(" ".join(raw.split()))[1]
    except RecursionError:
        return ""


def unencoded(text: str) -> str:
    """The text with its encoded words read. A character may be split between two words that follow each other."""
    pieces: list[str] = []
    charset, waiting, end = "", b"", 0
    for word in ENCODED_WORD.finditer(text):
        between = text[end : word.start()]
        named = word[1].partition("*")[0].casefold()
        if charset and (named != charset or between.strip()):
            pieces.append(decoded(waiting, charset))
            waiting = b""
        if between.strip() or not charset:
            pieces.append(between)
        charset, end = named, word.end()
        waiting += _bytes_of(word[3], word[2])
    if charset:
        pieces.append(decoded(waiting, charset))
    return "".join([*pieces, text[end:]])


def _bytes_of(text: str, way: str) -> bytes:
    plain = text.encode("utf-8", "replace")
    if way in "qQ":
        return quopri.decodestring(plain, header=True)
    try:
        return base64.b64decode(plain + b"=" * (-len(plain) % 4))
    except binascii.Error:
        return plain


def _raw(mail: Mail, name: str) -> list[str]:
    """As the letter has them: what is not ASCII is UTF-8, or else Western European."""
    found = (str(value) for key, value in mail.raw_items() if key.casefold() == name.casefold())
    return [decoded(value.encode("utf-8", "surrogateescape"), None) for value in found]
