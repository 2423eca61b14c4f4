"""How often is a hidden drift taken for an effect, and an effect found? 200 simulated organisations of each kind.

``python -m benchmarks.drifts`` prints shares in a hundred for decision 28: 24 months, half of the units, which somebody chose, begin in
the middle; and three waves, a fourth without it, whose order was planned or dealt by lot while each unit drifts by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from groundswell.science.effects.by_design import Way, effect_by
from groundswell.science.effects.effect import Verdict
from groundswell.science.effects.panel import Cell

MONTHS, WORLDS, DEALS = 24, 200, 199
SIZES = ((12, 60, 12.0), (12, 25, 16.0), (24, 25, 12.0))
"""Units, answers of each a month, and the effect in points."""
DRIFTS = (0.0, 0.25, 0.5, -0.5)
Starts = dict[str, int | None]
SPREAD, LEVELS, SHOCKS, WANDER = 85.0, 12.0, 3.0, 3.0


def answers_of(
    rng: np.random.Generator, starts: Starts, drifts: Sequence[float], answers: int, effect: float
) -> list[Cell]:
    """Units by months: ``drifts`` in points a month, and ``effect`` points from the start of each on."""
    levels, shocks = rng.normal(0, LEVELS, len(starts)), rng.normal(0, SHOCKS, MONTHS)
    cells = []
    for unit, month in product(range(len(starts)), range(MONTHS)):
        start = starts[str(unit)]
        score = levels[unit] + shocks[month] + rng.normal(0, WANDER) + drifts[unit] * (month - MONTHS // 2)
        score += effect * (start is not None and month >= start)
        n = int(rng.poisson(answers)) + 1
        cells.append(Cell(str(unit), month, score + rng.normal(0, SPREAD / np.sqrt(n)), n))
    return cells


def is_claimed(seed: int, units: int, answers: int, effect: float, drift: float) -> bool:
    """Whether one organisation is told that it worked, where those that have it drift."""
    starts: Starts = {str(unit): MONTHS // 2 if unit < units // 2 else None for unit in range(units)}
    drifts = [drift * (start is not None) for start in starts.values()]
    cells = answers_of(np.random.default_rng(seed), starts, drifts, answers, effect)
    told = effect_by(Way.MATCHED, cells, starts, np.random.default_rng(1994), 5.0, deals=DEALS)
    return told.verdict is Verdict.WORKED


def is_claimed_of_waves(
    seed: int, units: int, answers: int, effect: float, drift: float, *, is_by_lot: bool
) -> bool:
    """The same of three waves in the order of a lot, where each unit drifts by so much either way (standard deviation)."""
    rng = np.random.default_rng(seed)
    place = {str(unit): number % 4 for number, unit in enumerate(rng.permutation(units))}
    starts: Starts = {
        str(unit): None if place[str(unit)] == 3 else 12 + 3 * place[str(unit)] for unit in range(units)
    }
    cells = answers_of(rng, starts, rng.normal(0, drift, units).tolist(), answers, effect)
    told = effect_by(
        Way.STAGGERED, cells, starts, np.random.default_rng(1994), 5.0, deals=DEALS, is_by_lot=is_by_lot
    )
    return told.verdict is Verdict.WORKED


if __name__ == "__main__":
    for units, answers, points in SIZES:
        for effect, drift in product((0.0, points), DRIFTS):
            claimed = sum(is_claimed(seed, units, answers, effect, drift) for seed in range(WORLDS))
            print(
                f"{units} units, {answers} answers, effect {effect:g}, drift {drift:+g}: {100 * claimed / WORLDS:.0f}"
            )
        for effect, drift in product((0.0, points), (0.0, 0.35, 0.7)):
            found = [
                sum(
                    is_claimed_of_waves(seed, units, answers, effect, drift, is_by_lot=lot)
                    for seed in range(WORLDS)
                )
                for lot in (False, True)
            ]
            planned, by_lot = (100 * n / WORLDS for n in found)
            print(
                f"waves, {units} units, {answers} answers, effect {effect:g}, each drifts {drift:g}: "
                f"{planned:.0f} as if planned, {by_lot:.0f} by lot"
            )
