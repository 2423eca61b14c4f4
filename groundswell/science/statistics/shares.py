"""Two shares beside each other, with the range of what lies between them."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval, wilson


@dataclass(frozen=True, slots=True)
class ShareDifference:
    """First share minus second, from -1 to 1."""

    difference: float
    interval: Interval

    @property
    def is_real(self) -> bool:
        """Whether the range leaves out no difference at all."""
        return not self.interval.contains(0)


def difference_of_shares(
    hits_1: int, n_1: int, hits_2: int, n_2: int, confidence: float = USUAL_CONFIDENCE
) -> ShareDifference | None:
    """Two independent groups by the hybrid score interval (Newcombe 1998, Statistics in Medicine 17:873, method 10).

    It holds for small counts, also where nobody did it. None when a group is empty. Raises ValueError for what is no share.
    """
    first, second = wilson(hits_1, n_1, confidence), wilson(hits_2, n_2, confidence)
    if first is None or second is None:
        return None
    share_1, share_2 = hits_1 / n_1, hits_2 / n_2
    difference = share_1 - share_2
    below = sqrt((share_1 - first.low) ** 2 + (second.high - share_2) ** 2)
    above = sqrt((first.high - share_1) ** 2 + (share_2 - second.low) ** 2)
    return ShareDifference(difference, Interval(difference - below, difference + above))
