"""One text understood: the feeling in it and the words without personal data. Texts that come again are not read again."""

from functools import lru_cache
from typing import NamedTuple

from groundswell.science.text.redaction import redacted
from groundswell.science.text.sentiment import read_sentiment

MOST_REMEMBERED = 20_000
LONGEST_REMEMBERED = 500


class Understood(NamedTuple):
    """What a reading stores of a text, in the order of its columns."""

    sentiment: str | None
    sentiment_value: float | None
    model: str
    redacted_comment: str


def understand(comment: str) -> Understood:
    """The same for the same text, always."""
    return _remembered(comment) if len(comment) <= LONGEST_REMEMBERED else _understood(comment)


def _understood(comment: str) -> Understood:
    feeling = read_sentiment(comment)
    return Understood(feeling.label, feeling.value, feeling.model, redacted(comment).text)


_remembered = lru_cache(maxsize=MOST_REMEMBERED)(_understood)
