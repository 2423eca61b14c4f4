"""Words and sentences with their places in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"[\w\u0300-\u036f]+|[^\w\s]")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?\u2026])[\"')\u201d\u2019]*\s+(?=[^\s.!?])|\n+")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text: text[start:end]."""

    start: int
    end: int


def words_in(text: str) -> Iterator[tuple[str, Span]]:
    """Every word and sign, folded so that case and the way of writing an accent make no difference."""
    for match in _WORD.finditer(text):
        yield folded(match.group()), Span(match.start(), match.end())


def folded(word: str) -> str:
    """A word for comparison: one form per accent, no case, straight apostrophes."""
    return unicodedata.normalize("NFC", word.casefold()).replace("\u2019", "'")


def sentences_in(text: str) -> Iterator[Span]:
    """The sentences of a text, without the space around them."""
    start = 0
    for end in (*_SENTENCE_END.finditer(text), None):
        stop = len(text) if end is None else end.start()
        sentence = text[start:stop]
        if sentence.strip():
            lead = len(sentence) - len(sentence.lstrip())
            yield Span(start + lead, start + len(sentence.rstrip()))
        start = stop if end is None else end.end()
