"""A picture on a board shows what it shows, the same side up, and says nothing of where, when, with what and by whom."""

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.act.partners.errors import FileRefused
from groundswell.act.partners.files.content import looked_at

from .files import GIF, JFIF, JPEG, PDF, PNG, SCAN, WEBP, chunk, packed, segment

SECRET = b"zqplacezq 51.5007N 0.1246W Pixel 9 Petra Partner"
TABLES = segment(0xDB, b"\0" * 65)
ICC = segment(0xE2, b"ICC_PROFILE\0\1\1colours")
ADOBE = segment(0xEE, b"Adobe\0d\0\0\0\0\1")


def exif(side: int | None, order: str = "<") -> bytes:
    """A directory as a camera writes it: its name, then perhaps which side is up, then the place."""
    begins = {"<": b"II*\0", ">": b"MM\0*"}[order]
    tags = [(0x010F, 2, len(SECRET), 200)]
    if side is not None:
        value = side if order == "<" else side << 16
        tags.append((0x0112, 3, 1, value))
    tags.append((0x8825, 4, 1, 300))
    rows = b"".join(struct.pack(f"{order}HHII", *tag) for tag in tags)
    return begins + struct.pack(f"{order}IH", 8, len(tags)) + rows + b"\0" * 4 + SECRET


def photograph(*parts: bytes, behind: bytes = b"") -> bytes:
    return b"\xff\xd8" + JFIF + b"".join(parts) + TABLES + ICC + ADOBE + SCAN + b"\xff\xd9" + behind


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(said)) + said + b"\0" * (len(said) % 2) for name, said in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


LOOP = b"\x21\xff\x0bNETSCAPE2.0\x03\1\0\0\0"
PACE = b"\x21\xf9\4\0\0\0\0\0"
DRAWN = b"," + b"\0" * 11
GIF_HEAD = b"GIF89a" + b"\1\0\1\0\x80\0\0" + b"\0" * 6


def remark(label: int, said: bytes) -> bytes:
    return b"\x21" + bytes((label, len(said))) + said + b"\0"


ANIMATED = (b"VP8X", b"\x02" + b"\0" * 9), (b"ANIM", b"\0" * 6), (b"ANMF", b"\0" * 16 + b"VP8L\1\0\0\0\1\0")
TELLING = {
    "a photograph with a camera's words": (
        "a.jpg",
        photograph(segment(0xE1, b"Exif\0\0" + exif(None)), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET)),
        photograph(),
    ),
    "a photograph with words of other programs": (
        "a.jpg",
        photograph(segment(0xED, b"Photoshop 3.0\0" + SECRET), segment(0xFE, SECRET), segment(0xE2, b"MPF\0" + SECRET), segment(0xE5, SECRET)),
        photograph(),
    ),
    "a photograph with its preview in its head": (
        "a.jpg",
        b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1abc") + segment(0xE0, b"JFXX\0" + SECRET) + SCAN + b"\xff\xd9",
        b"\xff\xd8" + JFIF + SCAN + b"\xff\xd9",
    ),
    "a photograph with another one behind it": ("a.jpg", photograph(behind=photograph(segment(0xE1, b"Exif\0\0" + exif(6)))), photograph()),
    "a photograph with a film behind it": ("a.jpg", photograph(behind=SECRET + packed("a.exe")), photograph()),
    "a drawing with remarks": (
        "a.png",
        PNG[:-12] + chunk(b"tEXt", SECRET) + chunk(b"iTXt", SECRET) + chunk(b"zTXt", SECRET) + chunk(b"tIME", SECRET) + chunk(b"eXIf", exif(1)) + chunk(b"caNv", SECRET) + PNG[-12:],
        PNG,
    ),
    "a picture of the web": ("a.webp", riff((b"VP8X", b"\x2c" + b"\0" * 9), (b"ICCP", b"c"), (b"VP8 ", b"p"), (b"EXIF", exif(1)), (b"XMP ", SECRET)),
                             riff((b"VP8X", b"\x20" + b"\0" * 9), (b"ICCP", b"c"), (b"VP8 ", b"p"))),
    "a film of the web": ("a.webp", riff(*ANIMATED[:2], (b"ANMF", ANIMATED[2][1] + b"note" + struct.pack("<I", len(SECRET)) + SECRET), (b"note", SECRET)), riff(*ANIMATED)),
    "a film with remarks": (
        "a.gif",
        GIF_HEAD + LOOP + remark(0xFE, SECRET) + remark(0x01, SECRET) + b"\x21\xff\x0bXMP DataXMP" + bytes((len(SECRET),)) + SECRET + b"\0" + PACE + DRAWN + b";",
        GIF_HEAD + LOOP + PACE + DRAWN + b";",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "told", "kept"), TELLING.values(), ids=TELLING.keys())
def test_what_does_not_draw_the_picture_stays_behind(name, told, kept):
    assert looked_at(name, told).content == kept


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("side", [3, 6, 8])
def test_the_same_side_stays_up(side, order):
    """Read back as a viewer does: a big-endian directory of one tag."""
    camera = exif(side, order)
    for name, told in (
        ("a.jpg", photograph(segment(0xE1, b"Exif\0\0" + camera))),
        ("a.png", PNG[:33] + chunk(b"eXIf", camera) + PNG[33:]),
        ("a.webp", riff((b"VP8X", b"\x08" + b"\0" * 9), (b"VP8 ", b"pp"), (b"EXIF", camera))),
    ):
        kept = looked_at(name, told).content
        at = kept.index(b"MM\0*")
        assert struct.unpack_from(">IHHHIH", kept, at + 4) == (8, 1, 0x0112, 3, 1, side), name
        assert SECRET not in kept
        assert looked_at(name, kept).content == kept, "once is enough"
    assert kept[20] == 0x08, "a picture of the web says in its head that it is turned"


def test_what_is_no_picture_is_not_touched():
    assert looked_at("a.pdf", PDF).content == PDF


@given(st.sampled_from([("a.jpg", JPEG), ("a.png", PNG), ("a.gif", GIF), ("a.webp", WEBP)]), st.data())
def test_no_bytes_break_the_reading(picture, data):
    """Anything at all is kept, or refused with a sentence."""
    name, content = picture
    place = data.draw(st.integers(2, len(content)))
    broken = content[:place] + data.draw(st.binary(max_size=40)) + content[place:]
    with suppress(FileRefused):
        assert looked_at(name, broken).name == name
