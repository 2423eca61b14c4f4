"""Before the start: which effect a design can find in how many months, from how units moved apart by themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from groundswell.science.effects.effect import DRIFT_REACH, USUAL_DRIFT
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE

Floats = NDArray[np.float64]

USUAL_POWER: Final = 0.8
LONGEST: Final = 36
"""Months; nobody plans a test for longer."""
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
    """Of one unit in one month, the harmonic mean: thin months weigh as they hurt."""
    shared: float = 0.0
    """How much all units together go up and down from month to month, beside a trend: a single series cannot tell it apart."""

    @property
    def design_effect(self) -> float:
        """How many times as many answers it takes as if answers alone varied; 1 where units do not wander."""
        return max(1.0, self.variance / self.sampling) if self.sampling > 0 else 1.0


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
    rest = _without_means(y, there)
    freedom = max(1, int(there.sum()) - y.shape[0] - y.shape[1] + 1)
    variance = float(np.square(rest[there]).sum() / freedom)
    both = there[:, :-1] & there[:, 1:]
    products = (np.where(there, rest, 0.0)[:, :-1] * np.where(there, rest, 0.0)[:, 1:])[both]
    level = float(np.square(rest[there]).mean())
    raw = float(products.mean() / level) if level > 0 and products.size else 0.0
    alike = min(MOST_ALIKE, max(0.0, raw + (1 + raw) / y.shape[1]))
    harmonic = float(1 / np.mean(1 / np.maximum(1.0, n[there])))
    shared = _shared(y, there, variance)
    return Wandering(variance, 1e4 * spread / harmonic, alike, y.shape[0], y.shape[1], harmonic, shared)


def _shared(y: Floats, there: NDArray[np.bool_], variance: float) -> float:
    """The variance of the months' means around their trend, less what so few units explain."""
    units = y - np.where(there, y, 0.0).sum(1, keepdims=True) / there.sum(1, keepdims=True)
    means = np.where(there, units, 0.0).sum(0) / np.maximum(1, there.sum(0))
    time = np.arange(len(means), dtype=np.float64)
    rest = means - np.polyval(np.polyfit(time, means, 1), time)
    around = float(np.square(rest).sum()) / (len(means) - 2)
    return max(0.0, around - variance / len(y))


def _without_means(y: Floats, there: NDArray[np.bool_]) -> Floats:
    """Unit and month means taken out by turns until they are gone (gaps allowed)."""
    rest = y.copy()
    for _ in range(50):
        for axis in (0, 1):
            sums = np.where(there, rest, 0.0).sum(axis=axis, keepdims=True)
            rest = rest - sums / np.maximum(1, there.sum(axis=axis, keepdims=True))
    return rest


Plan = Callable[[int], "Floats"]
"""Units by months, 1 where a unit works with the change, for so many months after the start."""


def two_arms(having: int, lacking: int, before: int) -> Plan:
    """So many units begin together, so many go without."""

    def plan(months: int) -> Floats:
        d = np.zeros((having + lacking, before + months))
        d[:having, before:] = 1
        return d

    return plan


def waves(sizes: Sequence[int], apart: int, before: int, lacking: int = 0) -> Plan:
    """Waves of so many units, each ``apart`` months after the one before; ``lacking`` never begin within the time."""

    def plan(months: int) -> Floats:
        d = np.zeros((sum(sizes) + lacking, before + months))
        row = 0
        for number, size in enumerate(sizes):
            d[row : row + size, before + number * apart :] = 1
            row += size
        return d

    return plan


def error_of(having: Floats, found: Wandering) -> float | None:
    """Standard error of the effect by unit and month means, in points; None where the plan compares nothing.

    With what carries over from month to month: Burlig, Preonas & Woerman 2020 (J. Development Economics 144:102458); for
    waves see Hussey & Hughes 2007 (Contemporary Clinical Trials 28:182).
    """
    d = having - having.mean(1, keepdims=True) - having.mean(0, keepdims=True) + having.mean()
    total = float(np.square(d).sum())
    if total < 1e-9:
        return None
    steps = np.arange(d.shape[1])
    alike = found.alike ** np.abs(steps[:, None] - steps[None, :])
    return sqrt(found.variance * float(np.einsum("ui,ij,uj->", d, alike, d))) / total


