"""Whole-number answers on a scale, counted per answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import index
from typing import SupportsIndex

from groundswell.science.scores.errors import AnswerOffTheScale, NotAHistogram


def counted(answers: Iterable[SupportsIndex], lowest: int, highest: int) -> tuple[int, ...]:
    """How often each answer from lowest to highest was given.

    Raises AnswerOffTheScale for a missing, fractional or impossible answer: nothing is dropped unseen.
    """
    counts = [0] * (highest - lowest + 1)
    for answer in answers:
        counts[_on_scale(answer, lowest, highest) - lowest] += 1
    return tuple(counts)


def checked(counts: Sequence[int], buckets: int) -> tuple[int, ...]:
    """The counts unchanged. Raises NotAHistogram unless there is one count of at least 0 per bucket."""
    if len(counts) != buckets:
        raise NotAHistogram(f"{buckets} counts are needed, one per answer, not {len(counts)}.")
    if any(count < 0 for count in counts):
        raise NotAHistogram("A count cannot be below 0.")
    return tuple(int(count) for count in counts)


def _on_scale(answer: SupportsIndex, lowest: int, highest: int) -> int:
    if isinstance(answer, bool) or not hasattr(answer, "__index__"):
        raise AnswerOffTheScale(f"{answer!r} is not a whole number from {lowest} to {highest}.")
    number = index(answer)
    if not lowest <= number <= highest:
        raise AnswerOffTheScale(f"{number} is not on the scale from {lowest} to {highest}.")
    return number
