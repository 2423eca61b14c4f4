"""The words of an answer without ours quoted below them, whatever the program and the language of who answered.

Programs quote in two ways: with a mark before each line, below a sentence that says who wrote; or below a block of headers
("From: …, Subject: …"). The block is known by the subject of our own message, never by a word of some language.
"""

from __future__ import annotations

import re

HEADER = re.compile(r"[*_ ]*[^:\s][^:]{0,24}[ \u00a0]?:[*_ ]*\S.*")
RULE = re.compile(r"\s*(?:[-_]{5,}.*)?")


def without_quotes(text: str, subject: str) -> str:
    """What the customer wrote; the whole text when nothing would be left of it."""
    lines = _above_marks(_above_headers(text.split("\n"), subject))
    return "\n".join(lines).strip() or text


def _above_headers(lines: list[str], subject: str) -> list[str]:
    """Up to a block of at least three headers of which one ends with our subject."""
    wanted = subject.strip().casefold()
    for number, line in enumerate(lines):
        if not wanted or not line.strip(" *_").casefold().endswith(wanted) or not HEADER.fullmatch(line):
            continue
        first, last = number, number
        while first and HEADER.fullmatch(lines[first - 1]):
            first -= 1
        while last + 1 < len(lines) and HEADER.fullmatch(lines[last + 1]):
            last += 1
        if last - first >= 2:
            while first and RULE.fullmatch(lines[first - 1]):
                first -= 1
            return lines[:first]
    return lines


def _above_marks(lines: list[str]) -> list[str]:
    """Without the marked lines at the end, and the sentence above them that says who wrote, also where it is broken."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith(">")):
        end -= 1
    if end and any(line.startswith(">") for line in lines[end:]) and lines[end - 1].rstrip().endswith(":"):
        is_broken = _is_broken_address(lines[end - 1])
        end -= 1
        if is_broken and end and lines[end - 1].strip():
            end -= 1
    return lines[:end]


def _is_broken_address(line: str) -> bool:
    """Whether a line break stands in or right before the address of who wrote."""
    return "@" in line and (line.lstrip().startswith("<") or "<" not in line)
