"""Did something happen more or less often than before? Counts over two spans of time."""

from __future__ import annotations

from scipy import stats


def occurrences_p(now: int, before: int, *, span: float = 1.0, span_before: float = 1.0) -> float:
    """The chance of two counts at least as far apart, if things still happen as often; 1 where nothing happened at all.

    Exact conditional test of two Poisson rates (Przyborowski and Wilenski, 1940). ``span`` and ``span_before`` are the lengths
    of the two times in one unit. Raises ValueError for a negative count or a span that is not positive.
    """
    if now < 0 or before < 0 or span <= 0 or span_before <= 0:
        raise ValueError("Counts are 0 or more, and each of the two spans is longer than 0.")
    if now + before == 0:
        return 1.0
    return float(stats.binomtest(now, now + before, span / (span + span_before)).pvalue)
