"""A picture as it may stand on a board: only what draws it. Place, device, moment, author, preview and remarks stay behind.

Of what a camera wrote, only which side is up is kept. Formats: JPEG (ITU T.81 annex B), Exif 2.32 (section 4.6), PNG (third
edition, section 11), WebP (RFC 9649), GIF89a. Raises ValueError where a picture is none.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator

from .models import SharedFile

Kind = SharedFile.Kind
UPRIGHT = 1
SIDES = range(1, 9)
ORIENTATION = 0x0112
EXIF = b"Exif\0\0"
MOST_PARTS = 20_000


def only_the_picture(kind: str, content: bytes) -> bytes:
    """The same picture, the same side up. What is no picture comes back as it is."""
    strip = STRIPPED.get(Kind(kind))
    if strip is None:
        return content
    try:
        return strip(content)
    except (IndexError, struct.error) as broken:
        raise ValueError("It ends too early.") from broken


def _jpeg(content: bytes) -> bytes:
    """Up to the end of the first picture: behind it phones put previews, films and places."""
    head, picture, side = [content[:2]], list[bytes](), UPRIGHT
    for marker, part in _jpeg_parts(content):
        body = part[4:]
        if marker == 0xE1 and body.startswith(EXIF):
            side = _side_up(body[len(EXIF) :])
        elif marker == 0xE0 and body.startswith(b"JFIF\0"):
            head.append(_segment(0xE0, body[:12] + b"\0\0"))
        elif _draws(marker, body):
            picture.append(part)
    exif = [_segment(0xE1, EXIF + _exif_of(side))] if side != UPRIGHT else []
    return b"".join([*head, *exif, *picture])


def _draws(marker: int, body: bytes) -> bool:
    """Tables, frames and scans, the colours (ICC) and how they are turned (Adobe); no other application's words."""
    if marker == 0xE2:
        return body.startswith(b"ICC_PROFILE\0")
    if marker == 0xEE:
        return body.startswith(b"Adobe")
    return not 0xE0 <= marker <= 0xEF and marker != 0xFE


def _jpeg_parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each part by its marker, a scan with what it draws; the last is the end of the picture."""
    place, has_scan = 2, False
    for _ in range(MOST_PARTS):
        while content[place] == 0xFF and content[place + 1] == 0xFF:
            place += 1
        if content[place] != 0xFF:
            raise ValueError("There is no part where one should begin.")
        marker = content[place + 1]
        if marker == 0xD9:
            if not has_scan:
                raise ValueError("It draws nothing.")
            yield marker, content[place : place + 2]
            return
        (length,) = struct.unpack_from(">H", content, place + 2)
        end = place + 2 + length
        if length < 2 or end > len(content) or marker in {0x00, 0xD8}:
            raise ValueError("A part is longer than the picture.")
        if marker == 0xDA:
            has_scan, end = True, _end_of_scan(content, end)
        yield marker, content[place:end]
        place = end
    raise ValueError("It has too many parts.")


def _end_of_scan(content: bytes, place: int) -> int:
    """Where the next marker stands that is neither a restart nor a byte of the picture itself."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0:
            raise ValueError("It has no end.")
        after = content[place + 1]
        if after not in {0x00, 0xFF} and not 0xD0 <= after <= 0xD7:
            return place
        place += 1 if after == 0xFF else 2


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


PNG_DRAWS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT".split()
)


def _png(content: bytes) -> bytes:
    kept, side, place = [content[:8]], UPRIGHT, 8
    while place < len(content):
        (length,), name = struct.unpack_from(">I", content, place), content[place + 4 : place + 8]
        chunk = content[place : place + 12 + length]
        if len(chunk) < 12 + length or len(kept) > MOST_PARTS:
            raise ValueError("A part is longer than the picture.")
        if name == b"eXIf":
            side = _side_up(chunk[8:-4])
        elif name in PNG_DRAWS:
            kept.append(chunk)
        place += len(chunk)
    if side != UPRIGHT:
        kept.insert(2, _chunk(b"eXIf", _exif_of(side)))
    return b"".join(kept)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


WEBP_DRAWS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP"))
FRAME_HEAD, SAYS_EXIF, SAYS_XMP = 16, 0x08, 0x04


def _webp(content: bytes) -> bytes:
    kept, side = list[tuple[bytes, bytes]](), UPRIGHT
    for name, body in _riff(content, 12):
        if name == b"EXIF":
            side = _side_up(body.removeprefix(EXIF))
        elif name == b"ANMF":
            drawn = [one for one in _riff(body, FRAME_HEAD) if one[0] in WEBP_DRAWS]
            kept.append((name, body[:FRAME_HEAD] + _as_riff(drawn)))
        elif name in WEBP_DRAWS:
            kept.append((name, body))
    if kept and kept[0][0] == b"VP8X":
        flags = kept[0][1][0] & ~(SAYS_EXIF | SAYS_XMP) | (SAYS_EXIF if side != UPRIGHT else 0)
        kept[0] = (b"VP8X", bytes((flags,)) + kept[0][1][1:])
        if side != UPRIGHT:
            kept.append((b"EXIF", _exif_of(side)))
    body = b"WEBP" + _as_riff(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _riff(content: bytes, place: int) -> Iterator[tuple[bytes, bytes]]:
    while place < len(content):
        (length,) = struct.unpack_from("<I", content, place + 4)
        body = content[place + 8 : place + 8 + length]
        if len(body) < length:
            raise ValueError("A part is longer than the picture.")
        yield content[place : place + 4], body
        place += 8 + length + length % 2


def _as_riff(chunks: list[tuple[bytes, bytes]]) -> bytes:
    return b"".join(
        name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2) for name, body in chunks
    )


LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def _gif(content: bytes) -> bytes:
    """Pictures, their pace and their loop; no remarks, no texts, no words of other applications."""
    place = 13 + _colours(content[10])
    kept = [content[:place]]
    while content[place] != 0x3B:
        begins = place
        if content[place] == 0x2C:
            draws, place = True, place + 10 + _colours(content[place + 9]) + 1
        elif content[place] == 0x21:
            draws = content[place + 1] == 0xF9 or (
                content[place + 1] == 0xFF and content[place + 3 : place + 14] in LOOPS
            )
            place += 2
        else:
            raise ValueError("There is no part where one should begin.")
        while content[place]:
            place += content[place] + 1
        place += 1
        if draws:
            kept.append(content[begins:place])
    return b"".join([*kept, b";"])


def _colours(flags: int) -> int:
    """Bytes of a table of colours."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _side_up(exif: bytes) -> int:
    """Which side of the picture is up, as the camera held it; upright where it does not say."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return UPRIGHT
    try:
        (first,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, first)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, first + 2 + 12 * number)
            if tag == ORIENTATION:
                return value if value in SIDES else UPRIGHT
    except struct.error:
        return UPRIGHT
    return UPRIGHT


def _exif_of(side: int) -> bytes:
    """Which side is up, and nothing else."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, side, 0, 0)


STRIPPED: dict[Kind, Callable[[bytes], bytes]] = {
    Kind.JPEG: _jpeg,
    Kind.PNG: _png,
    Kind.GIF: _gif,
    Kind.WEBP: _webp,
}
