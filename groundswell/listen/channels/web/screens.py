"""One screen of the answer page: one question in the customer's language, with what was answered before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation.trans_real import parse_accept_lang_header

from groundswell.foundation.organisation.queries import organisation_name
from groundswell.listen.surveys.answering import (
    missing_question,
    question_after,
    question_before,
)
from groundswell.listen.surveys.definition import Definition, Question, Texts
from groundswell.listen.surveys.language_names import own_name
from groundswell.listen.surveys.languages import choose_language, is_right_to_left, words_of
from groundswell.listen.surveys.models import AnswerDraft, Invitation
from groundswell.listen.surveys.piping import PLACES, names_in, piped, words_for_piping


class Foreign(str):
    """Words that stand in another language than the page around them: on a page they say so, elsewhere they are words."""

    language: str

    @classmethod
    def of(cls, words: str, language: str) -> "Foreign":
        made = cls(words)
        made.language = language
        return made

    def __html__(self) -> str:
        return format_html('<bdi lang="{}" dir="auto">{}</bdi>', self.language, str.__str__(self))


def said(wording: Definition, texts: Texts, language: str, names: Mapping[str, str] | None = None) -> str:
    """Words in the language of the page, or in the first language of the survey, which then is told."""
    words = wording.said(texts, language)
    words = words if names is None else piped(words, names)
    return words if not words or texts.get(language) else Foreign.of(words, wording.languages[0])


@dataclass(frozen=True, slots=True)
class Option:
    """Something to tap."""

    name: str
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One line of a matrix."""

    text: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything that the template shows."""

    question: Question
    language: str
    text: str
    low: str
    high: str
    words: dict[str, str]
    consent: str = ""
    value: Any = None
    options: list[Option] = field(default_factory=list)
    rows: list[MatrixRow] = field(default_factory=list)
    is_core: bool = False
    is_last: bool = False
    may_send: bool = False
    back: str = ""
    is_same_for_all: bool = False

    @property
    def title(self) -> str:
        """The question as plain words, for the title of the window."""
        return str(self.text)

    @property
    def taps_at_once(self) -> bool:
        """A scale without an answer is answered by the tap itself."""
        return self.question.is_scale and self.value is None


def language_for(request: HttpRequest, definition: Definition, kept: str = "") -> str:
    """``?lang=`` wins, then what the customer had before, then the browser's wishes."""
    asked = [request.GET.get("lang", "")[:20], kept]
    return choose_language(definition, [one for one in asked if one] + wishes_of(request))


def wishes_of(request: HttpRequest) -> list[str]:
    """What the browser asks for, the first wish first."""
    header = request.headers.get("Accept-Language", "")[:200]
    return [language for language, _ in parse_accept_lang_header(header)]


def place_names(draft: AnswerDraft) -> dict[str, str]:
    """The names of the episode's places, for piping."""
    survey, invitation = draft.version.survey, draft.invitation
    touchpoint = (invitation and invitation.touchpoint) or survey.touchpoint
    unit = (invitation and invitation.unit) or draft.unit
    return {"touchpoint": str(touchpoint or ""), "unit": str(unit or ""), "organisation": organisation_name()}


def screen_of(draft: AnswerDraft, question: Question, language: str, *, value: Any = None) -> Screen:
    """The screen of a question. ``value`` is what was tapped in a message or could not be used."""
    wording = draft.wording
    value = draft.answers.get(question.key) if value is None else value
    ready = draft.answers if value is None else draft.answers | {question.key: value}
    piped_in = names_in(wording.said(question.text, language))
    is_piped = bool(piped_in)
    names = words_for_piping(wording, draft.answers, place_names(draft), language) if is_piped else None
    before, after = (
        question_before(wording, ready, question.key),
        question_after(wording, ready, question.key),
    )
    rows = [
        MatrixRow(said(wording, row.text, language), _columns(wording, question, row.value, value, language))
        for row in question.rows
    ]
    return Screen(
        question=question,
        language=language,
        text=said(wording, question.text, language, names),
        low=said(wording, question.low, language),
        high=said(wording, question.high, language),
        words=dict(words_of(wording, language)),
        consent=said(wording, wording.consent, language) if question is wording.core else "",
        value=value,
        options=_options(wording, question, value, language),
        rows=rows,
        is_core=question.key == wording.core.key,
        is_last=after is None,
        may_send=after is not None and missing_question(wording, ready) in (None, question),
        back=before.key if before else "",
        is_same_for_all=piped_in <= set(PLACES),
    )


def first_screen(invitation: Invitation) -> Screen:
    """The core question as it stands in a message, in the first language of the survey."""
    draft = AnswerDraft(token=invitation.token, version=invitation.version, invitation=invitation)
    return screen_of(draft, draft.wording.core, draft.wording.languages[0])


def _options(wording: Definition, question: Question, value: Any, language: str) -> list[Option]:
    if question.is_scale:
        return [
            Option(question.key, str(number), str(number), str(number) == str(value))
            for number in question.numbers
        ]
    chosen = value if isinstance(value, list) else [value]
    return [
        Option(question.key, one.value, said(wording, one.text, language), one.value in chosen)
        for one in question.choices
    ]


def _columns(wording: Definition, question: Question, row: str, value: Any, language: str) -> list[Option]:
    chosen = value.get(row) if isinstance(value, dict) else None
    return [
        Option(f"{question.key}.{row}", one.value, said(wording, one.text, language), one.value == chosen)
        for one in question.columns
    ]


def languages_to_choose(wording: Definition) -> list[tuple[str, str]]:
    """Each language with its own name for itself; nothing where there is no choice."""
    return [(code, own_name(code)) for code in wording.languages] if len(wording.languages) > 1 else []


def direction(language: str) -> dict[str, Any]:
    """What the page frame needs to know of a language."""
    return {"LANGUAGE_CODE": language, "LANGUAGE_BIDI": is_right_to_left(language)}
