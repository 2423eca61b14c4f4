"""The editor: what its form holds becomes data again, and its buttons change the order, the questions and the languages."""

import re
from collections.abc import Mapping
from typing import Any

from .definition import KIND_WORDS, SCALES, SCHEMA
from .languages import CODE, is_right_to_left, name_of

LISTS = {"single": ("choices",), "multiple": ("choices",), "matrix": ("rows", "columns")}
TOP_TEXTS = ("title", "consent", "thanks")
MOST_IN_A_FORM = 60


def data_of(form: Mapping[str, str]) -> dict[str, Any]:
    """The survey that the form holds, complete or not. What cannot be understood stays as it was written."""
    languages = [one for one in form.get("languages", "").split() if one]
    count = int(form["count"]) if form.get("count", "").isdecimal() else 0
    data = {name: _texts(form, name, languages) for name in TOP_TEXTS}
    questions = [_question(form, f"q{place}", languages) for place in range(min(count, MOST_IN_A_FORM))]
    kept = {name: texts for name, texts in data.items() if texts}
    return {"schema": SCHEMA, "languages": languages, "questions": questions} | kept


def _texts(form: Mapping[str, str], name: str, languages: list[str]) -> dict[str, str]:
    found = {language: form.get(f"{name}-{language}", "").strip() for language in languages}
    return {language: words for language, words in found.items() if words}


def _question(form: Mapping[str, str], name: str, languages: list[str]) -> dict[str, Any]:
    kind = form.get(f"{name}-kind", "text")
    found: dict[str, Any] = {
        "key": form.get(f"{name}-key", "").strip(),
        "kind": kind,
        "text": _texts(form, f"{name}-text", languages),
        "required": form.get(f"{name}-required") == "on",
        "visibleIf": form.get(f"{name}-visibleIf", "").strip(),
        "pattern": form.get(f"{name}-pattern", "") if kind == "text" else "",
    }
    if kind in SCALES or kind == "rating":
        found |= {end: _texts(form, f"{name}-{end}", languages) for end in ("low", "high")}
    if kind == "rating":
        found |= {end: _number(form.get(f"{name}-{end}", "")) for end in ("least", "most")}
    found |= {part: _list(form, f"{name}-{part}", languages) for part in LISTS.get(kind, ())}
    return {field: value for field, value in found.items() if value or field in {"key", "least", "most"}}


def _number(text: str) -> int | str:
    return int(text) if re.fullmatch(r"\d{1,3}", text.strip()) else text


def _list(form: Mapping[str, str], name: str, languages: list[str]) -> list[dict[str, Any]]:
    """One line each: ``value = words``; without a value one is made from the words of the first language."""
    found: dict[str, dict[str, str]] = {}
    for place, language in enumerate(languages):
        for line in form.get(f"{name}-{language}", "").splitlines():
            value, sign, words = (part.strip() for part in line.partition("="))
            if not sign:
                value, words = _value(line), line.strip()
            if words and (place == 0 or value in found):
                found.setdefault(value, {})[language] = words
    return [{"value": value, "text": texts} for value, texts in found.items()]


def _value(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", words.casefold()).strip("_")[:60] or "choice"


def lines_of(choices: Any, language: str) -> str:
    """A list as the form shows it."""
    known = [one for one in choices or [] if isinstance(one, dict)]
    return "\n".join(f"{one.get('value', '')} = {_said(one.get('text'), language)}" for one in known)


def _said(texts: Any, language: str) -> str:
    return str(texts.get(language, "")) if isinstance(texts, dict) else str(texts or "")


def changed(data: dict[str, Any], deed: str, word: str) -> dict[str, Any]:
    """The survey after a button: ``up:2``, ``down:2``, ``remove:2``, ``add``, ``speak`` or ``unspeak``."""
    verb, _, place = deed.partition(":")
    questions, languages = list(data["questions"]), list(data["languages"])
    at = int(place) if place.isdecimal() and int(place) < len(questions) else None
    if verb == "add" and len(questions) < MOST_IN_A_FORM:
        questions.append(_fresh(word, {str(one.get("key")) for one in questions}, languages))
    if verb == "remove" and at:
        del questions[at]
    if verb == "up" and at and at > 1:
        questions[at - 1 : at + 1] = questions[at], questions[at - 1]
    if verb == "down" and at and at + 1 < len(questions):
        questions[at : at + 2] = questions[at + 1], questions[at]
    if verb == "speak" and CODE.fullmatch(word) and word not in languages:
        languages.append(word)
    if verb == "unspeak" and word in languages[1:]:
        languages.remove(word)
    return data | {"questions": questions, "languages": languages}


def _fresh(kind: str, taken: set[str], languages: list[str]) -> dict[str, Any]:
    key = next(f"q{number}" for number in range(2, 1000) if f"q{number}" not in taken)
    first = languages[0] if languages else "en"
    names = {"choices": ("First", "Second"), "rows": ("First row",), "columns": ("Yes", "No")}
    lists = {
        part: [{"value": _value(words), "text": {first: words}} for words in names[part]]
        for part in LISTS.get(kind, ())
    }
    ends = {"least": 1, "most": 5} if kind == "rating" else {}
    return {"key": key, "kind": kind, "text": {}} | lists | ends


def fields_of(data: dict[str, Any]) -> dict[str, Any]:
    """What the editor's template shows, ready to be written."""
    languages = [str(one) for one in data.get("languages") or ["en"]]
    questions = [one for one in data.get("questions") or [] if isinstance(one, dict)]
    keys = [str(one.get("key", "")) for one in questions]
    return {
        "languages": languages,
        "spoken": [(one, name_of(one)) for one in languages],
        "tops": [(name, _labelled(name, data.get(name), languages)) for name in TOP_TEXTS],
        "questions": [_shown(one, place, languages, keys) for place, one in enumerate(questions)],
    }


def _labelled(name: str, texts: Any, languages: list[str]) -> list[dict[str, str]]:
    return [
        {
            "name": f"{name}-{language}",
            "language": language,
            "language_name": name_of(language),
            "direction": "rtl" if is_right_to_left(language) else "ltr",
            "words": _said(texts, language) if isinstance(texts, dict) or language == languages[0] else "",
        }
        for language in languages
    ]


def _shown(question: dict[str, Any], place: int, languages: list[str], keys: list[str]) -> dict[str, Any]:
    name, kind = f"q{place}", str(question.get("kind", "text"))
    parts = LISTS.get(kind, ())
    lists = [
        {
            "name": f"{name}-{part}-{language}",
            "label": f"{part.capitalize()} ({name_of(language)})",
            "lines": lines_of(question.get(part), language),
        }
        for part in parts
        for language in languages
    ]
    has_ends = kind in SCALES or kind == "rating"
    ends = [(end, _labelled(f"{name}-{end}", question.get(end), languages)) for end in ("low", "high")]
    return {
        "name": name,
        "place": place,
        "key": question.get("key", ""),
        "kind": kind,
        "kind_words": KIND_WORDS.get(kind, kind),
        "earlier": [f"{{{key}}}" for key in keys[:place]],
        "required": question.get("required", False),
        "condition": question.get("visibleIf", ""),
        "texts": _labelled(f"{name}-text", question.get("text"), languages),
        "ends": ends if has_ends else [],
        "least": question.get("least", 1),
        "most": question.get("most", 5),
        "is_text": kind == "text",
        "pattern": question.get("pattern", ""),
        "is_rating": kind == "rating",
        "lists": lists,
        "is_core": place == 0,
        "may_rise": place > 1,
        "may_sink": 0 < place < len(keys) - 1,
    }
