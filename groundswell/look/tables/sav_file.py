"""SPSS system files out, streaming: variables with labels, value labels and missing values, then cases.

After the description of the format in the developers' guide of GNU PSPP ("System File Format"). Cases are packed with its byte code.
"""

from __future__ import annotations

import re
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

WIDEST = 32_767
SEGMENT, SEGMENT_STEP = 255, 252
EPOCH = datetime(1582, 10, 14, tzinfo=UTC)
NUMBER, MOMENT, TEXT = (5 << 16) | (8 << 8), (22 << 16) | (20 << 8), 1 << 16
RESERVED = {"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"}
BIAS = 100.0
NOTHING, LITERAL, BLANKS, MISSING = 0, 253, 254, 255
CASES_PER_CHUNK = 1_000
Value = float | str | datetime | None


@dataclass(frozen=True, slots=True)
class Variable:
    """One column. ``width`` is its bytes for text and 0 for numbers; ``missing`` are codes that count as no answer."""

    name: str
    label: str = ""
    width: int = 0
    is_moment: bool = False
    labels: Mapping[int, str] = field(default_factory=dict)
    missing: tuple[int, ...] = ()

    @property
    def segments(self) -> list[int]:
        """The widths of the pieces that a text wider than 255 bytes is stored in."""
        count = -(-self.width // SEGMENT_STEP) if self.width > SEGMENT else 1
        return [SEGMENT] * (count - 1) + [self.width - (count - 1) * SEGMENT_STEP]


def variable_name(wanted: str, taken: set[str]) -> str:
    """A name that SPSS takes, as near to the wanted one as it allows; it tells no capitals apart."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", wanted)[:50].strip("_")
    plain = plain if plain[:1].isalpha() and plain.upper() not in RESERVED else f"q_{plain}".rstrip("_")
    name = next(
        one for one in (plain, *(f"{plain}_{n}" for n in range(2, 10_000))) if one.upper() not in taken
    )
    taken.add(name.upper())
    return name


def sav_chunks(
    variables: Sequence[Variable], cases: Iterable[Sequence[Value]], *, label: str = ""
) -> Iterator[bytes]:
    """The file in pieces; memory does not grow with the number of cases."""
    yield _dictionary(variables, label)
    packing, waiting = _Packing(), iter(cases)
    widths = [variable.segments if variable.width else [] for variable in variables]
    while block := list(islice(waiting, CASES_PER_CHUNK)):
        for case in block:
            for value, segments in zip(case, widths, strict=True):
                packing.text(str(value or ""), segments) if segments else packing.number(value)
        yield packing.taken()
    yield packing.rest()


class _Packing:
    """Eight commands of a byte each, then what they do not say themselves."""

    def __init__(self) -> None:
        self._commands, self._literals, self._done = bytearray(), bytearray(), bytearray()

    def _say(self, command: int, literal: bytes = b"") -> None:
        self._commands.append(command)
        self._literals += literal
        if len(self._commands) == 8:
            self._done += self._commands + self._literals
            self._commands.clear()
            self._literals.clear()

    def _blanks(self, count: int) -> None:
        """So many octets of nothing; whole groups of commands at once."""
        while count and self._commands:
            self._say(BLANKS)
            count -= 1
        self._done += bytes([BLANKS]) * (count // 8 * 8)
        for _ in range(count % 8):
            self._say(BLANKS)

    def number(self, value: Value) -> None:
        if isinstance(value, datetime):
            value = (value - EPOCH).total_seconds()
        if value is None or isinstance(value, str):
            self._say(MISSING)
        elif value == int(value) and 1 <= value + BIAS <= 251:
            self._say(int(value + BIAS))
        else:
            self._say(LITERAL, struct.pack("<d", value))

    def text(self, words: str, segments: Sequence[int]) -> None:
        content = words.encode(errors="replace")
        for place, width in enumerate(segments):
            piece = content[place * SEGMENT : place * SEGMENT + min(width, SEGMENT)].rstrip(b" ")
            for start in range(0, len(piece), 8):
                self._say(LITERAL, piece[start : start + 8].ljust(8))
            self._blanks(-(-width // 8) - -(-len(piece) // 8))

    def taken(self) -> bytes:
        done = bytes(self._done)
        self._done.clear()
        return done

    def rest(self) -> bytes:
        while self._commands:
            self._say(NOTHING)
        return self.taken()


def _dictionary(variables: Sequence[Variable], label: str) -> bytes:
    short = _short_names(variables)
    octets = [sum(-(-width // 8) for width in one.segments) if one.width else 1 for one in variables]
    starts = [1 + sum(octets[:place]) for place in range(len(octets))]
    parts = [_header(sum(octets), label)]
    parts += [_variable(one, names) for one, names in zip(variables, short, strict=True)]
    parts += [_value_labels(one, start) for one, start in zip(variables, starts, strict=True) if one.labels]
    parts.append(_extension(3, 4, struct.pack("<8i", 20, 0, 0, -1, 1, 1, 2, 65001)))
    largest = sys.float_info.max
    lowest = struct.unpack("<d", b"\xfe\xff\xff\xff\xff\xff\xef\xff")[0]
    parts.append(_extension(4, 8, struct.pack("<3d", -largest, largest, lowest)))
    long = "\t".join(f"{names[0]}={one.name}" for one, names in zip(variables, short, strict=True))
    parts.append(_extension(13, 1, long.encode()))
    wide = [
        f"{names[0]}={one.width:05}\0\t"
        for one, names in zip(variables, short, strict=True)
        if one.width > SEGMENT
    ]
    parts += [_extension(14, 1, "".join(wide).encode())] if wide else []
    parts.append(_extension(20, 1, b"UTF-8"))
    return b"".join(parts) + struct.pack("<2i", 999, 0)


def _short_names(variables: Sequence[Variable]) -> list[list[str]]:
    """The old names of eight letters, one for each segment; the long names stand in a record of their own."""
    return [
        [f"V{place:04}" if not part else f"V{place:04}{_letters(part)}" for part in range(len(one.segments))]
        for place, one in enumerate(variables, start=1)
    ]


def _letters(number: int) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return digits[number // 36 % 36] + digits[number % 36]


def _header(octets: int, label: str) -> bytes:
    name = b"@(#) SPSS DATA FILE Groundswell".ljust(60)
    written = struct.pack("<5id", 2, octets, 1, 0, -1, BIAS)
    return b"$FL2" + name + written + b"01 Jan 00" + b"00:00:00" + _cut(label, 64).ljust(64) + b"\0\0\0"


def _variable(one: Variable, names: Sequence[str]) -> bytes:
    parts = []
    for place, (name, width) in enumerate(zip(names, one.segments if one.width else [0], strict=True)):
        shown = TEXT | (width << 8) if width else MOMENT if one.is_moment else NUMBER
        label = _cut(one.label, 252) if place == 0 else b""
        missing = one.missing if place == 0 else ()
        parts.append(
            struct.pack("<6i8s", 2, width, bool(label), len(missing), shown, shown, name.encode().ljust(8))
        )
        if label:
            parts.append(struct.pack("<i", len(label)) + label + b" " * (-len(label) % 4))
        parts += [struct.pack("<d", code) for code in missing]
        more = max(0, -(-width // 8) - 1)
        parts.append(struct.pack("<6i8s", 2, -1, 0, 0, 0, 0, b" " * 8) * more)
    return b"".join(parts)


def _value_labels(one: Variable, start: int) -> bytes:
    parts = [struct.pack("<2i", 3, len(one.labels))]
    for code, words in one.labels.items():
        label = _cut(words, 120)
        parts.append(struct.pack("<dB", code, len(label)) + label + b" " * (-(len(label) + 1) % 8))
    return b"".join(parts) + struct.pack("<3i", 4, 1, start)


def _extension(kind: int, size: int, content: bytes) -> bytes:
    return struct.pack("<4i", 7, kind, size, len(content) // size) + content


def _cut(words: str, most: int) -> bytes:
    """The words on one line, in at most so many bytes, never ending inside a letter."""
    return " ".join(words.split()).encode(errors="replace")[:most].decode(errors="ignore").encode()
