"""Branches are never alike in size: one of them may give a third of all answers, and another one opens or closes meanwhile."""

from __future__ import annotations

from statistics import mean

import numpy as np
import pytest

from groundswell.science.effects.by_design import Way, effect_by
from groundswell.science.effects.difference_in_differences import panel_effect
from groundswell.science.effects.panel import Cell
from groundswell.science.effects.planning import error_of, two_arms
from groundswell.science.effects.wandering import Wandering, wandering

MONTHS, START = 14, 8
MIXED = START - 1
"""The month in the middle of which units begin: those with it lack it."""


def world(rng, sizes, treated, *, moves=6.0, spread=80.0, shock_at=None):
    """Nothing works; each unit moves by itself from before to after, and answers vary the more the fewer they are."""
    having = set(rng.permutation(len(sizes))[:treated].tolist())
    cells = []
    for unit, size in enumerate(sizes):
        own = rng.normal(0, 15), rng.normal(0, moves)
        for month in range(MONTHS):
            n = max(1, round(size))
            score = own[0] + own[1] * (month >= START) + rng.normal(0, spread / n**0.5)
            if shock_at == month:
                score -= 30
            if shock_at != month or unit not in having:
                cells.append(Cell(f"{unit:02}", month, score, n))
    return cells, {f"{unit:02}": START for unit in having}


def unequal(rng, units=48, each=60.0):
    sizes = np.exp(rng.normal(0, 1.8, units))
    return sizes / sizes.mean() * each


def test_one_large_unit_does_not_hide_how_far_units_lie_apart():
    """In 200 worlds without an effect the usual range clustered by unit would leave out the truth in 40 and more."""
    held = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        found = panel_effect(*world(rng, unequal(rng), 14), rng, permutations=0)
        held += found.low <= 0 <= found.high
    assert held >= 184, f"held in {held} of 200"


def test_the_error_is_that_of_leaving_each_unit_out():
    rng = np.random.default_rng(3)
    cells, starts = world(rng, unequal(rng, 12), 5)
    whole = panel_effect(cells, starts, rng, permutations=0)

    def moved(units):
        told = [
            panel_effect([c for c in cells if c.unit != one], starts, rng, permutations=0).estimate
            for one in units
        ]
        return (len(units) - 1) / len(units) * sum((one - whole.estimate) ** 2 for one in told)

    sides = sorted(starts), sorted({c.unit for c in cells} - set(starts))
    assert whole.standard_error**2 == pytest.approx(sum(moved(side) for side in sides), rel=1e-6)


def test_a_side_that_rests_on_one_unit_has_no_range():
    cells = [Cell(unit, month, 10.0, 40) for unit in "ab" for month in range(6)]
    cells += [Cell("c", month, 5.0 + month, 40) for month in range(6)] + [Cell("d", 0, 3.0, 40)]
    found = panel_effect(cells, {"a": 3, "b": 3}, np.random.default_rng(1), permutations=9)
    assert (found.low, found.n_control_units) == (None, 2)


def test_what_hit_everybody_in_the_month_in_which_they_began_is_no_effect():
    found = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        cells, starts = world(rng, [60.0] * 40, 20, shock_at=MIXED)
        found.append(effect_by(Way.RANDOMISED, cells, starts, rng, 5.0, deals=0).estimate)
    assert abs(mean(found)) < 1, "before, it was told as three points"


def test_a_lot_weighs_each_unit_by_what_it_can_say():
    """Told by plain means of units, those with a handful of answers would make the range half as wide again."""
    errors, held = [], 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        cells, starts = world(rng, unequal(rng, each=16.0), 24, moves=3.0)
        found = effect_by(Way.RANDOMISED, cells, starts, rng, 5.0, deals=0)
        errors.append(found.estimate)
        held += found.once.low <= 0 <= found.once.high
    assert np.std(errors) < 5
    assert held >= 90


def test_a_plan_says_what_is_found_where_units_are_of_unequal_size():
    """The error that a plan reckons with is that which is met, for lots and for chosen units."""
    for way, treated, tell in (
        (Way.RANDOMISED, 24, Wandering.by_lot),
        (Way.MATCHED, 24, Wandering.by_answers),
    ):
        planned, met = [], []
        for seed in range(120):
            rng = np.random.default_rng(seed)
            cells, starts = world(rng, unequal(rng, each=16.0), treated, moves=0.0)
            met.append(effect_by(way, cells, starts, rng, 5.0, deals=0).estimate)
            table = {(int(c.unit), c.period): c for c in cells if c.period < START}
            scores, answers = (
                [[getattr(table[unit, month], what) for month in range(START)] for unit in range(48)]
                for what in ("mean", "n")
            )
            found = tell(wandering(scores, answers, 0.64))
            planned.append(error_of(two_arms(treated, 48 - treated, START)(MONTHS - START), found))
        assert mean(planned) == pytest.approx(np.std(met), rel=0.2)
