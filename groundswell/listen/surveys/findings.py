"""What is still to be done before a survey may be published, in the words of the editor and with the way to the field."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from .asked_if import asked_of
from .editing import languages_of
from .errors import Problem
from .language_names import name_of
from .reading import problems_of

LABELS = {
    "text": "its words",
    "low": "what the lowest number means",
    "high": "what the highest number means",
    "visibleIf": "when it is asked",
    "choices": "its choices",
    "rows": "its rows",
    "columns": "its columns",
    "key": "the name of its answer",
    "scale": "its scale",
    "kind": "its kind",
    "title": "Title",
    "consent": "Consent",
    "thanks": "Thanks",
    "words": "Buttons",
}
FIELD = re.compile(r"(\w+)(?: ([^()]*))?(?: ?\(([\w-]+)\))?")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to do: in which question (from 1; 0 around the questions), in words, and the address of its field."""

    place: int
    where: str
    remedy: str
    address: str


def findings_of(data: dict[str, Any]) -> list[Finding]:
    """Everything to be done; nothing when the survey can ask."""
    languages = languages_of(data)
    return [_found(problem, languages) for problem in problems_of(data)] + _open_rules(data)


def _found(problem: Problem, languages: list[str]) -> Finding:
    parts = FIELD.fullmatch(problem.field)
    field, further, language = parts.groups() if parts else (problem.field, None, None)
    label = LABELS.get(field, field)
    where = f"Question {problem.place}, {label}" if problem.place else label.capitalize()
    where += f" in {name_of(language)}" if language and language != languages[0] else ""
    said = f"“{problem.value}”. " if problem.value else ""
    anchor = _anchor(problem.place, field, further, language or languages[0])
    return Finding(problem.place, where, said + problem.remedy, _address(problem.place, anchor, language))


def _anchor(place: int, field: str, further: str | None, language: str) -> str:
    if not place:
        words = f"words-{further}" if field == "words" else field
        return f"{words}-{language}" if field in LABELS else "around"
    name = f"q{place - 1}"
    suffix = {
        "text": f"text-{language}",
        "low": f"low-{language}",
        "high": f"high-{language}",
        "visibleIf": "asked",
        "scale": "least",
        "choices": "choices-more",
        "rows": "rows-more",
        "columns": "columns-more",
    }.get(field, field if field in {"key", "kind"} else "")
    return f"{name}-{suffix}" if suffix else name


def _address(place: int, anchor: str, language: str | None) -> str:
    opened = place - 1 if place else "words" if anchor.startswith("words") else "around"
    return "?" + urlencode({"open": opened} | ({"lang": language} if language else {})) + f"#{anchor}"


def _open_rules(data: dict[str, Any]) -> list[Finding]:
    found = []
    questions = [one for one in data.get("questions") or [] if isinstance(one, dict)]
    for place, question in enumerate(questions, start=1):
        asked = asked_of(str(question.get("visibleIf") or ""))
        if asked and not all(rule.is_whole for rule in asked.rules):
            where = f"Question {place}, {LABELS['visibleIf']}"
            remedy = "Choose the answer that it is asked for."
            found.append(Finding(place, where, remedy, _address(place, f"q{place - 1}-asked", None)))
    return found
