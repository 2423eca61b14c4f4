"""A survey to look at while it is worded: the questions that can be shown, and answers as a customer might give them."""

from typing import Any

from .definition import Definition, Question
from .errors import DefinitionUnusable
from .reading import read_definition

SAMPLE_WORDS = "…"


def showable(data: dict[str, Any]) -> Definition | None:
    """The survey without the questions that are not complete; None where nothing can be shown."""
    kept = dict(data)
    while True:
        try:
            return read_definition(kept)
        except DefinitionUnusable as unusable:
            wrong = {problem.place - 1 for problem in unusable.problems if problem.place}
        questions = kept.get("questions")
        if not wrong or not isinstance(questions, list):
            return None
        kept["questions"] = [one for place, one in enumerate(questions) if place not in wrong]


def sample_answers(definition: Definition) -> dict[str, Any]:
    """An answer to every question: the first choices, and a number below the highest."""
    return {question.key: _sample(question) for question in definition.questions}


def _sample(question: Question) -> Any:
    if question.is_scale:
        return max(question.most - 2, question.least)
    if question.kind == "matrix":
        return {row.value: question.columns[0].value for row in question.rows}
    values = [choice.value for choice in question.choices]
    return (
        SAMPLE_WORDS if question.kind == "text" else values[:2] if question.kind == "multiple" else values[0]
    )
