"""Names of files that others gave: made safe to show and to save under."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 150
DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|\s|$)", re.IGNORECASE)
UNSAFE = set('/\\:*?"<>|')


def safe_filename(name: str) -> str:
    """One to 150 bytes without separators, control characters or device names; ``file`` where nothing is left."""
    plain = unicodedata.normalize("NFKC", name.encode("utf-8", "replace").decode("utf-8"))
    last = re.split(r"[/\\]", plain)[-1]
    kept = "".join(char for char in last if char not in UNSAFE and unicodedata.category(char)[0] != "C")
    kept = re.sub(r"\s+", " ", kept).strip(" .")
    if DEVICES.match(kept):
        kept = f"file-{kept}"
    return _cut(kept) or "file"


def _cut(name: str) -> str:
    """At most 150 bytes; the ending of the name is kept."""
    if len(name.encode()) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > 20:
        stem, ending = name, ""
    tail = f".{ending}" if ending else ""
    room = LONGEST - len(tail.encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .") + tail
