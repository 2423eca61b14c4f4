"""Strict CSV (RFC 4180): first the proof that the whole file keeps the rules, then its records.

Line ends may be LF, CRLF, CR or mixed. A quotation mark inside an unquoted cell is a literal. A quoted cell that
never ends, or text after its closing mark, makes the file unusable: whatever we read from it would be a guess.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import TextIO

from .errors import FileUnusable

LONGEST_RECORD = 1 << 26
CHUNK = 1 << 16
INSIDE_QUOTES = re.compile(r'[^"]*+(?:""[^"]*+)*')
QUOTE_ADVICE = (
    "Put the whole cell between two quotation marks, double each mark inside it, and import the file again."
)


def prove_structure(text: TextIO, delimiter: str) -> None:
    """Read the whole text once, in constant memory; refuse it unless every quoted cell is closed and well placed."""
    well_formed = _well_formed(delimiter)
    line, opened, inside = 1, 0, 0
    for chunk in _whole_lines(text):
        end = 0
        if inside:
            end = INSIDE_QUOTES.match(chunk).end()  # type: ignore[union-attr]
            if end < len(chunk):
                end, inside = _after_closing(chunk, end, delimiter, line), 0
        if not inside:
            end = well_formed.match(chunk, end).end()  # type: ignore[union-attr]
            if end < len(chunk):
                opened = line + count_lines(chunk[:end])
                _refuse_text_after_closing(chunk, end, opened)
                inside = 1
        inside = inside and _within_bounds(inside + len(chunk))
        line += count_lines(chunk)
    if inside:
        raise FileUnusable(
            "malformed_csv",
            f"A quotation mark opens a cell on line {opened:,} and is never closed.",
            QUOTE_ADVICE,
        )


def records(text: TextIO, delimiter: str) -> Iterator[list[str]]:
    """Every record of a proven text; a wholly empty line comes as an empty list."""
    csv.field_size_limit(
        LONGEST_RECORD + CHUNK
    )  # the limit is one of the process: long cells must reach our own rule
    return csv.reader(text, delimiter=delimiter, strict=True)


def count_lines(text: str) -> int:
    """How many lines end in the text."""
    if "\r" not in text:
        return text.count("\n")
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def too_large(what: str) -> FileUnusable:
    """The refusal of one thing in the file that no honest file contains."""
    return FileUnusable(
        "too_large", f"{what} is longer than {LONGEST_RECORD:,} characters.", "Check how the file was made."
    )


def _well_formed(delimiter: str) -> re.Pattern[str]:
    ends = rf"[{re.escape(delimiter)}\r\n]"
    plain = rf'[^"{re.escape(delimiter)}\r\n][^{re.escape(delimiter)}\r\n]*+(?:{ends}++|\Z)'
    quoted = rf'"[^"]*+(?:""[^"]*+)*"(?:{ends}++|\Z)'
    return re.compile(rf"(?:{plain}|{quoted}|{ends}++)*")


def _whole_lines(text: TextIO) -> Iterator[str]:
    while chunk := text.read(CHUNK):
        rest = text.readline(LONGEST_RECORD)
        if len(rest) == LONGEST_RECORD and rest[-1] not in "\r\n":
            raise too_large("A line")
        yield chunk + rest


def _after_closing(chunk: str, mark: int, delimiter: str, line: int) -> int:
    end = mark + 1
    if end < len(chunk) and chunk[end] not in (delimiter, "\r", "\n"):
        raise _text_after_closing(line + count_lines(chunk[:mark]))
    return end


def _refuse_text_after_closing(chunk: str, opening: int, line: int) -> None:
    mark = INSIDE_QUOTES.match(chunk, opening + 1).end()  # type: ignore[union-attr]
    if mark < len(chunk):
        raise _text_after_closing(line + count_lines(chunk[opening:mark]))


def _text_after_closing(line: int) -> FileUnusable:
    return FileUnusable(
        "malformed_csv",
        f"On line {line:,} there is text after the closing quotation mark of a cell.",
        QUOTE_ADVICE,
    )


def _within_bounds(characters: int) -> int:
    if characters > LONGEST_RECORD:
        raise too_large("A cell between quotation marks")
    return characters
