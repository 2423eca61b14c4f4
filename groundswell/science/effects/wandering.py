"""How units move apart by themselves, month by month: what an effect must stand out from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

MOST_ALIKE: Final = 0.9


@dataclass(frozen=True, slots=True)
class Wandering:
    """How the scores of units moved month by month beside what all shared: what an effect must stand out from.

    ``variance`` of one unit in one month, in points squared; ``sampling`` the part that so few answers explain;
    ``alike`` how much of it carries over to the next month.
    """

    variance: float
    sampling: float
    alike: float
    units: int
    months: int
    answers: float
    """Of one unit in one month, on average."""
    shared: float = 0.0
    """How much all units together go up and down from month to month, beside a trend: a single series cannot tell it apart."""
    sizes: tuple[float, ...] = ()
    """The answers of each unit in a month; empty where all are alike."""
    by_itself: float = 0.0
    """The variance of a unit in a month beside what its answers explain."""
    lasting: float = 0.0
    """How much of it is found again in the next month."""
    even: float = 1.0
    """As many units count, for how sure the range is, where some weigh more: this share of them."""

    @property
    def design_effect(self) -> float:
        """How many times as many answers it takes as if answers alone varied; 1 where units do not wander."""
        return max(1.0, self.variance / self.sampling) if self.sampling > 0 else 1.0

    def by_lot(self) -> Wandering:
        """As a lot is told: each unit weighs what it can say (``lot_effect``)."""
        return self._weighing(1 / self._left) if self.sizes else self

    def by_answers(self) -> Wandering:
        """As waves, matched units and a single series are told: each answer weighs the same, so the largest units decide."""
        return self._weighing(np.array(self.sizes)) if self.sizes else self

    def freedom(self, units: int) -> float:
        """What is known of how far so many units on two sides lie apart."""
        return max(1.0, units * self.even - 2)

    @property
    def _left(self) -> Floats:
        """What each unit leaves open in a month: how far it moves by itself, and its answers."""
        sizes = np.array(self.sizes)
        left: Floats = self.by_itself + self.sampling / np.mean(1 / sizes) / sizes
        return left

    def _weighing(self, weights: Floats) -> Wandering:
        """As many units, all alike, that would leave as much open as these do with their weights."""
        share = weights / weights.sum()
        uneven = len(share) * float(share @ share)
        variance = len(share) * float(share**2 @ self._left)
        alike = self.lasting * uneven / variance if variance else 0.0
        return replace(self, variance=variance, alike=alike, even=1 / uneven)


def wandering(scores: ArrayLike, answers: ArrayLike, spread: float) -> Wandering | None:
    """From units (rows) by months (columns), nan where nobody answered; ``spread`` is the variance of one answer (-1, 0, 1).

    What is left after each unit's and each month's own mean (two-way analysis of variance), with its correlation from month
    to month. Rows that lack more than a third of the months are left out. None with fewer than three rows or four months.
    """
    y, n = np.asarray(scores, dtype=np.float64), np.asarray(answers, dtype=np.float64)
    kept = np.isfinite(y).mean(axis=1) >= 2 / 3 if y.size else np.zeros(0, dtype=bool)
    y, n = y[kept], n[kept]
    if y.shape[0] < 3 or y.shape[1] < 4:
        return None
    there = np.isfinite(y)
    n = np.where(there, np.maximum(1.0, n), 0.0)
    freedom = max(1, int(there.sum()) - y.shape[0] - y.shape[1] + 1)
    variance = float(np.square(_without_means(y, there / 1.0)).sum() / freedom)
    of_one, thin = 1e4 * spread, float(np.mean(1 / n[there]))
    by_itself, rest = _by_itself(y, n, of_one, freedom)
    both = there[:, :-1] & there[:, 1:]
    raw = (
        float((rest[:, :-1] * rest[:, 1:])[both].mean() / np.square(rest[there]).mean())
        if rest.any()
        else 0.0
    )
    alike = min(MOST_ALIKE, max(0.0, raw + (1 + raw) / y.shape[1]))
    shown = float(np.mean(by_itself / (by_itself + of_one / n[there]))) if by_itself else 1.0
    sizes = n.sum(axis=1) / there.sum(axis=1)
    return Wandering(
        variance, of_one * thin, alike, y.shape[0], y.shape[1], float(sizes.mean()), _shared(y, there, variance),
        tuple(sizes.tolist()), by_itself, min(MOST_ALIKE, alike / shown) * by_itself,
    )  # fmt: skip


def _by_itself(y: Floats, n: Floats, of_one: float, freedom: int) -> tuple[float, Floats]:
    """How much units move beside what their answers explain, and what is left over its own error (Paule & Mandel 1982).

    So much that squared, each over its variance, what is left sums to its degrees of freedom.
    """

    def left(by_itself: float) -> Floats:
        weights = np.where(n > 0, 1 / (by_itself + of_one / np.maximum(n, 1.0)), 0.0)
        return np.asarray(np.sqrt(weights) * _without_means(y, weights))

    low, high = 0.0, 1e4
    if of_one <= 0 or np.square(left(low)).sum() <= freedom:
        return low, left(low) if of_one > 0 else np.zeros_like(n)
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if np.square(left(middle)).sum() > freedom else (low, middle)
    return high, left(high)


def _shared(y: Floats, there: NDArray[np.bool_], variance: float) -> float:
    """The variance of the months' means around their trend, less what so few units explain."""
    units = y - np.where(there, y, 0.0).sum(1, keepdims=True) / there.sum(1, keepdims=True)
    means = np.where(there, units, 0.0).sum(0) / np.maximum(1, there.sum(0))
    time = np.arange(len(means), dtype=np.float64)
    rest = means - np.polyval(np.polyfit(time, means, 1), time)
    around = float(np.square(rest).sum()) / (len(means) - 2)
    return max(0.0, around - variance / len(y))


def _without_means(y: Floats, weights: Floats) -> Floats:
    """Unit and month means taken out by turns until they are gone (what weighs nothing is a gap)."""
    rest = np.where(weights > 0, y, 0.0)
    for _ in range(50):
        for axis in (0, 1):
            sums = (weights * rest).sum(axis=axis, keepdims=True)
            rest = rest - sums / np.maximum(weights.sum(axis=axis, keepdims=True), 1e-12)
    return rest
