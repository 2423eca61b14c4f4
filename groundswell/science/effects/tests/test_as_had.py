"""Two-stage least squares by hand, worlds in which having it is known, and what may be said beside it."""

from dataclasses import replace

import numpy as np
import pytest

from groundswell.science.effects.as_had import beside_having, effect_of_having, without_what_it_did
from groundswell.science.effects.by_design import Way, effect_by
from groundswell.science.effects.effect import Contrast, Effect, Verdict
from groundswell.science.effects.panel import Cell

NOBODY = Effect(0.5, -3.0, 4.0, 0.7, 6, 6, 90, 90, None, Verdict.DID_NOT, minimum_relevant=5)


def test_what_is_told_as_dealt_over_the_share_that_differs_is_the_effect_of_having_it():
    """As dealt 6 points (2 to 10), 0.9 of one side and 0.15 of the other had it: 8 points (2.7 to 13.3)."""
    having = effect_of_having(
        lambda points: Contrast(6 - 0.75 * points, 2.0, 2 - 0.75 * points, 10 - 0.75 * points)
    )
    assert (having.estimate, having.low, having.high) == pytest.approx((8, 8 - 4 / 0.75, 8 + 4 / 0.75))


def test_where_the_sides_hardly_differ_in_having_it_nothing_is_told():
    assert effect_of_having(lambda points: Contrast(6 - 0.4 * points, 2.0, 2.0, 10.0)) is None


def test_the_truth_lies_within_its_range_though_some_of_the_comparison_has_it():
    held, told = 0, []
    for seed in range(40):
        rng, cells, starts = np.random.default_rng(seed), [], {}
        had = {}
        for number in range(18):
            unit, level = str(number), rng.normal(0, 8)
            if number < 9:
                starts[unit] = 6
            since = 6 if number < 8 or 9 <= number < 11 else None
            for period in range(12):
                has = since is not None and period >= since
                had[unit, period] = float(has)
                cells.append(Cell(unit, period, level + 20 * has + rng.normal(0, 6), 40))

        def left(points, cells=cells, had=had, starts=starts):
            one = effect_by(
                Way.RANDOMISED,
                without_what_it_did(cells, had, points),
                starts,
                np.random.default_rng(1),
                5,
                deals=0,
            )
            return Contrast(one.estimate, one.standard_error, one.low, one.high)

        having = effect_of_having(left)
        held += having.low < 20 < having.high
        told.append((left(0).estimate, having.estimate))
    dealt, having = np.mean(told, axis=0)
    assert having == pytest.approx(20, abs=0.8)
    assert dealt == pytest.approx(20 * (8 / 9 - 2 / 9), abs=0.8), "as dealt less shows"
    assert held >= 38


def test_no_difference_is_said_only_where_having_it_makes_none():
    assert beside_having(NOBODY, Contrast(0.7, None, -4.0, 4.9)).verdict is Verdict.DID_NOT
    hidden = beside_having(NOBODY, Contrast(0.7, None, -4.0, 5.2))
    assert (hidden.verdict, hidden.needs[0].startswith("Not every unit had what it was dealt")) == (
        Verdict.CANNOT_TELL,
        True,
    )
    assert beside_having(NOBODY, None).verdict is Verdict.CANNOT_TELL
    worse = replace(NOBODY, estimate=-9.0, low=-12.0, high=-6.0)
    assert beside_having(worse, None).verdict is Verdict.DID_NOT, "harm shows through it"
    worked = replace(NOBODY, low=2.0, high=9.0, verdict=Verdict.WORKED)
    assert beside_having(worked, None).verdict is Verdict.WORKED
