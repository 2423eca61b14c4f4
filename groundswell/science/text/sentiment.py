"""Whether a comment sounds glad or sad, by the VADER word list (Hutto & Gilbert 2014). English only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

MODEL: Final = "vader-3.3/1"
"""Stored beside every reading, so that a better reader later does not rewrite the past unseen."""

THRESHOLD: Final = 0.05
"""VADER's own limit between neutral and the rest."""

LONGEST_READ: Final = 10_000
"""Characters read of one text: beyond that the mood no longer changes, only the time it takes."""

Label = Literal["positive", "neutral", "negative"]


@dataclass(frozen=True, slots=True)
class Sentiment:
    """A label and a value from -1 to 1, both None where there is nothing to read."""

    label: Label | None
    value: float | None
    model: str = MODEL


def read_sentiment(text: str) -> Sentiment:
    """The sentiment of a text; no label for a text without any letter, digit or sign of feeling."""
    if not text.strip():
        return Sentiment(None, None)
    value = float(_reader().polarity_scores(text[:LONGEST_READ])["compound"])
    if value == 0 and not any(character.isalnum() for character in text):
        return Sentiment(None, None)
    return Sentiment(_label(value), value)


def has_feeling(word: str) -> bool:
    """Whether a single word in small letters says by itself how somebody feels."""
    return word in _reader().lexicon


def _label(value: float) -> Label:
    if value >= THRESHOLD:
        return "positive"
    return "negative" if value <= -THRESHOLD else "neutral"


@lru_cache(maxsize=1)
def _reader() -> SentimentIntensityAnalyzer:
    """The word list is read once per process: it takes a tenth of a second."""
    return SentimentIntensityAnalyzer()
