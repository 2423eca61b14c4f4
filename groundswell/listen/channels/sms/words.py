"""What a text message says: a number first, where the number was asked for, then words."""

from __future__ import annotations

import re

from ..connections.channel import Field

NUMBER_FIRST = re.compile(r"\s*(10|[0-9])(?![0-9]|[.,:/][0-9])[\s.,:;-]*(.*)", re.DOTALL)
ASKS = Field(
    "asks",
    "Is a number an answer to the recommendation question?",
    "no",
    "Write yes when customers answer our question from 0 to 10 to this number.",
)


def said(text: str, *, asks: bool) -> tuple[int | None, str]:
    """The score, where one was asked for and stands first, and the words."""
    found = NUMBER_FIRST.fullmatch(text) if asks else None
    return (int(found[1]), found[2]) if found else (None, text)
