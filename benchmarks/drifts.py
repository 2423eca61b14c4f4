"""How often is a hidden drift taken for an effect, and an effect found? 200 simulated organisations of each kind.

``python -m benchmarks.drifts`` prints shares in a hundred for decision 28: units that somebody chose, 24 months, half of them begin in
the middle.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from groundswell.science.effects.by_design import Way, effect_by
from groundswell.science.effects.effect import Verdict
from groundswell.science.effects.panel import Cell

MONTHS, WORLDS, DEALS = 24, 200, 199
SIZES = ((12, 60, 12.0), (12, 25, 16.0), (24, 25, 12.0))
"""Units, answers of each a month, and the effect in points."""
DRIFTS = (0.0, 0.25, 0.5, -0.5)
SPREAD, LEVELS, SHOCKS, WANDER = 85.0, 12.0, 3.0, 3.0


def is_claimed(seed: int, units: int, answers: int, effect: float, drift: float) -> bool:
    """Whether one organisation is told that it worked."""
    rng, start = np.random.default_rng(seed), MONTHS // 2
    levels, shocks = rng.normal(0, LEVELS, units), rng.normal(0, SHOCKS, MONTHS)
    cells = []
    for unit, month in product(range(units), range(MONTHS)):
        has = unit < units // 2
        score = levels[unit] + shocks[month] + rng.normal(0, WANDER)
        score += has * (drift * (month - start) + effect * (month >= start))
        n = int(rng.poisson(answers)) + 1
        cells.append(Cell(str(unit), month, score + rng.normal(0, SPREAD / np.sqrt(n)), n))
    starts: dict[str, int | None] = {str(unit): start for unit in range(units // 2)}
    told = effect_by(Way.MATCHED, cells, starts, np.random.default_rng(1994), 5.0, deals=DEALS)
    return told.verdict is Verdict.WORKED


if __name__ == "__main__":
    for units, answers, points in SIZES:
        for effect, drift in product((0.0, points), DRIFTS):
            claimed = sum(is_claimed(seed, units, answers, effect, drift) for seed in range(WORLDS))
            print(
                f"{units} units, {answers} answers, effect {effect:g}, drift {drift:+g}: {100 * claimed / WORLDS:.0f}"
            )
