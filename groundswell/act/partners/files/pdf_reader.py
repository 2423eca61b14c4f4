"""The words of a PDF on standard input, line by line as JSON on standard output. Runs alone: it knows nothing of us, starts no
program, writes no file and ends in time.

Last of all it says whether every word could be read and whether there are pictures. Where that line is missing, it was stopped.
"""

import contextlib
import json
import logging
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject, TextStringObject

CPU_SECONDS, MEMORY = 40, 1 << 30
MOST_PAGES, MOST_OBJECTS, MOST_LETTERS = 2_000, 200_000, 4_000_000
EARLIER_VERSIONS = 5
END = b"%%EOF"
LINEARIZED = b"/Linearized"
BEGINNING = 1_024
FORBIDDEN = {"subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork", "socket.__new__"}


class Sayer:
    """Says words as they are found, and stops where they become too many."""

    def __init__(self) -> None:
        self.left, self.is_whole, self.has_pictures = MOST_LETTERS, True, False

    def say(self, words: str) -> None:
        self.left -= len(words)
        if self.left < 0:
            sys.exit(1)
        if words.strip():
            _tell(words)

    def end(self) -> None:
        _tell({"is_whole": self.is_whole, "has_pictures": self.has_pictures})


def _tell(found: object) -> None:
    """One line of the answer, at once: what was found before we are stopped counts."""
    sys.stdout.write(f"{json.dumps(found)}\n")
    sys.stdout.flush()


def _refuse(deed: str, _: object) -> None:
    """Some pictures would be given to another program."""
    if deed in FORBIDDEN:
        sys.exit(1)


def _limit_ourselves() -> None:
    sys.addaudithook(_refuse)
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _versions(content: bytes) -> Iterator[bytes]:
    """The file as it stands, then as it was before each change that was added at its end."""
    ends = [place + len(END) for place in _places(content, END)]
    if LINEARIZED in content[:BEGINNING]:
        ends = ends[1:]
    yield content
    for end in reversed(ends[:-1]):
        yield content[:end]


def _places(content: bytes, mark: bytes) -> Iterator[int]:
    place = content.find(mark)
    while place >= 0:
        yield place
        place = content.find(mark, place + 1)


def _read(content: bytes, sayer: Sayer) -> None:
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        sys.exit(1)
    for number, page in enumerate(reader.pages):
        if number == MOST_PAGES:
            sys.exit(1)
        words = page.extract_text()
        sayer.say(words)
        sayer.is_whole &= bool(words.strip()) or _is_blank(page)
    for one in _objects(reader):
        _read_object(one, sayer)


def _is_blank(page: PageObject) -> bool:
    contents = page.get_contents()
    return contents is None or not contents.get_data().strip()


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Everything in it once: remarks, fields, titles, addresses behind words and who wrote it stand on no page."""
    numbers = {(pk, generation) for generation, rows in reader.xref.items() for pk in rows}
    numbers |= {(pk, 0) for pk in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        sys.exit(1)
    yield reader.trailer
    for pk, generation in sorted(numbers):
        yield reader.get_object(IndirectObject(pk, generation, reader))


def _read_object(one: Any, sayer: Sayer) -> None:
    waiting = [one]
    while waiting:
        found = waiting.pop()
        if isinstance(found, TextStringObject):
            sayer.say(found)
        elif isinstance(found, ArrayObject):
            waiting += list.__iter__(found)
        elif isinstance(found, DictionaryObject):
            waiting += dict.values(found)
            _judge(found, sayer)


def _judge(found: DictionaryObject, sayer: Sayer) -> None:
    """What holds words that nobody reads here: pictures, files within the file, letters that stand for nothing known."""
    kind, subtype = found.get("/Type"), found.get("/Subtype")
    if kind == "/Metadata" and isinstance(found, StreamObject):
        sayer.say(found.get_data().decode("utf-8", "ignore"))
    sayer.has_pictures |= subtype == "/Image"
    is_riddle = subtype == "/Type3" or (subtype == "/Type0" and "Identity" in str(found.get("/Encoding")))
    if "/EF" in found or "/XFA" in found or (is_riddle and "/ToUnicode" not in found):
        sayer.is_whole = False


def main() -> None:
    """Words of the last version first."""
    content, sayer = sys.stdin.buffer.read(), Sayer()
    logging.disable()
    _limit_ourselves()
    for number, version in enumerate(_versions(content)):
        if number > EARLIER_VERSIONS:
            sys.exit(1)
        _read(version, sayer)
    sayer.end()


main()
