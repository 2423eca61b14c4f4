"""Piping: an earlier answer or the name of a place inside a question. Names come from a list, never from the text."""

import re
from collections.abc import Mapping
from typing import Any

from .definition import Definition, Question

PLACES = ("touchpoint", "unit", "organisation")
NAME = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]{0,59})\}")
LONGEST_PIECE = 200


def names_in(text: str) -> set[str]:
    """What a text wants piped in."""
    return set(NAME.findall(text))


def piped(text: str, words: Mapping[str, str]) -> str:
    """The text with each known name replaced, once; what is piped in is never looked at again."""
    return NAME.sub(lambda found: words.get(found[1], "")[:LONGEST_PIECE], text)


def words_for_piping(
    definition: Definition, answers: Mapping[str, Any], places: Mapping[str, str], language: str
) -> dict[str, str]:
    """Every name that may be piped in, with its words."""
    said = {
        question.key: answer_words(definition, question, answers.get(question.key), language)
        for question in definition.questions
    }
    return said | {name: places.get(name, "") for name in PLACES}


def answer_words(definition: Definition, question: Question, value: Any, language: str) -> str:
    """An answer as a person reads it."""
    if value is None:
        return ""
    choices = {choice.value: definition.said(choice.text, language) for choice in question.choices}
    if isinstance(value, list):
        return ", ".join(choices.get(one, str(one)) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(str(one) for one in value.values())
    return choices.get(value, str(value)) if isinstance(value, str) else str(value)
