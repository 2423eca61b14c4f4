"""A survey on one page, for colleagues to read: every question in every language."""

from dataclasses import dataclass

from .definition import Definition, Question
from .kinds import KIND_NAMES
from .language_names import name_of
from .languages import is_right_to_left


@dataclass(frozen=True, slots=True)
class Read:
    """One question as text."""

    key: str
    kind_words: str
    text: str
    scale: str
    condition: str
    form: str
    options: list[str]
    is_translated: bool


@dataclass(frozen=True, slots=True)
class Language:
    """The whole survey in one language."""

    code: str
    name: str
    direction: str
    questions: list[Read]
    consent: str


def pages_of(definition: Definition) -> list[Language]:
    """The survey in each of its languages."""
    return [
        Language(
            language,
            name_of(language),
            "rtl" if is_right_to_left(language) else "ltr",
            [_read(definition, question, language) for question in definition.questions],
            definition.said(definition.consent, language),
        )
        for language in definition.languages
    ]


def _read(definition: Definition, question: Question, language: str) -> Read:
    low, high = definition.said(question.low, language), definition.said(question.high, language)
    ends = f"{question.least} {low} – {question.most} {high}" if question.is_scale else ""
    every = (*question.rows, *question.columns, *question.choices)
    return Read(
        question.key,
        KIND_NAMES[question.kind],
        definition.said(question.text, language),
        ends,
        question.visible_if,
        question.pattern,
        [definition.said(choice.text, language) for choice in every],
        language in question.text,
    )
