"""What we say to those who speak for us, in their language: their pages, our letters, the wall.

One file per language, each with the same sentences; whoever speaks none of them is spoken to in English.
"""

from collections.abc import Mapping
from datetime import datetime

from babel.dates import format_date, format_datetime
from django.http import HttpRequest
from django.utils import timezone

from groundswell.listen.channels.web.screens import wishes_of
from groundswell.listen.channels.web.spoken import Spoken
from groundswell.listen.complaints.wording import LOCALES
from groundswell.listen.surveys.languages import spoken_here

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


def language_of(request: HttpRequest, asked: str = "") -> str:
    """The language of a page: the one its address asks for, else the first wish of the browser that we speak."""
    return spoken_here([asked] if asked else wishes_of(request))


def day_in(moment: datetime, language: str) -> str:
    """A day as the reader writes it."""
    return format_date(timezone.localtime(moment), "long", locale=_locale(language))


def moment_in(moment: datetime, language: str) -> str:
    """A day and an hour as the reader writes them."""
    return format_datetime(
        timezone.localtime(moment).replace(tzinfo=None), "d MMMM y, HH:mm", locale=_locale(language)
    )


def _locale(language: str) -> str:
    spoken = spoken_here([language])
    return LOCALES.get(spoken, spoken)
