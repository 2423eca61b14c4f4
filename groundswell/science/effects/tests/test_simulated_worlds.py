"""Two companies whose truth is known: +22.6 points in one, nothing in the other."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from groundswell.science.effects.difference_in_differences import panel_effect
from groundswell.science.effects.effect import Effect, Verdict
from groundswell.science.effects.panel import Cell
from groundswell.science.scores.nps import NpsTally


def effect_in(world: str) -> tuple[Effect, float]:
    """The effect as we find it, and the naive difference between units with and without after the start."""
    with (Path(__file__).parent / "simulated_worlds.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["world"] == world]
    cells, sides = [], {True: NpsTally(), False: NpsTally()}
    for row in rows:
        tally = NpsTally(*(int(row[kind]) for kind in ("promoters", "passives", "detractors")))
        cells.append(Cell(row["unit"], int(row["period"]), tally.score, tally.n))
        if int(row["period"]) >= 15:
            sides[bool(row["start"])] += tally
    starts = {row["unit"]: int(row["start"]) if row["start"] else None for row in rows}
    return panel_effect(cells, starts, np.random.default_rng(1)), sides[True].score - sides[False].score


def test_a_true_effect_is_found_where_a_naive_look_finds_harm():
    found, naive = effect_in("effect")
    assert naive < 0
    assert found.estimate == pytest.approx(22.6, abs=10)
    assert found.low <= 22.6 <= found.high
    assert found.verdict is Verdict.WORKED
    assert (found.n_treated_units, found.n_control_units) == (20, 20)


def test_no_effect_is_not_claimed_where_a_naive_look_finds_disaster():
    found, naive = effect_in("null")
    assert naive < -30
    assert found.low <= 0 <= found.high
    assert found.verdict is Verdict.CANNOT_TELL
