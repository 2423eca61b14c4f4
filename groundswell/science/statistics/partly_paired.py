"""Two scores of which some people gave both and others only one: neither independent nor wholly paired."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import Difference
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, around, two_sided_p


def compare_partly_paired(
    pairs: Sequence[tuple[int, int]],
    only_first: Sequence[int] = (),
    only_second: Sequence[int] = (),
    confidence: float = USUAL_CONFIDENCE,
) -> Difference | None:
    """First score minus second over everybody who gave either (0-10), by the corrected z test.

    Looney & Jones 2003, Statistics in Medicine 22:1601: variances over all answers, less twice the covariance of the
    pairs. Variances are the adjusted ones (Rocks 2016), so that agreement is never certainty. None where one is empty.
    """
    first = NpsTally.from_scores([*(one for one, _ in pairs), *only_first])
    second = NpsTally.from_scores([*(other for _, other in pairs), *only_second])
    if first.score is None or second.score is None:
        return None
    (centre_1, error_1), (centre_2, error_2) = first.adjusted(), second.adjusted()
    shared = 2 * len(pairs) * _covariance(pairs) / (first.n * second.n)
    least = 0.05 * (error_1**2 + error_2**2)
    error = sqrt(max(error_1**2 + error_2**2 - shared, least))
    middle = centre_1 - centre_2
    return Difference(
        points=first.score - second.score,
        standard_error=error,
        interval=around(middle, error, confidence).clipped(-200, 200),
        p_value=two_sided_p(middle / error),
        confidence=confidence,
        n_first=first.n,
        n_second=second.n,
    )


def _covariance(pairs: Sequence[tuple[int, int]]) -> float:
    """Of the two answers of one person, in points squared."""
    n = len(pairs)
    if n < 2:
        return 0.0
    firsts, seconds = [_points(one) for one, _ in pairs], [_points(other) for _, other in pairs]
    middle_1, middle_2 = sum(firsts) / n, sum(seconds) / n
    shared = sum((one - middle_1) * (two - middle_2) for one, two in zip(firsts, seconds, strict=True))
    return shared / (n - 1)


def _points(answer: int) -> float:
    return 100.0 if answer >= 9 else -100.0 if answer <= 6 else 0.0
