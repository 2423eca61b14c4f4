"""The rules for single cells: ids, scores and texts. Each rule gives the value or refuses the cell by name."""

from __future__ import annotations

import re
import unicodedata

from groundswell.foundation.customers.errors import IdentityRefused
from groundswell.foundation.customers.identity import canonical_external_id, canonical_phone

from .errors import CellRefused
from .rows import LIMITS

WHITE_SPACE = (
    "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""White space as Unicode defines it, trimmed from ids, times and scores."""
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
CONTROL_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""In longer texts a TAB and line ends are as good as any other character."""
PLAIN_SCORES = {str(score): score for score in range(11)}
WHOLE_NUMBER = re.compile(r"(-?)0*([0-9]*?)(?:\.0+)?")
SHAPE_OF_NUMBER = re.compile(r"-?[0-9]+(?:\.0+)?")
FRACTION = re.compile(r"-?[0-9]*\.[0-9]+")


def read_score(text: str) -> int:
    """A trimmed cell as a score from 0 to 10."""
    score = PLAIN_SCORES.get(text)
    return score if score is not None else _unusual_score(text)


def _unusual_score(text: str) -> int:
    if not text:
        raise CellRefused("required")
    if not SHAPE_OF_NUMBER.fullmatch(text):
        raise CellRefused("not_an_integer" if FRACTION.fullmatch(text) else "not_a_number")
    sign, digits = WHOLE_NUMBER.fullmatch(text).groups()  # type: ignore[union-attr]
    if sign and not digits:
        raise CellRefused("not_a_number")
    if sign or len(digits) > 2 or int(digits or 0) > 10:
        raise CellRefused("out_of_range")
    return int(digits or 0)


def read_identity(external_id: str) -> str:
    """A trimmed id in NFC: what makes two ids the same."""
    if not external_id:
        raise CellRefused("required")
    identity = external_id if external_id.isascii() else unicodedata.normalize("NFC", external_id)
    if max(len(external_id), len(identity)) > LIMITS["external_id"]:
        raise CellRefused("too_long")
    return identity


def read_name(text: str) -> str:
    """The name of a unit or a touchpoint, code point for code point."""
    if len(text) > LIMITS["unit"]:
        raise CellRefused("too_long")
    return text


def read_comment(text: str) -> str:
    """A comment, code point for code point; only line ends become LF."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LIMITS["comment"]:
        raise CellRefused("too_long")
    return text


def read_phone(text: str, country: str) -> str:
    """A telephone number in E.164, or an empty text where there is none."""
    try:
        return canonical_phone(text, country=country) if text else ""
    except IdentityRefused as refused:
        raise CellRefused("invalid_phone") from refused


def read_customer_id(text: str) -> str:
    """A customer number as another system gives it, or an empty text where there is none."""
    try:
        return canonical_external_id(text) if text.strip() else ""
    except IdentityRefused as refused:
        raise CellRefused(
            "too_long" if len(text) > LIMITS["customer_id"] else "control_character"
        ) from refused
