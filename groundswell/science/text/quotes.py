"""The sentence worth reading aloud: telling, short, and without anything that identifies a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from groundswell.science.text.redaction import redacted
from groundswell.science.text.sentiment import Label, read_sentiment
from groundswell.science.text.words import Span, sentences_in, words_in

FEWEST_WORDS: Final = 8
MOST_WORDS: Final = 30


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of one of the comments given: comments[comment][start:end] == text."""

    text: str
    comment: int
    start: int
    end: int
    sentiment: float


def best_quote(comments: Sequence[str], mood: Label | None = None) -> Quote | None:
    """The most strongly felt sentence of 8 to 30 words without personal data; None if there is none.

    With a mood, only sentences of that mood count. Among equals the first comment wins.
    """
    quotes = best_quotes(comments, 1, mood)
    return quotes[0] if quotes else None


def best_quotes(comments: Sequence[str], count: int, mood: Label | None = None) -> list[Quote]:
    """Up to `count` such sentences, at most one per comment and none twice, the strongest first."""
    candidates = [quote for i, comment in enumerate(comments) for quote in _quotable(i, comment, mood)]
    candidates.sort(key=lambda quote: (-abs(quote.sentiment), quote.comment, quote.start))
    chosen: list[Quote] = []
    for quote in candidates:
        if len(chosen) == count:
            break
        if all(quote.comment != other.comment and quote.text != other.text for other in chosen):
            chosen.append(quote)
    return chosen


def _quotable(position: int, comment: str, mood: Label | None) -> list[Quote]:
    private = redacted(comment).spans
    return [
        Quote(comment[span.start : span.end], position, span.start, span.end, sentiment.value)
        for span in sentences_in(comment)
        if _has_good_length(comment, span)
        and not any(masked.start < span.end and span.start < masked.end for masked in private)
        and (sentiment := read_sentiment(comment[span.start : span.end])).value is not None
        and mood in (None, sentiment.label)
    ]


def _has_good_length(comment: str, span: Span) -> bool:
    count = sum(word[0].isalnum() for word, _ in words_in(comment[span.start : span.end]))
    return FEWEST_WORDS <= count <= MOST_WORDS
