"""What counts as one e-mail address: an addr-spec (RFC 5322) with an ASCII or internationalised domain."""

from __future__ import annotations

import re
import unicodedata

from .errors import CellRefused
from .rows import LIMITS

LONGEST_LOCAL_PART = 64
LONGEST_LABEL = 63
LONGEST_DOMAIN = 253
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
DOT_ATOM = rf"{ATOM}(?:\.{ATOM})*"
QUOTED = r'"(?:[ !#-+\--;=?-\[\]-~]|\\[ -+\--;=?-~])*"'
LOCAL_PART = re.compile(rf"{DOT_ATOM}|{QUOTED}")
USUAL = re.compile(rf"(?=[^@]{{1,64}}@){DOT_ATOM}@(?:{LABEL}\.)+(?=[^.]*[A-Za-z]){LABEL}")


def read_email(text: str) -> str:
    """One address as written, or an empty text where there is none."""
    if not text or (len(text) <= LIMITS["email"] and (USUAL.fullmatch(text) or _is_unusual_address(text))):
        return text
    raise CellRefused("invalid_email")


def _is_unusual_address(text: str) -> bool:
    local, _, domain = text.rpartition("@")
    if not LOCAL_PART.fullmatch(local) or len(local) > LONGEST_LOCAL_PART:
        return False
    labels = [_ascii_form(label) for label in domain.split(".")]
    return (
        len(labels) > 1
        and None not in labels
        and len(".".join(filter(None, labels))) <= LONGEST_DOMAIN
        and not labels[-1].isdigit()  # type: ignore[union-attr]
    )


def _ascii_form(label: str) -> str | None:
    """The label as it stands in the domain name system; None where it cannot stand there."""
    if label.isascii():
        return label if re.fullmatch(LABEL, label) else None
    if not label[0].isalnum() or label[-1] == "-" or not all(map(_may_stand_in_label, label)):
        return None
    encoded = "xn--" + unicodedata.normalize("NFKC", label).lower().encode("punycode").decode("ascii")
    return encoded if len(encoded) <= LONGEST_LABEL else None


def _may_stand_in_label(character: str) -> bool:
    return character == "-" or unicodedata.category(character) in {"Ll", "Lu", "Lo", "Lm", "Mn", "Mc", "Nd"}
