"""The editor's form becomes data again. It holds the first language and at most one more; the words of others are kept."""

import re
from collections.abc import Mapping
from typing import Any

from .asked_if import SIGNS, Asked, Rule, asked_of, expression_of
from .definition import SCHEMA
from .kinds import LISTS, has_scale
from .languages import WORDS

TOP_TEXTS = ("title", "consent", "thanks")
MOST_IN_A_FORM = 60
SEEN = {
    "key",
    "kind",
    "text",
    "required",
    "visibleIf",
    "low",
    "high",
    "least",
    "most",
    "choices",
    "rows",
    "columns",
    "pattern",
}
"""What of a question stands in the form; anything else is kept as it is."""
Form = Mapping[str, str]
Data = dict[str, Any]


def data_of(form: Form, stored: Data) -> Data:
    """The survey that the form holds, complete or not, over what is stored. What cannot be understood stays as it was written."""
    reading = _Form(form, stored)
    questions = [reading.question(f"q{place}") for place in range(_count(form, "count"))]
    tops = {name: reading.texts(name, stored.get(name)) for name in TOP_TEXTS}
    words = {name: reading.texts(f"words-{name}", _dict(stored.get("words")).get(name)) for name in WORDS}
    more = tops | {"words": {name: texts for name, texts in words.items() if texts}}
    return {"schema": SCHEMA, "languages": reading.languages, "questions": questions} | {
        name: value for name, value in more.items() if value
    }


def languages_of(data: Data) -> list[str]:
    given = data.get("languages")
    return [str(one) for one in given] if isinstance(given, list) and given else ["en"]


def texts_by_language(given: Any, languages: list[str]) -> dict[str, str]:
    """Words by language, whatever way they were written."""
    return {languages[0]: given} if isinstance(given, str) and given else dict(_dict(given))


def choices_of(question: Mapping[str, Any], part: str) -> list[Data]:
    given = question.get(part)
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


def fresh_value(words: str, taken: set[str]) -> str:
    """A value for a new choice, made of its words; it stays when the words change."""
    made = re.sub(r"[^a-z0-9]+", "_", words.casefold()).strip("_")[:50] or "choice"
    return next(one for one in (made, *(f"{made}_{number}" for number in range(2, 1000))) if one not in taken)


def _dict(given: Any) -> Data:
    return given if isinstance(given, dict) else {}


def _count(form: Form, name: str) -> int:
    given = form.get(name, "")
    return min(int(given), MOST_IN_A_FORM) if given.isdecimal() and len(given) < 5 else 0


def _number(text: str) -> int | str:
    return int(text) if re.fullmatch(r"\d{1,3}", text.strip()) else text


class _Form:
    def __init__(self, form: Form, stored: Data) -> None:
        self.form = {name: value.replace("\x00", "") for name, value in form.items()}
        self.languages = languages_of(stored)
        self.shown = [one for one in form.get("shown", "").split() if one in self.languages]
        given = stored.get("questions")
        known = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
        self.stored = {str(one.get("key")): one for one in known}

    def texts(self, name: str, was: Any) -> dict[str, str]:
        """What the form says, and what is kept in the languages that it does not show."""
        found = texts_by_language(was, self.languages)
        for language in self.shown:
            if f"{name}-{language}" in self.form:
                found[language] = self.form[f"{name}-{language}"].replace("\r\n", "\n").strip()
        return {language: found[language] for language in self.languages if found.get(language)}

    def question(self, name: str) -> Data:
        form, was = self.form, self.stored.get(self.form.get(f"{name}-was", ""), {})
        kind = form.get(f"{name}-kind", "text")
        kept = {field: value for field, value in was.items() if field not in SEEN and was.get("kind") == kind}
        found: Data = kept | {
            "key": form.get(f"{name}-key", "").strip(),
            "kind": kind,
            "text": self.texts(f"{name}-text", was.get("text")),
            "required": form.get(f"{name}-required") == "on",
            "visibleIf": self.condition(name, str(was.get("visibleIf", ""))),
        }
        if has_scale(kind):
            found |= {end: self.texts(f"{name}-{end}", was.get(end)) for end in ("low", "high")}
        if kind == "rating":
            usual = {"least": "1", "most": "5"}
            found |= {end: _number(form.get(f"{name}-{end}", usual[end])) for end in usual}
        if kind == "text":
            found["pattern"] = form.get(f"{name}-pattern", "").strip()
        found |= {part: self.list(f"{name}-{part}", choices_of(was, part)) for part in LISTS.get(kind, ())}
        return {field: value for field, value in found.items() if value or field in {"key", "least", "most"}}

    def list(self, name: str, was: list[Data]) -> list[Data]:
        """Choices with the values that they have; new ones, one a line, get values of their own."""
        texts = {str(one.get("value")): one.get("text") for one in was}
        found: list[Data] = []
        for place in range(_count(self.form, f"{name}-count")):
            value = self.form.get(f"{name}-{place}-value", "")
            words = self.texts(f"{name}-{place}", texts.get(value))
            if value and words.get(self.languages[0]):
                found.append({"value": value, "text": words})
        for line in self.form.get(f"{name}-more", "").splitlines()[:MOST_IN_A_FORM]:
            if line.strip():
                value = fresh_value(line.strip(), {one["value"] for one in found} | set(texts))
                found.append({"value": value, "text": {self.languages[0]: line.strip()[:1000]}})
        return found

    def condition(self, name: str, was: str) -> str:
        """The chosen rules; what was written as text wins where the text was changed, and where it says more."""
        written = self.form.get(f"{name}-visibleIf", was).strip()
        present = asked_of(was)
        if written != was or present is None or f"{name}-if-count" not in self.form:
            return written
        rows = range(_count(self.form, f"{name}-if-count"))
        rules = tuple(rule for row in rows if (rule := self.rule(f"{name}-if-{row}")))
        joined = "or" if self.form.get(f"{name}-if-joined") == "or" else "and"
        chosen = Asked(rules, joined if len(rules) > 1 else "and")
        return was if chosen == present else expression_of(chosen)

    def rule(self, name: str) -> Rule | None:
        about, sign = self.form.get(f"{name}-name", ""), self.form.get(f"{name}-sign", "=")
        of, _, value = self.form.get(f"{name}-value", "").partition("=")
        if not re.fullmatch(r"[\w.-]+", about, re.ASCII) or sign not in SIGNS:
            return None
        return Rule(about, sign, value if of == about and re.fullmatch(r"[\w.-]+", value, re.ASCII) else "")
