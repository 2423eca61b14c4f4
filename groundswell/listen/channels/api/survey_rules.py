"""Whole surveys from other systems: the same questions and the same rules as on the answer page."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from groundswell.listen.surveys.answering import kept_answers, missing_question, read_answer
from groundswell.listen.surveys.definition import Definition, Question
from groundswell.listen.surveys.errors import AnswerUnusable

from .errors import Refused
from .response_rules import ResponseRules, readable

READ_AGAIN_SECONDS = 30.0
MOST_REMEMBERED = 1_000
LONGEST_CODE = 60
MOST_VERSIONS = 999_999
OURS = ("score", "comment", "kind_of_score")
"""What comes out of the answers themselves."""


NAMING = ("email", "metadata")
"""What says whose answer it is; never kept with what employees say about their work."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of a survey, as it is asked by others."""

    code: str
    number: int
    title: str
    kind_of_score: str
    definition: Definition
    content: dict[str, Any]
    closed_at: datetime | None = None

    def as_told(self) -> dict[str, Any]:
        """What another system needs in order to ask."""
        return {
            "survey": self.code,
            "version": self.number,
            "title": self.title,
            "kind_of_score": self.kind_of_score,
            "languages": list(self.definition.languages),
            "definition": self.content,
        }


Load = Callable[[str, int | None], Awaitable[Wording | None]]


class Surveys:
    """The wordings that are asked now. A new or closed one is known within ``READ_AGAIN_SECONDS``."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._known: dict[tuple[str, int | None], tuple[float, Wording]] = {}

    async def wording(self, code: Any, number: Any = None) -> Wording:
        """A version of a survey, the newest without a number. Raises Refused."""
        if type(code) is not str or (number is not None and type(number) is not int):
            raise Refused("type", "version" if type(code) is str else "survey")
        readable("survey", code)
        place, now = (code, number), time.monotonic()
        read_at, found = self._known.get(place, (0.0, None))
        if found is None or now - read_at > READ_AGAIN_SECONDS:
            found = await self._read(code, number)
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[place] = now, found
        return found

    async def _read(self, code: str, number: int | None) -> Wording:
        if len(code) > LONGEST_CODE or (number is not None and not 0 < number <= MOST_VERSIONS):
            raise Refused("unknown_survey", "survey")
        try:
            found = await self._load(code, number)
        except Exception as trouble:
            raise Refused("unavailable") from trouble
        if found is None:
            raise Refused("unknown_survey", "survey")
        return found


def read_survey_response(
    rules: ResponseRules, given: dict[str, Any], wording: Wording, now: datetime
) -> dict[str, Any]:
    """The answers as they are kept, with the version that they were given to. Raises Refused."""
    if any(name in given for name in OURS):
        raise Refused("unknown_field", next(name for name in OURS if name in given))
    named = [name for name in NAMING if given.get(name)]
    if named and wording.definition.is_confidential:
        raise Refused("confidential", named[0])
    shared = {name: value for name, value in given.items() if name not in {"survey", "version", "answers"}}
    kept = rules.read(shared | {"score": 0}, now)  # the usual rules want a score; ours stands in the answers
    del kept["score"]
    if wording.closed_at and datetime.fromisoformat(kept["submitted_at"]) > wording.closed_at:
        raise Refused("closed", "survey")
    return kept | {
        "survey": wording.code,
        "version": wording.number,
        "answers": _answers(wording.definition, given.get("answers")),
    }


def _answers(definition: Definition, given: Any) -> dict[str, Any]:
    if type(given) is not dict:
        raise Refused("required" if given is None else "type", "answers")
    for key in given.keys() - {question.key for question in definition.questions}:
        readable("answers", key)
        raise Refused("unknown_field", f"answers.{key[:60]}")
    read = {key: _one(definition.question(key), value) for key, value in given.items() if value is not None}
    kept = kept_answers(definition, {key: value for key, value in read.items() if value is not None})
    missing = missing_question(definition, kept)
    if missing:
        raise Refused("answer_missing", f"answers.{missing.key}")
    return kept


def _one(question: Question | None, value: Any) -> Any:
    """One answer by the rules of the answer page: JSON is put into the words of a form."""
    if question is None:
        return None
    where = f"answers.{question.key}"
    form = _as_form(question, value, where)
    for texts in form.values():
        for text in texts:
            readable("comment" if question.kind == "text" else where, text)
    try:
        return read_answer(question, lambda name: form.get(name, []))
    except AnswerUnusable as unusable:
        raise Refused("too_long" if unusable.word == "long" else "answer", where) from unusable


def _as_form(question: Question, value: Any, where: str) -> dict[str, Sequence[str]]:
    wanted = int if question.is_scale else {"multiple": list, "matrix": dict}.get(question.kind, str)
    if type(value) is not wanted:
        raise Refused("type", where)
    if question.kind == "matrix":
        rows = {f"{question.key}.{row}": [column] for row, column in value.items()}
        texts = list(value.values())
        if set(value) - {row.value for row in question.rows}:
            raise Refused("answer", where)
    else:
        texts = value if question.kind == "multiple" else [str(value)]
        rows = {question.key: texts}
    if any(type(text) is not str for text in texts):
        raise Refused("type", where)
    return rows
