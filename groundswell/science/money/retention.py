"""Who stayed, for how long, and what they spent: promoters, passives and detractors side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from groundswell.science.scores.figure import MINIMUM_ANSWERS
from groundswell.science.statistics.intervals import (
    USUAL_CONFIDENCE,
    Interval,
    around_by_t,
    normal_quantile,
    wilson,
)

Kind = Literal["promoter", "passive", "detractor"]
KINDS: Final[tuple[Kind, ...]] = ("promoter", "passive", "detractor")


@dataclass(frozen=True, slots=True)
class Followed:
    """Customers of one kind by their first answer: how many were followed for 12 months, how many stayed."""

    n: int = 0
    stayed: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.stayed <= self.n:
            raise ValueError(f"{self.stayed} of {self.n} customers cannot have stayed.")

    def __add__(self, other: Followed) -> Followed:
        return Followed(self.n + other.n, self.stayed + other.stayed)


@dataclass(frozen=True, slots=True)
class Retention:
    """Share that stayed, 0 to 1, with its Wilson interval; or the reason why there is none."""

    kind: Kind
    n: int
    share: float | None
    low: float | None
    high: float | None
    reason: str | None


def retention_by_kind(
    followed: Mapping[Kind, Followed], minimum: int = MINIMUM_ANSWERS
) -> tuple[Retention, ...]:
    """Twelve-month retention of promoters, passives and detractors, in this order.

    Count only customers whose twelve months after the first answer are over: it is later behaviour that counts.
    A difference between kinds is an association, not the value of making a promoter.
    """
    return tuple(_retention(kind, followed.get(kind, Followed()), minimum) for kind in KINDS)


def _retention(kind: Kind, group: Followed, minimum: int) -> Retention:
    interval = wilson(group.stayed, group.n)
    if interval is None or group.n < minimum:
        reason = f"Too few customers to tell: {group.n} of at least {max(minimum, 1)}"
        return Retention(kind, group.n, None, None, None, reason)
    return Retention(kind, group.n, group.stayed / group.n, interval.low, interval.high, None)


@dataclass(frozen=True, slots=True)
class MeanMoney:
    """A mean per customer with its interval; None where nobody, or a single customer, was counted."""

    n: int
    mean: float | None
    low: float | None
    high: float | None


def mean_money(amounts: Sequence[float], confidence: float = USUAL_CONFIDENCE) -> MeanMoney:
    """Mean revenue (or cost) per customer with Student's t interval.

    Spending is skewed: below some hundred customers the true cover of the interval is less than stated.
    """
    n = len(amounts)
    if n == 0:
        return MeanMoney(0, None, None, None)
    values = np.asarray(amounts, dtype=np.float64)
    mean = float(values.mean())
    if n < 2:
        return MeanMoney(n, mean, None, None)
    interval = around_by_t(mean, float(values.std(ddof=1)) / sqrt(n), n - 1, confidence)
    return MeanMoney(n, mean, interval.low, interval.high)


@dataclass(frozen=True, slots=True, eq=False)
class SurvivalCurve:
    """Share still a customer after each time at which somebody left, with Greenwood's error and its band."""

    n: int
    times: NDArray[np.float64]
    at_risk: NDArray[np.int_]
    left: NDArray[np.int_]
    survival: NDArray[np.float64]
    standard_error: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def at(self, time: float) -> tuple[float, Interval]:
        """The share still there at that time, with its band; 1 before the first customer left."""
        position = int(np.searchsorted(self.times, time, side="right")) - 1
        if position < 0:
            return 1.0, Interval(1.0, 1.0)
        band = Interval(float(self.low[position]), float(self.high[position]))
        return float(self.survival[position]), band

    def restricted_mean(self, until: float) -> float:
        """Mean time as a customer within the given time: the area under the curve."""
        inside = self.times < until
        edges = np.concatenate(([0.0], self.times[inside], [until]))
        steps = np.concatenate(([1.0], self.survival[inside]))
        return float((np.diff(edges) * steps).sum())


def kaplan_meier(
    durations: Sequence[float], left: Sequence[bool], confidence: float = USUAL_CONFIDENCE
) -> SurvivalCurve | None:
    """Kaplan & Meier 1958 (JASA 53:457) with Greenwood's error, band on the log scale; None for nobody.

    `left` says who left at that time; the others were still customers when last seen.
    """
    if len(durations) == 0:
        return None
    time, gone = np.asarray(durations, dtype=np.float64), np.asarray(left, dtype=np.bool_)
    if (time < 0).any() or len(time) != len(gone):
        raise ValueError("Every customer needs a duration of at least 0 and whether they left.")
    times, events = np.unique(time[gone], return_counts=True)
    at_risk = len(time) - np.searchsorted(np.sort(time), times, side="left")
    survival = np.asarray(np.cumprod(1 - events / at_risk), dtype=np.float64)
    all_left = events == at_risk
    hazard = np.where(all_left, 0.0, events / (at_risk * np.where(all_left, 1, at_risk - events)))
    relative = np.sqrt(np.cumsum(hazard))
    reach = np.exp(normal_quantile(confidence) * relative)
    return SurvivalCurve(
        n=len(time),
        times=times,
        at_risk=at_risk.astype(np.int_),
        left=events.astype(np.int_),
        survival=survival,
        standard_error=survival * relative,
        low=survival / reach,
        high=np.minimum(1.0, survival * reach),
    )
