"""The mean of answers on a scale, with its margin, from how often each was given."""

from __future__ import annotations

from collections.abc import Sequence
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
