"""The editor: what its form holds becomes data again, and its buttons change the order, the questions and the languages."""

import re
from collections.abc import Mapping
from typing import Any

from .definition import KIND_WORDS, SCALES, SCHEMA
from .languages import CODE, is_right_to_left, name_of

LISTS = {"single": ("choices",), "multiple": ("choices",), "matrix": ("rows", "columns")}
TOP_LABELS = {"title": "Title", "consent": "Consent, below the first question", "thanks": "Thanks"}
END_LABELS = {"low": "Lowest number means", "high": "Highest number means"}
MOST_IN_A_FORM = 60


def data_of(form: Mapping[str, str]) -> dict[str, Any]:
    """The survey that the form holds, complete or not. What cannot be understood stays as it was written."""
    languages = [one for one in form.get("languages", "").split() if one]
    count = int(form["count"]) if form.get("count", "").isdecimal() else 0
    data = {name: _texts(form, name, languages) for name in TOP_LABELS}
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
    return "\n".join(f"{one.get('value', '')} = {_said(one.get('text'), language)}".strip() for one in known)


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
    tops = [(f"{name}-", label, data.get(name), 2) for name, label in TOP_LABELS.items()]
    return {
        "languages": languages,
        "spoken": [(one, name_of(one)) for one in languages],
        "around": _in_each(tops, languages),
        "questions": [_shown(one, place, languages, keys) for place, one in enumerate(questions)],
    }


Asked = tuple[str, str, Any, int]
"""The beginning of a field's name, its label, its texts by language (or a list of choices), and its height; 1 is one line."""


def _in_each(asked: list[Asked], languages: list[str]) -> list[dict[str, Any]]:
    """The same fields for each language: the first stands open, the others are folded with how much is missing."""
    return [
        {
            "language": language,
            "name": name_of(language),
            "direction": "rtl" if is_right_to_left(language) else "ltr",
            "fields": fields,
            "missing": sum(field["is_missing"] for field in fields),
        }
        for place, language in enumerate(languages)
        for fields in [[_field(one, language, is_first=place == 0) for one in asked]]
    ]


def _field(asked: Asked, language: str, *, is_first: bool) -> dict[str, Any]:
    name, label, texts, rows = asked
    is_list = isinstance(texts, list)
    said = _said(texts, language) if isinstance(texts, dict) or is_first else ""
    words = lines_of(texts, language) if is_list else said
    is_missing = any(line.endswith("=") for line in words.splitlines()) if is_list else not words
    return {
        "name": f"{name}{language}",
        "label": label,
        "words": words,
        "rows": rows,
        "is_list": is_list,
        "is_missing": is_missing,
    }


def _shown(question: dict[str, Any], place: int, languages: list[str], keys: list[str]) -> dict[str, Any]:
    name, kind = f"q{place}", str(question.get("kind", "text"))
    asked: list[Asked] = [(f"{name}-text-", "Question", question.get("text"), 2)]
    if kind in SCALES or kind == "rating":
        asked += [(f"{name}-{end}-", label, question.get(end), 1) for end, label in END_LABELS.items()]
    asked += [
        (f"{name}-{part}-", part.capitalize(), question.get(part) or [], 4) for part in LISTS.get(kind, ())
    ]
    return {
        "name": name,
        "place": place,
        "key": question.get("key", ""),
        "kind": kind,
        "kind_words": KIND_WORDS.get(kind, kind),
        "earlier": [f"{{{key}}}" for key in keys[:place]],
        "required": question.get("required", False),
        "condition": question.get("visibleIf", ""),
        "spoken": _in_each(asked, languages),
        "least": question.get("least", 1),
        "most": question.get("most", 5),
        "is_text": kind == "text",
        "pattern": question.get("pattern", ""),
        "is_rating": kind == "rating",
        "is_core": place == 0,
        "may_rise": place > 1,
        "may_sink": 0 < place < len(keys) - 1,
    }
