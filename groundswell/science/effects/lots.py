"""Units dealt by lot: what each scored before taken out of it, each weighing what it can say."""

from __future__ import annotations

from typing import Final

import numpy as np
import scipy
from numpy.typing import NDArray

from groundswell.science.effects.effect import Contrast
from groundswell.science.effects.panel import ALL_OF_IT, apart, spread_of

Floats = NDArray[np.float64]

ROUNDS: Final = 2


def lot_effect(after: Floats, before: Floats, answers: Floats, has: NDArray[np.bool_]) -> Contrast:
    """CUPED between units (Deng et al. 2013), one slope within both sides; at least two units on each.

    A unit weighs 1 / (how far units lie apart by themselves + what its answers leave open), as in trials of groups (Kerry & Bland
    2001, Stat Med 20:377; the weights of DerSimonian & Laird 1986): one with three answers hardly counts, and one with half of all
    answers not for half. ``answers``: of each unit, those before and after as one, 1 / (1 / before + 1 / after). Each unit in turn is
    left out for the range.
    """
    weights = answers
    for _ in range(ROUNDS):
        slope = _slope(after, before, weights, has)
        rest = after - slope * before
        lies_apart = np.concatenate([rest[side] - _mean(rest, weights, side)[0] for side in (has, ~has)])
        weights = _worth(lies_apart, np.concatenate([answers[side] for side in (has, ~has)]), answers)
    rest = after - _slope(after, before, weights, has) * before
    (mean, share), (other, beside) = (_mean(rest, weights, side) for side in (has, ~has))
    if max(share.max(), beside.max()) > ALL_OF_IT:
        return Contrast(mean - other)
    return apart(
        mean - other,
        spread_of(share, share * (rest[has] - mean)),
        spread_of(beside, beside * (rest[~has] - other)),
    )


def _mean(values: Floats, weights: Floats, side: NDArray[np.bool_]) -> tuple[float, Floats]:
    share = weights[side] / weights[side].sum()
    return float(share @ values[side]), share


def _slope(after: Floats, before: Floats, weights: Floats, has: NDArray[np.bool_]) -> float:
    """How much of a score before is found again after, within each side."""
    together = known = 0.0
    for side in (has, ~has):
        away = before[side] - _mean(before, weights, side)[0]
        together += float(weights[side] @ (away * after[side]))
        known += float(weights[side] @ away**2)
    return together / known if known > 0 else 0.0


def _worth(lies_apart: Floats, of: Floats, answers: Floats) -> Floats:
    """The weights: squared distances are what units differ by themselves, and what one answer varies over their number."""
    by_themselves, of_one = scipy.optimize.nnls(np.column_stack([np.ones_like(of), 1 / of]), lies_apart**2)[0]
    left = by_themselves + of_one / answers
    return np.asarray(1 / left if (left > 0).all() else answers, dtype=np.float64)
