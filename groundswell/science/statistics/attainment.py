"""How far towards a target: with its margin, and reached only when chance is no longer the likelier story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from groundswell.science.statistics.intervals import Interval


@dataclass(frozen=True, slots=True)
class Attainment:
    """0 is the baseline, 1 the target. ``is_reached`` only if the unkind end of the margin has passed the target."""

    share: float
    interval: Interval
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The weighted attainment of what is known; ``missing`` is the weight of what is not, shared out among the rest."""

    share: float | None
    missing: float


def attainment(
    actual: float, margin: Interval, baseline: float, target: float, cap: float = 1.0
) -> Attainment:
    """(actual - baseline) / (target - baseline), cut to 0..cap; targets below the baseline are fine (less effort)."""
    if target == baseline:
        raise ValueError("A target that equals the baseline cannot be approached.")

    def cut(value: float) -> float:
        return min(max((value - baseline) / (target - baseline), 0.0), cap)

    low, high = sorted((cut(margin.low), cut(margin.high)))
    passed = margin.low >= target if target > baseline else margin.high <= target
    return Attainment(cut(actual), Interval(low, high), passed)


def scorecard(parts: Sequence[tuple[float, Attainment | None]]) -> Scorecard:
    """Weights and attainments; a metric that is missing counts neither 0 nor 1. None where nothing is known."""
    if any(weight < 0 for weight, _ in parts) or not sum(weight for weight, _ in parts):
        raise ValueError("Weights are not negative, and one at least counts.")
    whole = sum(weight for weight, _ in parts)
    known = sum(weight for weight, one in parts if one is not None)
    reached = sum(weight * one.share for weight, one in parts if one is not None)
    return Scorecard(reached / known if known else None, 1 - known / whole)


def goal_attainment(levels: Sequence[int], weights: Sequence[float], correlation: float = 0.3) -> float:
    """The T score of goals of different kinds (Kiresuk & Sherman 1968): 50 is as expected, 10 a standard deviation.

    Levels from -2 (far less than expected) to 2; weights above 0; goals correlate by 0.3 unless known otherwise.
    """
    if len(levels) != len(weights) or not levels or min(weights) < 0 or not sum(weights):
        raise ValueError("Every goal needs a level and a weight, and one weight at least counts.")
    if any(not -2 <= level <= 2 for level in levels):
        raise ValueError("Levels run from -2 to 2.")
    own = (1 - correlation) * sum(w * w for w in weights) + correlation * sum(weights) ** 2
    return 50 + 10 * sum(w * x for w, x in zip(weights, levels, strict=True)) / sqrt(own)
