"""Anonymous answers in whole batches, so that nobody can find one person by comparing what is shown.

Answers of a group are counted only in batches of at least ``k`` that stay together for ever. Whatever cells are shown,
of whichever groups and at whichever moments, their differences and sums are whole batches again: no combination of them
says anything about fewer than ``k`` people. A threshold alone does not do that: it hides a group of three, and shows it
again as the whole minus the others (Willenborg and de Waal 2001, Elements of Statistical Disclosure
Control).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

SMALLEST_GROUP: Final = 5
"""Answers of employees are shown together with at least four others."""

Group = TypeVar("Group")
Answer = TypeVar("Answer")


def whole_batches(
    answers: Mapping[Group, Sequence[Answer]], k: int = SMALLEST_GROUP
) -> dict[Group, Sequence[Answer]]:
    """Of each group's answers, in the order of their arrival, those that fill a batch of ``k``; the rest waits."""
    if k < 1:
        raise ValueError("A batch holds at least one answer.")
    counted = {group: given[: len(given) // k * k] for group, given in answers.items()}
    return {group: given for group, given in counted.items() if given}
