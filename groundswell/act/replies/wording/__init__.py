"""What we say around an announcement, in the reader's language; who speaks none of ours reads English."""

from collections.abc import Mapping

from groundswell.act.initiatives.models import EffectReading
from groundswell.listen.channels.web.spoken import Spoken

from . import arabic, dutch, english, french, german, hebrew, italian, spanish

SPOKEN: Mapping[str, Mapping[str, str]] = {
    "en": english.WORDS,
    "de": german.WORDS,
    "fr": french.WORDS,
    "es": spanish.WORDS,
    "it": italian.WORDS,
    "nl": dutch.WORDS,
    "ar": arabic.WORDS,
    "he": hebrew.WORDS,
}
words_in, page_words = Spoken(SPOKEN).words_in, Spoken(SPOKEN).page_words


def outcome_in(reading: EffectReading | None, language: str) -> str:
    """What came of it, never more than was measured."""
    return words_in(language)["not_measured" if reading is None else reading.verdict]
