"""Weights that make those who answered stand for everybody: by known margins, by propensity to answer, capped."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]
Margin = tuple[Sequence[Hashable], Mapping[Hashable, float]]
"""The group of each answer, and how many people each group has."""


class CannotBeWeighted(ValueError):
    """A group of the population from which nobody has answered, or margins that contradict each other."""


def raked(
    weights: ArrayLike, margins: Sequence[Margin], tolerance: float = 1e-9, rounds: int = 500
) -> Floats:
    """Weights whose sums meet every margin (iterative proportional fitting, Deming & Stephan 1940).

    n starting weights (1 / chance of being asked), one margin per property. One margin is post-stratification.
    Raises CannotBeWeighted.
    """
    w = np.array(weights, dtype=np.float64)
    prepared = [_prepared(groups, totals, len(w)) for groups, totals in margins]
    sums = {round(float(totals.sum()), 6) for _, totals in prepared}
    if len(sums) > 1:
        raise CannotBeWeighted(f"The margins add up to different populations: {sorted(sums)}.")
    for _ in range(rounds):
        furthest = 0.0
        for groups, totals in prepared:
            factor = totals / np.bincount(groups, w, len(totals))
            furthest = max(furthest, float(np.abs(factor - 1).max()))
            w *= factor[groups]
        if furthest < tolerance:
            return w
    raise CannotBeWeighted("No weights meet all margins at once; join small groups and try again.")


def _prepared(
    groups: Sequence[Hashable], totals: Mapping[Hashable, float], n: int
) -> tuple[NDArray[np.intp], Floats]:
    if len(groups) != n:
        raise ValueError("Every answer needs its group.")
    if unknown := set(groups) - set(totals):
        raise CannotBeWeighted(f"Nobody said how many people are in {', '.join(sorted(map(str, unknown)))}.")
    if silent := {group for group, people in totals.items() if people > 0} - set(groups):
        raise CannotBeWeighted(
            f"Nobody answered from {', '.join(sorted(map(str, silent)))}; join it to another group."
        )
    places = {group: place for place, group in enumerate(totals)}
    return np.array([places[group] for group in groups]), np.array([float(totals[g]) for g in places])


def response_propensity(answered: ArrayLike, known: ArrayLike, ridge: float = 1e-4) -> Floats:
    """How likely each of those asked was to answer, 0 to 1, by a logit on what is known about all of them.

    n flags and n x k columns known for silent people too (past score, tenure, channel). Its inverse is a weight.
    """
    y = np.asarray(answered, dtype=np.float64)
    x = np.asarray(known, dtype=np.float64)
    spread = x.std(axis=0)
    x = np.column_stack([np.ones(len(y)), (x - x.mean(axis=0)) / np.where(spread > 0, spread, 1)])

    def loss(slopes: Floats) -> tuple[float, Floats]:
        height = x @ slopes
        penalty = ridge * len(y) * np.concatenate([[0.0], slopes[1:]])
        value = float((np.logaddexp(0, height) - y * height).sum() + (penalty @ slopes) / 2)
        return value, x.T @ (special.expit(height) - y) + penalty

    best = scipy.optimize.minimize(loss, np.zeros(x.shape[1]), method="BFGS", jac=True)
    return np.asarray(special.expit(x @ best.x), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Capped:
    """Weights with a ceiling, how many lie at it, and where it is."""

    weights: Floats
    ceiling: float
    n_capped: int


def capped(weights: ArrayLike, times_median: float = 5.0) -> Capped:
    """No answer weighs more than so many times the median; what is cut is shared out, so the sum stays."""
    w = np.asarray(weights, dtype=np.float64)
    ceiling = times_median * float(np.median(w))
    over = w > ceiling
    cut = np.where(over, ceiling, w)
    return Capped(cut * w.sum() / cut.sum(), ceiling, int(over.sum()))


def design_effect(weights: ArrayLike) -> float:
    """By how much unequal weights widen the variance (Kish 1965): n sum(w^2) / (sum w)^2. For planning."""
    w = np.asarray(weights, dtype=np.float64)
    return float(len(w) * (w @ w) / w.sum() ** 2)


def effective_n(weights: ArrayLike) -> float:
    """As many equal answers would say as much."""
    return len(np.asarray(weights)) / design_effect(weights)
