"""Piping: an earlier answer or the name of a place inside a question. Names come from a list, never from the text."""

import re
from collections.abc import Mapping
from typing import Any

from .definition import Definition, Question

PLACES = ("touchpoint", "unit", "organisation")
NAME = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]{0,59}(?:\.[A-Za-z0-9_.-]{1,60})?)\}")
LONGEST_PIECE = 200


def names_in(text: str) -> set[str]:
    """What a text wants piped in: questions and places, and rows of a matrix as ``parts.price``."""
    return set(NAME.findall(text))


def piped(text: str, words: Mapping[str, str]) -> str:
    """The text with each known name replaced, once; other names stay, and what is piped in is never looked at again."""
    return NAME.sub(lambda found: words.get(found[1], found[0])[:LONGEST_PIECE], text)


def words_for_piping(
    definition: Definition, answers: Mapping[str, Any], places: Mapping[str, str], language: str
) -> dict[str, str]:
    """Every name that may be piped in, with its words."""
    said: dict[str, str] = {}
    for question in definition.questions:
        value = answers.get(question.key)
        said[question.key] = answer_words(definition, question, value, language)
        said |= _rows_said(definition, question, value, language)
    return said | {name: places.get(name, "") for name in PLACES}


def _rows_said(definition: Definition, question: Question, value: Any, language: str) -> dict[str, str]:
    """What was said to each row of a matrix, in the words of its column."""
    said = value if isinstance(value, Mapping) else {}
    columns = {column.value: definition.said(column.text, language) for column in question.columns}
    return {f"{question.key}.{row.value}": columns.get(said.get(row.value), "") for row in question.rows}


def answer_words(definition: Definition, question: Question, value: Any, language: str) -> str:
    """An answer as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        said = _rows_said(definition, question, value, language)
        return ", ".join(words for words in said.values() if words)
    choices = {choice.value: definition.said(choice.text, language) for choice in question.choices}
    if isinstance(value, list):
        return ", ".join(choices.get(one, str(one)) for one in value)
    return choices.get(value, str(value)) if isinstance(value, str) else str(value)
