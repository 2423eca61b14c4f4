"""What colleagues are told, in the language of each: a sentence stands in English in the code, with named parts, and is said
in another language when it is known who reads it.

A room lists its sentences in ``SENTENCES`` of its ``sentences.py``: the English words, and below them the words in each other
language. Where a sentence depends on a number ``n``, a language has one form for each of its ``FORMS``. What has no words in a
language is said in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime
from babel.numbers import format_decimal
from django.conf import settings

from groundswell.look.numbers import MINUS, currency_symbol, money, plain

FIRST = "en"
LANGUAGES = (FIRST, "de", "fr", "es", "it", "nl", "ar", "he")
FROM_THE_RIGHT = frozenset({"ar", "he"})
FORMS = {"ar": ("one", "two", "few", "many", "other"), "he": ("one", "two", "other")}
USUAL_FORMS = ("one", "other")
DAY = dict.fromkeys(LANGUAGES, "d MMMM") | {"de": "d. MMMM", "es": "d 'de' MMMM", "he": "d בMMMM"}
WEEKDAY = dict.fromkeys(LANGUAGES, "EEEE {day}") | {
    "en": "EEE {day}", "de": "EEEE, {day}", "es": "EEEE {day}", "ar": "EEEE، {day}", "he": "EEEE, {day}",
}  # fmt: skip
YEAR = dict.fromkeys(LANGUAGES, " y") | {"es": " 'de' y"}
HOUR = {
    "en": ", HH:mm", "de": ", HH:mm 'Uhr'", "fr": " 'à' HH'h'mm", "es": " 'a las' HH:mm",
    "it": " 'alle' HH:mm", "nl": " 'om' HH:mm", "ar": " 'الساعة' HH:mm", "he": " 'בשעה' HH:mm",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with its parts, as it can be kept: text is what somebody typed and stays so, a date is text in ISO form,
    a list is said with commas, a mapping of ``words`` and ``parts`` is a sentence within."""

    words: str
    parts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.in_language(FIRST)

    def in_language(self, language: str) -> str:
        """The sentence for a reader of this language."""
        words = words_in(self.words, language, self.parts.get("n"))
        return _Writer(language).vformat(words, (), self.parts) if self.parts else words

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return {"words": self.words, "parts": dict(self.parts)}


def say(words: str, **parts: Any) -> Said:
    """A sentence that is looked for in ``sentences.py``; numbers, dates and sentences stay what they are, all else is text."""
    return Said(words, {name: _part(value) for name, value in parts.items()})


def listed(*pieces: Any) -> Said:
    """Pieces with commas between them; what is empty is left out."""
    return say("{all}", all=[one for one in pieces if one])


def has_it(person: Any) -> Said:
    """Who looks after something."""
    return say("{who} has it", who=person) if person else say("nobody has it")


def words_in(words: str, language: str, n: float | None = None) -> str:
    """The words of a sentence in a language, for this number of things; the English ones where it has none."""
    found = every_sentence().get(words, {}).get(language, words)
    if isinstance(found, str):
        return found
    forms = FORMS.get(language, USUAL_FORMS)
    form = Locale.parse(language).plural_form(n or 0)
    return found[forms.index(form) if form in forms else -1]


def moment_in(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """A moment as its reader says it, on their clock: Wed 11 March, 14:00. Midnight is a day without an hour."""
    local = moment.astimezone(zone).replace(tzinfo=None)
    is_midnight = local.hour == local.minute == 0
    return _formed(local, _weekday(language) + ("" if is_midnight else HOUR[language]), language)


def comma_in(language: str) -> str:
    """What stands between two pieces of a list."""
    return "، " if language == "ar" else ", "


def colon_in(language: str) -> str:
    """What stands behind a heading that something follows."""
    return "\u00a0:" if language == "fr" else ":"


def frame_in(language: str) -> dict[str, str]:
    """The attributes of a part of a page or a letter in this language."""
    return {"lang": language, "dir": "rtl" if language in FROM_THE_RIGHT else "ltr"}


class _Writer(Formatter):
    """Puts parts into a sentence in the way of one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, form: str) -> str:
        """One part. Names in another script stand apart, so that numbers near them keep their place."""
        if isinstance(value, Mapping):
            return Said(value["words"], value["parts"]).in_language(self.language)
        if isinstance(value, list):
            return comma_in(self.language).join(self.format_field(one, "") for one in value)
        if form in DATES:
            return _formed(datetime.fromisoformat(value), DATES[form](self.language), self.language)
        if isinstance(value, int | float):
            return _number(value, form, self.language)
        return f"\u2068{value}\u2069" if self.language in FROM_THE_RIGHT else str(value)


def _weekday(language: str) -> str:
    return WEEKDAY[language].format(day=DAY[language])


DATES = {"day": DAY.__getitem__, "weekday": _weekday, "date": lambda language: DAY[language] + YEAR[language]}


def _formed(day: datetime, pattern: str, language: str) -> str:
    return format_datetime(day, pattern, locale="en_GB" if language == FIRST else language)


def _number(value: float, form: str, language: str) -> str:
    """Without decimals, as figures in a message are; an amount in the organisation's own money."""
    if language == FIRST:
        return money(value) if form == "money" else plain(value)
    number = format_decimal(round(value), locale=language).replace("-", MINUS)
    if form != "money":
        return number
    sign = currency_symbol(settings.CURRENCY)
    return f"{sign}\u00a0{number}" if language == "nl" else f"{number}\u00a0{sign}"


def _part(value: Any) -> Any:
    if isinstance(value, Said):
        return value.kept()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_part(one) for one in value]
    return (
        float(value)
        if isinstance(value, Decimal)
        else value
        if isinstance(value, int | float)
        else str(value)
    )


@cache
def every_sentence() -> dict[str, Mapping[str, Any]]:
    """The sentences of all rooms by their English words: the words in each other language, or their forms."""
    modules = [
        import_module(f"{room}.sentences") for room in settings.ROOMS if find_spec(f"{room}.sentences")
    ]
    return {words: said for module in modules for words, said in module.SENTENCES.items()}
