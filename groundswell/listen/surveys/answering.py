"""Answers to a survey: what was given, which question comes next, and when it may be sent."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .branching import read_condition
from .definition import Definition, Question
from .errors import AnswerUnusable
from .text_pattern import fits

LONGEST_WORDS = 10_000
Answers = Mapping[str, Any]
Given = Callable[[str], Sequence[str]]


def visible_questions(definition: Definition, answers: Answers) -> list[Question]:
    """What is asked, given what was answered. A hidden question's old answer counts for nothing."""
    shown: list[Question] = []
    counted: dict[str, Any] = {}
    for question in definition.questions:
        if question.visible_if and not read_condition(question.visible_if).holds(counted):
            continue
        shown.append(question)
        if question.key in answers:
            counted[question.key] = answers[question.key]
    return shown


def kept_answers(definition: Definition, answers: Answers) -> dict[str, Any]:
    """The answers to questions that are asked; those of branches that were left again are dropped."""
    shown = visible_questions(definition, answers)
    return {question.key: answers[question.key] for question in shown if question.key in answers}


def question_after(definition: Definition, answers: Answers, key: str) -> Question | None:
    """The next question on the way, or None at the end."""
    return _beside(definition, answers, key, 1)


def question_before(definition: Definition, answers: Answers, key: str) -> Question | None:
    return _beside(definition, answers, key, -1)


def _beside(definition: Definition, answers: Answers, key: str, step: int) -> Question | None:
    shown = visible_questions(definition, answers)
    place = next((number for number, one in enumerate(shown) if one.key == key), -1) + step
    return shown[place] if 0 <= place < len(shown) else None


def first_open(definition: Definition, answers: Answers) -> Question:
    """Where somebody who comes back goes on."""
    shown = visible_questions(definition, answers)
    return next((question for question in shown if question.key not in answers), shown[-1])


def missing_question(definition: Definition, answers: Answers) -> Question | None:
    """The first question without whose answer nothing can be sent."""
    for question in visible_questions(definition, answers):
        must = question.required or question is definition.core
        if must and answers.get(question.key) in (None, "", [], {}):
            return question
    return None


def read_answer(question: Question, given: Given) -> Any:
    """The value that was given to a question; None when it was left out. Raises AnswerUnusable."""
    if question.kind == "matrix":
        value = _matrix(question, given)
    elif question.kind == "multiple":
        value = _several(question, given(question.key))
    else:
        first = next(iter(given(question.key)), "")
        value = _text(question, first) if question.kind == "text" else _one(question, first)
    if value in (None, [], {}, "") and question.required:
        raise AnswerUnusable(_word(question))
    return None if value in (None, [], {}, "") else value


def given_back(question: Question, given: Given) -> Any:
    """What could not be used, as far as the page can show it again: nobody writes or chooses twice."""
    values = given(question.key)
    if question.kind == "text":
        return next(iter(values), "").replace("\x00", "")
    if question.kind == "multiple":
        return list(values) or None
    if question.kind == "matrix":
        rows = {row.value: next(iter(given(f"{question.key}.{row.value}")), "") for row in question.rows}
        return rows if any(rows.values()) else None
    return None


def _word(question: Question) -> str:
    return "write" if question.kind == "text" else "number" if question.is_scale else "choose"


def _text(question: Question, given: str) -> str:
    words = given.replace("\r\n", "\n").replace("\x00", "")
    if len(words) > LONGEST_WORDS:
        raise AnswerUnusable("long")
    if not words.strip():
        return ""
    if question.pattern and not fits(question.pattern, words):
        raise AnswerUnusable("form")
    return words


def _one(question: Question, given: str) -> int | str | None:
    if given == "":
        return None
    if question.is_scale:
        numbers = {str(number): number for number in question.numbers}
        if given not in numbers:
            raise AnswerUnusable("number")
        return numbers[given]
    if given not in {choice.value for choice in question.choices}:
        raise AnswerUnusable("choose")
    return given


def _several(question: Question, given: Sequence[str]) -> list[str]:
    known = [choice.value for choice in question.choices]
    if not set(given) <= set(known):
        raise AnswerUnusable("choose")
    return [value for value in known if value in given]


def _matrix(question: Question, given: Given) -> dict[str, str]:
    columns = {choice.value for choice in question.columns}
    found = {row.value: next(iter(given(f"{question.key}.{row.value}")), "") for row in question.rows}
    if not {value for value in found.values() if value} <= columns:
        raise AnswerUnusable("choose")
    if question.required and "" in found.values():
        raise AnswerUnusable("choose")
    return {row: value for row, value in found.items() if value}
