"""The mean of answers on a scale, with its margin, from how often each was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval, around_by_t


def mean_of(counts: Sequence[int], least: int) -> float | None:
    """The mean where ``counts[0]`` gave ``least``, ``counts[1]`` one more, and so on; None while nobody has answered."""
    n = sum(counts)
    return sum(answer * count for answer, count in enumerate(counts, least)) / n if n else None


def mean_interval(counts: Sequence[int], least: int, confidence: float = USUAL_CONFIDENCE) -> Interval | None:
    """Student's t interval of the mean, cut to the scale; None below two answers or when all agree."""
    mean, n = mean_of(counts, least), sum(counts)
    if mean is None or n < 2:
        return None
    spread = sum(count * (answer - mean) ** 2 for answer, count in enumerate(counts, least))
    if spread == 0:
        return None
    error = sqrt(spread / (n - 1) / n)
    return around_by_t(mean, error, n - 1, confidence).clipped(least, least + len(counts) - 1)


@dataclass(frozen=True, slots=True)
class MeanChange:
    """By how much the same people moved on average, second answer minus first, on the scale of the answers."""

    n: int
    change: float
    interval: Interval | None


def mean_change(
    pairs: Sequence[tuple[float, float]], confidence: float = USUAL_CONFIDENCE
) -> MeanChange | None:
    """First and second answer of each person, by the paired t interval (Student 1908, Biometrika 6:1).

    None while nobody answered twice; no interval below two people, or where everybody moved alike.
    """
    moves = [second - first for first, second in pairs]
    n = len(moves)
    if n == 0:
        return None
    mean = sum(moves) / n
    error = sqrt(sum((move - mean) ** 2 for move in moves) / (n - 1) / n) if n > 1 else 0.0
    return MeanChange(n, mean, around_by_t(mean, error, n - 1, confidence) if error else None)
