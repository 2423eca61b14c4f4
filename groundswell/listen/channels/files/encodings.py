"""How a text file may be written that is not UTF-8. Nobody can know: people see their own words in each way, and choose."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

WRITTEN = {
    "cp1252": "Windows, Western Europe",
    "cp1250": "Windows, Central Europe",
    "cp1251": "Windows, Cyrillic",
    "cp1253": "Windows, Greek",
    "cp1254": "Windows, Turkish",
    "mac-roman": "Mac, older programs",
    "cp850": "DOS, Western Europe",
}
LOOKED_AT = 1 << 20
SHOWN = 3
TELLING = re.compile(rb"[^;,\t\"\r\n]*[\x80-\xff][^;,\t\"\r\n]*")


class Reading(NamedTuple):
    """A file read in one way: cells of it that look different in another."""

    encoding: str
    title: str
    cells: list[str]


def readings_of(path: Path) -> list[Reading]:
    """The ways in which the file can be read at all, the most usual first; of two that look the same, the first."""
    with path.open("rb") as file:
        start = file.read(LOOKED_AT)
    telling = _most_telling(TELLING.findall(start))
    found: list[Reading] = []
    for encoding, title in WRITTEN.items():
        try:
            start.decode(encoding)
            cells = [cell.decode(encoding)[:80] for cell in telling]
        except UnicodeDecodeError:
            continue
        if cells not in [reading.cells for reading in found]:
            found.append(Reading(encoding, title, cells))
    return found


def _most_telling(cells: list[bytes]) -> list[bytes]:
    """A few cells that hold as many different letters beyond the alphabet as possible."""
    chosen: list[bytes] = []
    seen: set[int] = set()
    for cell in cells:
        new = {byte for byte in cell if byte > 127} - seen
        if new and len(chosen) < SHOWN:
            chosen.append(cell)
            seen |= new
    return chosen
