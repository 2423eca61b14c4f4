"""Sheets to PDF, in a process of its own that reads no file of ours, reaches no network and ends in time."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from threading import BoundedSemaphore

from .reading import Sheet

PRESS = Path(__file__).with_name("press.py")
SECONDS = 20
MOST_IN, MOST_OUT = 4_000_000, 20_000_000
AT_ONCE = BoundedSemaphore(2)


class PressFailed(Exception):
    """No file came out; the message says what to do instead."""


def pdf_of(sheets: Sequence[Sheet], *, title: str = "", contents: bool = False) -> bytes:
    """The file: tagged, with its title and language (PDF/UA-1). ``contents``: begins with a list of its sheets.

    Raises PressFailed where it takes too long or grows too large.
    """
    paper = {
        "title": title or sheets[0].title,
        "language": sheets[0].language,
        "contents": contents,
        "sheets": [asdict(sheet) for sheet in sheets],
    }
    given = json.dumps(paper).encode()
    if len(given) > MOST_IN:
        raise PressFailed("This is too much for one file. Print the pages one by one.")
    if not AT_ONCE.acquire(timeout=SECONDS):
        raise PressFailed("Many files are being made just now. Try again in a minute, or print the page.")
    try:
        done = _pressed(given)
    finally:
        AT_ONCE.release()
    if done.returncode or not done.stdout.startswith(b"%PDF") or len(done.stdout) > MOST_OUT:
        raise PressFailed("The file could not be made. Print the page instead.")
    return done.stdout


def _pressed(given: bytes) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(
            [sys.executable, "-I", str(PRESS)],
            input=given, capture_output=True, timeout=SECONDS, env={}, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise PressFailed("The file took too long to make. Print the page instead.") from None
