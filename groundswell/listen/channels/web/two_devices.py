"""Words that two devices write into one answer before it is sent: neither takes the place of the other unseen."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from groundswell.listen.surveys.definition import Question

HAD = "had"
"""The field of a page that says which words it stands on."""


def mark_of(words: Any) -> str:
    """A short name for the words that a page was made with; empty where there were none."""
    return sha256(words.encode()).hexdigest()[:12] if isinstance(words, str) and words else ""


def both_words(question: Question, answers: Mapping[str, Any], given: Any, had: str | None) -> str | None:
    """What was written meanwhile and what is given now, one below the other; None where nothing would be lost.

    An order number or the like has a form and one value: there the last one stands.
    """
    kept = answers.get(question.key)
    if had is None or question.kind != "text" or question.pattern or not kept or mark_of(kept) == had:
        return None
    new = given or ""
    return None if kept in new else kept if new in kept else f"{kept}\n\n{new}"
