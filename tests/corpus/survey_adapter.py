"""Survey files and answer patterns behind the functions that their cases need."""

from __future__ import annotations

from typing import Any

from groundswell.listen.surveys.errors import DefinitionUnusable, PatternUnusable
from groundswell.listen.surveys.files import read_survey_file
from groundswell.listen.surveys.text_pattern import fits, read_pattern


def bring_survey(data: bytes) -> dict[str, Any]:
    """What becomes of a survey file: accepted with its questions and what stays behind, or refused with reasons."""
    try:
        brought = read_survey_file(data)
    except DefinitionUnusable as refusal:
        return {"outcome": "refused", "reasons": {problem.reason for problem in refusal.problems}}
    return {
        "outcome": "accepted",
        "title": brought.title,
        "texts": [text for question in brought.definition.questions for text in question.text.values()],
        "conditions": [question.visible_if for question in brought.definition.questions],
        "left": {(problem.field, problem.reason) for problem in brought.left},
    }


def validate(pattern: str, value: str) -> str:
    """Whether an answer has the form that a pattern asks for; refused when the pattern cannot be saved."""
    try:
        read_pattern(pattern)
        return "match" if fits(pattern, value) else "no_match"
    except PatternUnusable:
        return "refused"
