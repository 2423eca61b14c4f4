"""What we say to customers about their complaint, in their language: the door, their own page, our letters.

One file per language, each with the same sentences; a customer whose language we do not speak is spoken to in English.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from groundswell.listen.surveys.language_names import own_name
from groundswell.listen.surveys.languages import is_right_to_left

from . import arabic, dutch, english, french, german, hebrew, italian, spanish

FIRST = "en"
SPOKEN: Mapping[str, Mapping[str, str]] = {
    FIRST: english.WORDS,
    "de": german.WORDS,
    "fr": french.WORDS,
    "es": spanish.WORDS,
    "it": italian.WORDS,
    "nl": dutch.WORDS,
    "ar": arabic.WORDS,
    "he": hebrew.WORDS,
}
LOCALES = {FIRST: "en_GB"}


def spoken_language(wishes: Iterable[str]) -> str:
    """The first wish that we speak, else English."""
    asked = (wish.lower().split("-")[0] for wish in wishes)
    return next((one for one in asked if one in SPOKEN), FIRST)


def words_in(language: str) -> Mapping[str, str]:
    """Every sentence in this language."""
    return SPOKEN[spoken_language([language])]


def day_in(moment: datetime, language: str, zone: str) -> str:
    """A day as the customer writes it, on the customer's own calendar."""
    spoken = spoken_language([language])
    return format_date(moment.astimezone(ZoneInfo(zone)), "long", locale=LOCALES.get(spoken, spoken))


def languages_to_choose() -> list[tuple[str, str]]:
    """Every language with its own name for itself."""
    return [(code, own_name(code)) for code in SPOKEN]


def frame_of(language: str) -> dict[str, object]:
    """What the frame of a public page needs to know of a language."""
    return {"LANGUAGE_CODE": language, "LANGUAGE_BIDI": is_right_to_left(language)}
