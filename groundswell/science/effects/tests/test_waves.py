"""Waves in which everybody begins in the end: those that begin last are the comparison, until they begin."""

import numpy as np
import pytest

from groundswell.science.effects.difference_in_differences import panel_effect
from groundswell.science.effects.effect import Verdict, beside_untouched
from groundswell.science.effects.event_time import by_event_time
from groundswell.science.effects.panel import Cell

STARTS = {
    unit: {"a": 12, "b": 15, "c": 18}[unit[0]] for unit in (f"{wave}{n}" for wave in "abc" for n in range(6))
}


def cells(lift: float, seed: int = 1, months: int = 24) -> list[Cell]:
    """Score per unit and month with noise, a shock to all in month 14, and a lift that lasts from the start of each unit."""
    rng = np.random.default_rng(seed)
    levels = {unit: rng.normal(20, 8) for unit in STARTS}
    return [
        Cell(unit, month, levels[unit] - 12 * (month >= 14) + lift * (month >= start) + rng.normal(0, 3), 40)
        for unit, start in STARTS.items()
        for month in range(months)
    ]


def test_the_effect_is_found_while_the_last_wave_waits():
    found = panel_effect(cells(10.0), STARTS, np.random.default_rng(1))
    assert found.low < 10 < found.high
    assert found.estimate == pytest.approx(10, abs=2.5)
    assert found.verdict is Verdict.WORKED
    assert (found.n_treated_units, found.n_control_units, found.compared_before) == (12, 6, 18)


def test_what_comes_after_the_last_start_changes_nothing():
    given = cells(10.0)
    wild = [Cell(one.unit, one.period, 500.0 if one.period >= 18 else one.mean, one.n) for one in given]
    both = [panel_effect(each, STARTS, np.random.default_rng(1)) for each in (given, wild)]
    assert (both[0].estimate, both[0].low) == (both[1].estimate, both[1].low)


def test_enough_units_that_never_begin_are_the_comparison_to_the_end():
    never = STARTS | {unit: None for unit in STARTS if unit[0] == "c"}
    found = panel_effect(cells(0.0), never, np.random.default_rng(1))
    assert found.compared_before is None
    assert found.n_control_units == 6


def test_all_at_once_leaves_nobody_to_compare_with():
    found = panel_effect(cells(10.0), dict.fromkeys(STARTS, 12), np.random.default_rng(1))
    assert (found.estimate, found.verdict) == (None, Verdict.CANNOT_TELL)


def test_months_since_the_start_end_where_the_comparison_does():
    moments = by_event_time(cells(10.0), STARTS)
    assert max(one.period for one in moments) == 5
    assert [one.units for one in moments if one.period in {0, 3}] == [12, 6]


def test_a_place_that_it_cannot_move_takes_the_word_back_where_it_moves_too():
    worked = panel_effect(cells(10.0), STARTS, np.random.default_rng(1))
    still = panel_effect(cells(0.0, seed=4), STARTS, np.random.default_rng(1))
    assert still.low < 0 < still.high
    assert beside_untouched(worked, still, "the till") is worked
    moved = panel_effect(cells(8.0, seed=4), STARTS, np.random.default_rng(1))
    judged = beside_untouched(worked, moved, "the till")
    assert judged.verdict is Verdict.CANNOT_TELL
    assert judged.needs[0].startswith("The score at the till, which it cannot move, moved too: +7.9 points")
