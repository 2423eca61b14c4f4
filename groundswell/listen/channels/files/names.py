"""Names that strangers give to files, made harmless."""

from __future__ import annotations

import re
import unicodedata

from django.utils.http import content_disposition_header

LONGEST_FILE_NAME = 150
NOT_IN_FILE_NAMES = re.compile(r'[/\\:*?"<>|]')
DEVICES = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(?:\.|$)", re.IGNORECASE
)
INVISIBLE = {"Cc", "Cf", "Cs", "Co"}


def safe_filename(name: str) -> str:
    """The name as it may be shown and sent back: one part, visible, 1 to 150 bytes. What we store has a name of ours."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFKC", name))[-1]
    visible = "".join(c for c in name if unicodedata.category(c) not in INVISIBLE | {"Zl", "Zp", "Cn"})
    plain = NOT_IN_FILE_NAMES.sub("_", visible).strip(". ")
    if DEVICES.match(plain):
        plain = "_" + plain
    return _shortened(plain) or "file"


def _shortened(name: str) -> str:
    if len(name.encode()) <= LONGEST_FILE_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    kept = f"{dot}{ending}" if stem and len(ending.encode()) <= 16 else ""
    start = (stem if kept else name).encode()[: LONGEST_FILE_NAME - len(kept.encode())]
    return (start.decode(errors="ignore").rstrip(". ") + kept).strip(". ")


def attachment(name: str) -> str:
    """What tells a browser to keep a file under a name, whoever gave it, instead of opening it."""
    return content_disposition_header(True, safe_filename(name)) or "attachment"
