"""Before the start: which effect a design can find in how many months, from how units moved apart by themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from groundswell.science.effects.effect import DRIFT_REACH, USUAL_DRIFT
from groundswell.science.effects.interrupted_series import segments, yearly
from groundswell.science.effects.wandering import Wandering
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE

Floats = NDArray[np.float64]

USUAL_POWER: Final = 0.8
LONGEST: Final = 36
"""Months; nobody plans a test for longer."""


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
    freedom: float,
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
    freedom: float,
    confidence: float = USUAL_CONFIDENCE,
    drift: Drift = NO_DRIFT,
) -> float:
    """How often an effect of so many points is found, by the non-central t distribution."""
    around, bar = hypot(error, drift.noise), _bar(error, freedom, confidence, drift)
    return float(1 - special.nctdtr(freedom, abs(effect) / around, bar / around))


def _bar(error: float, freedom: float, confidence: float, drift: Drift) -> float:
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
            and finds(pair / sqrt(each), found.freedom(2 * each), power, confidence, drift) <= effect
        )

    low, high = 1, most
    if not is_enough(most):
        return None
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high


def series_error(before: int, months: int, found: Wandering, units: int) -> float | None:
    """Standard error of a step in one series that has a trend of its own, ``units`` pooled, and that may bend, its season
    taken out from a year before on; None with less than four months before or two after.

    Nothing else is compared: what happened to everybody at the same time is counted as effect.
    """
    if before < 4 or months < 2:
        return None
    steps = np.arange(before + months)
    x = segments(len(steps), before, yearly(steps, before))
    alike = found.alike ** np.abs(steps[:, None] - steps[None, :])
    inner = np.linalg.inv(x.T @ x) @ x.T
    spread = inner @ alike @ inner.T * (found.variance / units + found.shared)
    return float(np.sqrt(spread[2, 2]))


def series_freedom(before: int, months: int) -> int:
    """What is known of the noise of such a series: its months less what they are fitted with, 1 at least."""
    fitted = 4 if yearly(np.arange(before), before) is None else 6
    return max(1, before + months - fitted)
