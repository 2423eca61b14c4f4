"""The weakest link by evidence: not the lowest number, but the touchpoint whose bad moments cost the most afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import Difference, compare
from groundswell.science.statistics.intervals import Interval, normal_quantile, two_sided_p
from groundswell.science.statistics.many import holm

FEWEST = 30
"""Relationship answers after good and after bad moments, each, before they are compared."""


@dataclass(frozen=True, slots=True)
class SharesApart:
    """Points of per cent by which a share is lower (below 0) or higher than another one, with its range."""

    points: float
    interval: Interval
    p_value: float

    @property
    def is_real(self) -> bool:
        return self.p_value < 0.05


@dataclass(frozen=True, slots=True)
class After:
    """One touchpoint: of all customers, the share whose last moment here was bad, and what came after both kinds."""

    code: str
    share_bad: float
    relationship: Difference | None
    """Relationship score after a bad moment less that after a good one."""
    stays: SharesApart | None

    @property
    def stake(self) -> float | None:
        """Points of the whole relationship score that go along with bad moments here; above 0 is a loss.

        What it would gain if those customers answered as those with a good moment do: an association, no promise.
        """
        return -self.share_bad * self.relationship.points if self.relationship else None

    @property
    def stake_range(self) -> Interval | None:
        """The same at both ends of the difference."""
        if self.relationship is None:
            return None
        low, high = self.relationship.interval.low, self.relationship.interval.high
        return Interval(-self.share_bad * high, -self.share_bad * low)


def compare_after(good: NpsTally, bad: NpsTally) -> Difference | None:
    """The relationship score after a bad moment less that after a good one; None below 30 answers on either side."""
    return compare(bad, good) if min(good.n, bad.n) >= FEWEST else None


def compare_shares(good: tuple[int, int], bad: tuple[int, int]) -> SharesApart | None:
    """The share after bad less that after good, each so many of so many (Agresti & Caffo 2000, The American Statistician 54:280).

    None below 30 on either side.
    """
    if min(good[1], bad[1]) < FEWEST:
        return None
    after_good, after_bad = (good[0] + 1) / (good[1] + 2), (bad[0] + 1) / (bad[1] + 2)
    error = sqrt(after_good * (1 - after_good) / (good[1] + 2) + after_bad * (1 - after_bad) / (bad[1] + 2))
    middle, reach = after_bad - after_good, normal_quantile(0.95) * error
    return SharesApart(
        100 * (bad[0] / bad[1] - good[0] / good[1]),
        Interval(100 * (middle - reach), 100 * (middle + reach)).clipped(-100, 100),
        two_sided_p(middle / error),
    )


def weakest_by_evidence(points: Sequence[After]) -> After | None:
    """The touchpoint with the most at stake even at the kind end of its range.

    At stake is first the relationship score, and where nothing is sure of that, who stays. None unless some difference
    is sure once all of both are counted (Holm below 0.05).
    """
    told: list[tuple[After, Difference | SharesApart]] = [
        (point, found)
        for point in points
        for found in (point.relationship, point.stays)
        if found is not None and point.share_bad > 0
    ]
    strict = holm([found.p_value for _, found in told])
    sure = [
        (isinstance(found, Difference), -point.share_bad * found.interval.high, point)
        for (point, found), p in zip(told, strict, strict=True)
        if p < 0.05 and found.points < 0
    ]
    return max(sure, key=lambda one: (one[0], one[1], one[2].code), default=(False, 0.0, None))[2]
