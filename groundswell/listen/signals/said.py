"""Answers to a survey as a signal says them: which is the score, which are the words, and what stands beside it."""

from collections.abc import Mapping
from typing import Any

from groundswell.listen.surveys.definition import Definition, Question

from .models import Answer, Signal
from .responses import NewAnswer

Answers = Mapping[str, Any]


def kind_of(wording: Definition) -> str:
    """Whose answer it is: what employees say about their work is nobody's single voice."""
    return Signal.Kind.EMPLOYEE if wording.is_confidential else Signal.Kind.ANSWER


def score_in(wording: Definition, answers: Answers) -> int | None:
    """Only a recommendation by customers is a score."""
    return answers[wording.core.key] if wording.core.kind == "recommendation" else None


def comment_in(wording: Definition, answers: Answers) -> str:
    why = comment_question(wording)
    return answers.get(why.key, "") if why else ""


def comment_question(wording: Definition) -> Question | None:
    """Whose words become the comment. Those of employees stay answers, so that no theme of customers counts them."""
    return None if wording.is_confidential else wording.why


def further_answers(wording: Definition, answers: Answers) -> list[NewAnswer]:
    """Everything but what the signal says itself: its score and its comment."""
    own = {wording.core.key} if wording.core.kind == "recommendation" else set()
    why = comment_question(wording)
    own |= {why.key} if why else set()
    asked = [one for one in wording.questions if one.key in answers and one.key not in own]
    return [answer for question in asked for answer in _rows(question, answers[question.key])]


def answers_said(signal: Signal, wording: Definition) -> dict[str, Any]:
    """The same the other way round: what a signal and its further answers say to each question."""
    found: dict[str, Any] = {}
    for one in signal.answers.order_by("pk"):
        question = wording.question(one.key)
        if question is not None and question.kind == one.kind:
            _add(found, question, one)
    why = comment_question(wording)
    own = {wording.core.key: signal.score} | ({why.key: signal.comment or None} if why else {})
    return found | {key: value for key, value in own.items() if value is not None}


def _add(found: dict[str, Any], question: Question, one: Answer) -> None:
    if question.is_scale:
        found[question.key] = one.number
    elif question.kind == "text":
        found[question.key] = one.words
    elif question.kind == "matrix":
        found.setdefault(question.key, {})[one.part] = one.choice
    elif question.kind == "multiple":
        found.setdefault(question.key, []).append(one.choice)
    else:
        found[question.key] = one.choice


def _rows(question: Question, value: Any) -> list[NewAnswer]:
    key, kind = question.key, question.kind
    if question.is_scale:
        return [NewAnswer(key, kind, number=value)]
    if kind == "text":
        return [NewAnswer(key, kind, words=value)]
    if kind == "matrix":
        return [NewAnswer(key, kind, part=row, choice=column) for row, column in value.items()]
    return [NewAnswer(key, kind, choice=one) for one in (value if kind == "multiple" else [value])]
