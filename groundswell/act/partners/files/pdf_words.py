"""What a PDF says, read once in a process of its own and kept beside the file: a hostile one costs seconds, once."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from groundswell.act.partners.models import SharedFile

from .storing import path_of, store, words_path_of

READER = Path(__file__).with_name("pdf_reader.py")
SECONDS, LONGEST_TURN = 90, 60
WAITED_FOR = timedelta(minutes=10)
AT_A_LINE_END = ("-\n", "\u00ad\n", "\u2010\n", "\u00ad")


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a file. Where it is not whole, words may stand in it that nobody has read here."""

    words: str = ""
    is_whole: bool = True
    has_pictures: bool = False


def pdf_words(file: SharedFile) -> Read:
    """As it was read before, or read now. Raises FileNotFoundError where its bytes are gone."""
    try:
        return Read(**json.loads(words_path_of(file).read_bytes()))
    except (FileNotFoundError, ValueError):
        found = read_pdf(path_of(file).read_bytes())
        store(words_path_of(file).name, json.dumps(asdict(found)).encode())
        return found


def pdfs_to_read() -> list[SharedFile]:
    """Those that nobody has read yet."""
    living = SharedFile.objects.filter(kind=SharedFile.Kind.PDF, taken_back_at=None)
    return [one for one in living if path_of(one).exists() and not words_path_of(one).exists()]


def pdfs_being_read(at: datetime) -> list[SharedFile]:
    """Those that came just now and that the job is about to read; one that waits longer is read by whoever needs its words."""
    return [one for one in pdfs_to_read() if one.at > at - WAITED_FOR]


def read_pdfs() -> int:
    """Read the next ones for a minute. Returns how many."""
    ends = monotonic() + LONGEST_TURN
    count = 0
    for file in pdfs_to_read():
        with contextlib.suppress(FileNotFoundError):  # taken back meanwhile
            pdf_words(file)
            count += 1
        if monotonic() > ends:
            break
    return count


def read_pdf(content: bytes) -> Read:
    """Every word that can be read; not whole where the reader was stopped, or says so."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(READER)],
            input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS, env={}, check=False,
        )  # fmt: skip
        told = done.stdout
    except subprocess.TimeoutExpired as late:
        told = late.stdout or b""
    lines = list(_lines(told))
    said = lines.pop() if lines and isinstance(lines[-1], dict) else {"is_whole": False}
    return Read("\n".join(_plain(line) for line in lines), **said)


def _lines(told: bytes) -> Iterator[Any]:
    """What was said until the end; a line that was cut off is none."""
    for line in told.splitlines():
        with contextlib.suppress(ValueError):
            yield json.loads(line)


def _plain(words: str) -> str:
    """With letters that were joined for print apart, and words that were cut at the end of a line also in one piece."""
    plain = unicodedata.normalize("NFKC", words)
    joined = plain
    for end in AT_A_LINE_END:
        joined = joined.replace(end, "")
    return plain if joined == plain else f"{plain}\n{joined}"
