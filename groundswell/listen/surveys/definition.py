"""A survey as data: questions with their wording in every language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SCHEMA = "groundswell.survey/1"
SCALES = {"recommendation": (0, 10), "employee": (0, 10), "satisfaction": (1, 5), "effort": (1, 7)}
"""Kinds whose scale is locked, so that their scores compare."""
CORE_KINDS = tuple(SCALES)
KINDS = (*CORE_KINDS, "rating", "single", "multiple", "matrix", "text")

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: the value that is kept, and its words."""

    value: str
    text: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``least`` and ``most`` are the ends of a scale; ``pattern`` is the form of a text answer."""

    key: str
    kind: str
    text: Texts
    required: bool = False
    visible_if: str = ""
    low: Texts = field(default_factory=dict)
    high: Texts = field(default_factory=dict)
    least: int = 0
    most: int = 10
    choices: tuple[Choice, ...] = ()
    rows: tuple[Choice, ...] = ()
    columns: tuple[Choice, ...] = ()
    pattern: str = ""

    @property
    def is_scale(self) -> bool:
        return self.kind in SCALES or self.kind == "rating"

    @property
    def numbers(self) -> range:
        return range(self.least, self.most + 1)


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole survey. The first language is the one that is always complete; the first question is the core."""

    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    title: Texts = field(default_factory=dict)
    consent: Texts = field(default_factory=dict)
    thanks: Texts = field(default_factory=dict)
    words: Mapping[str, Texts] = field(default_factory=dict)

    @property
    def core(self) -> Question:
        """The question whose score is compared over time."""
        return self.questions[0]

    @property
    def is_confidential(self) -> bool:
        """Whether employees are asked about their work, so that no single answer may be seen."""
        return self.core.kind == "employee"

    @property
    def why(self) -> Question | None:
        """The question whose words become the comment of the voice: the first one that asks for text."""
        return next((question for question in self.questions if question.kind == "text"), None)

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)

    def said(self, texts: Texts, language: str) -> str:
        """Words in a language, or in the first language of the survey while they are not translated."""
        return texts.get(language) or texts.get(self.languages[0], "")

    def core_differs_from(self, earlier: "Definition") -> bool:
        """Whether scores of both cannot be compared. A new translation changes nothing; changed words do."""
        old, new = earlier.core, self.core
        if (old.kind, old.least, old.most) != (new.kind, new.least, new.most):
            return True
        wordings = ((old.text, new.text), (old.low, new.low), (old.high, new.high))
        return any(new.get(one, was) != was for old, new in wordings for one, was in old.items())


def as_data(definition: Definition) -> dict[str, Any]:
    """The definition as it is stored and written to a file; what is empty is left out."""
    data = {
        "schema": SCHEMA,
        "languages": list(definition.languages),
        "title": dict(definition.title),
        "questions": [_question_data(question) for question in definition.questions],
        "consent": dict(definition.consent),
        "thanks": dict(definition.thanks),
        "words": {name: dict(texts) for name, texts in definition.words.items()},
    }
    return {name: value for name, value in data.items() if value}


def _question_data(question: Question) -> dict[str, Any]:
    plain = {
        "key": question.key,
        "kind": question.kind,
        "text": dict(question.text),
        "required": question.required,
        "visibleIf": question.visible_if,
        "low": dict(question.low),
        "high": dict(question.high),
        "pattern": question.pattern,
    }
    lists = {
        name: [{"value": choice.value, "text": dict(choice.text)} for choice in getattr(question, name)]
        for name in ("choices", "rows", "columns")
    }
    ends = {"least": question.least, "most": question.most} if question.kind == "rating" else {}
    return {name: value for name, value in (plain | lists).items() if value} | ends


def recommendation(
    asks: str,
    why: str,
    *,
    low: str = "Not at all likely",
    high: str = "Extremely likely",
    language: str = "en",
) -> dict[str, Any]:
    """The shortest survey: would you recommend us, and why."""
    questions = (
        Question(
            "score", "recommendation", {language: asks}, True, low={language: low}, high={language: high}
        ),
        Question("why", "text", {language: why}),
    )
    return as_data(Definition((language,), questions))