@dataclass(frozen=True, slots=True)
class Drift:
    """What units that somebody chose may drift apart by themselves, in points by the middle of the time after the start.

    ``unsure``: its standard deviation once the months before are seen; ``noise``: that of what is taken off for it.
    """

    unsure: float = 0.0
    noise: float = 0.0


NO_DRIFT: Final = Drift()
"""A lot drifts nowhere."""


def drift_of(having: int, lacking: int, before: int, months: int, found: Wandering) -> Drift:
    """As the verdict reckons with it: of the usual size, corrected by the slope of so many months before (decision 28)."""
    periods = (before + months) / 2
    usual = USUAL_DRIFT * periods
    if before < 3:
        return Drift(usual)
    weights = np.arange(before) - (before - 1) / 2
    weights = weights / np.square(weights).sum()
    steps = np.arange(before)
    alike = found.alike ** np.abs(steps[:, None] - steps[None, :])
    error = periods * sqrt(found.variance * (1 / having + 1 / lacking) * float(weights @ alike @ weights))
    share = usual**2 / (usual**2 + error**2)
    return Drift(usual * sqrt(1 - share), share * error)


def finds(
    error: float,
    freedom: int,
    power: float = USUAL_POWER,
    confidence: float = USUAL_CONFIDENCE,
    drift: Drift = NO_DRIFT,
) -> float:
    """The smallest effect that is found so often: (t of the confidence + t of the power) standard errors, and what a drift adds."""
    return _bar(error, freedom, confidence, drift) + float(special.stdtrit(freedom, power)) * hypot(
        error, drift.noise
    )


def power_of(
    effect: float,
    error: float,
    freedom: int,
    confidence: float = USUAL_CONFIDENCE,
    drift: Drift = NO_DRIFT,
) -> float:
    """How often an effect of so many points is found, by the non-central t distribution."""
    around, bar = hypot(error, drift.noise), _bar(error, freedom, confidence, drift)
    return float(1 - special.nctdtr(freedom, abs(effect) / around, bar / around))


def _bar(error: float, freedom: int, confidence: float, drift: Drift) -> float:
    """The points above which it is said to have worked."""
    reach = float(special.stdtrit(freedom, 0.5 + confidence / 2)) * error
    return hypot(reach, DRIFT_REACH * drift.unsure)


def units_needed(
    found: Wandering,
    effect: float,
    before: int,
    months: int,
    power: float = USUAL_POWER,
    most: int = 500,
    confidence: float = USUAL_CONFIDENCE,
    is_chosen: bool = False,
) -> int | None:
    """How many units each of two arms needs, dealt by lot or ``is_chosen`` by somebody; None where so ``many`` do not do.

    The error of one pair of units, over the root of the number of pairs; chosen units drift apart besides.
    """
    pair = error_of(two_arms(1, 1, before)(months), found)

    def is_enough(each: int) -> bool:
        drift = drift_of(each, each, before, months, found) if is_chosen else NO_DRIFT
        return (
            pair is not None
            and each > 1
            and finds(pair / sqrt(each), 2 * each - 2, power, confidence, drift) <= effect
        )

    low, high = 1, most
    if not is_enough(most):
        return None
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high


def series_error(before: int, months: int, found: Wandering, units: int) -> float | None:
    """Standard error of a step in one series that has a trend of its own, ``units`` pooled, and that may bend; None with less than four months
    before or two after.

    Nothing else is compared: what happened to everybody at the same time is counted as effect.
    """
    if before < 4 or months < 2:
        return None
    time = np.arange(before + months, dtype=np.float64) - before
    after = (time >= 0).astype(np.float64)
    x = np.column_stack([np.ones_like(time), time, after, after * time])
    steps = np.arange(len(time))
    alike = found.alike ** np.abs(steps[:, None] - steps[None, :])
    inner = np.linalg.inv(x.T @ x) @ x.T
    spread = inner @ alike @ inner.T * (found.variance / units + found.shared)
    return float(np.sqrt(spread[2, 2]))
