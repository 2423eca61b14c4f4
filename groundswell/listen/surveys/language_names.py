"""Languages by name, for colleagues who add one to a survey."""

from functools import cache

from babel import Locale, UnknownLocaleError

from groundswell.foundation.saying import LANGUAGES

ENGLISH = Locale("en")
REGIONAL = ("en-GB", "en-US", "es-MX", "fr-CA", "pt-BR", "zh-Hans", "zh-Hant")


def own_name(language: str) -> str:
    """Deutsch for de; the code itself where nobody knows better."""
    try:
        return Locale.parse(language, sep="-").get_display_name() or language
    except (UnknownLocaleError, ValueError):
        return language


def name_of(language: str) -> str:
    """German for de; the code itself where nobody knows better."""
    try:
        return Locale.parse(language, sep="-").get_display_name("en") or language
    except (UnknownLocaleError, ValueError):
        return str(ENGLISH.languages.get(language, language))


@cache
def known_languages() -> tuple[tuple[str, str], ...]:
    """Every living language with a code of two letters, and the usual regional ones, by English name."""
    codes = [code for code in ENGLISH.languages if len(code) == 2] + list(REGIONAL)
    named = ((code, f"{name_of(code)} ({own_name(code)})") for code in codes)
    return tuple(sorted(named, key=lambda pair: pair[1]))


def languages_to_add(spoken: list[str]) -> list[tuple[str, str]]:
    return [(code, name) for code, name in known_languages() if code not in spoken]


def languages_to_choose(usual: str) -> list[tuple[str, str]]:
    """Every language in which somebody can be told, with its own name for itself, after the usual one."""
    return [("", usual), *((code, own_name(code)) for code in LANGUAGES)]
