"""Did something happen more or less often than before? Counts over two spans of time."""

from __future__ import annotations

import numpy as np
from scipy import special

EQUALLY_LIKELY = 1 + 1e-7


def occurrences_p(now: int, before: int, *, span: float = 1.0, span_before: float = 1.0) -> float:
    """The chance of two counts at least as far apart, if things still happen as often; 1 where nothing happened at all.

    Exact conditional test of two Poisson rates (Przyborowski and Wilenski, 1940). ``span`` and ``span_before`` are the lengths
    of the two times in one unit. Raises ValueError for a negative count or a span that is not positive.
    """
    if now < 0 or before < 0 or span <= 0 or span_before <= 0:
        raise ValueError("Counts are 0 or more, and each of the two spans is longer than 0.")
    if now + before == 0:
        return 1.0
    total, share = now + before, span / (span + span_before)
    hits = np.arange(total + 1)
    ways = special.gammaln(total + 1) - special.gammaln(hits + 1) - special.gammaln(total - hits + 1)
    chances = np.exp(ways + special.xlogy(hits, share) + special.xlog1py(total - hits, -share))
    return min(1.0, float(chances[chances <= chances[now] * EQUALLY_LIKELY].sum()))
