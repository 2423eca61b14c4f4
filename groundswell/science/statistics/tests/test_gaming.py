"""Planted begging is found; honest units are left in peace."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from groundswell.science.statistics.gaming import UnitAnswers, signs_of_begging

HONEST = (0.05, 0.02, 0.03, 0.03, 0.04, 0.05, 0.08, 0.16, 0.2, 0.18, 0.16)


def unit(code: str, rng: np.random.Generator, begs: bool = False, invites: float = 0.35) -> UnitAnswers:
    """250 answers of 1,000 customers; a begging unit turns six of ten 7s and 8s into 9s."""
    counts = rng.multinomial(250, HONEST)
    if begs:
        moved = [int(rng.binomial(counts[answer], 0.6)) for answer in (7, 8)]
        counts[7] -= moved[0]
        counts[8] -= moved[1]
        counts[9] += sum(moved)
    return UnitAnswers(code, tuple(map(int, counts)), int(rng.binomial(1000, invites)), 1000)


def test_begging_and_picking_are_found_and_worded_as_a_question():
    rng = np.random.default_rng(4)
    units = [unit(f"unit {i}", rng) for i in range(30)]
    findings = signs_of_begging([*units, unit("begs", rng, begs=True), unit("picks", rng, invites=0.22)])
    assert [(finding.code, finding.kind) for finding in findings] == [
        ("begs", "nines"),
        ("picks", "invitations"),
    ]
    assert all("where the middle unit has" in finding.in_words for finding in findings)
    assert not any("cheat" in finding.in_words for finding in findings)
    assert findings[0].robust_z > 3
    assert findings[1].robust_z < -3


@pytest.mark.parametrize("world", ["effect", "null"])
def test_the_two_begging_branches_of_a_simulated_company_are_found_and_no_others(world):
    with (Path(__file__).parent / "simulated_units.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["world"] == world]
    units = [
        UnitAnswers(
            row["unit"],
            tuple(int(row[f"answer_{answer}"]) for answer in range(11)),
            int(row["invited"]),
            int(row["served"]),
        )
        for row in rows
    ]
    found = {finding.code for finding in signs_of_begging(units)}
    assert found == {row["unit"] for row in rows if row["begs"] == "1"}


def test_honest_units_are_rarely_pointed_at():
    worlds = [[unit(f"unit {i}", np.random.default_rng((seed, i))) for i in range(30)] for seed in range(40)]
    assert sum(bool(signs_of_begging(world)) for world in worlds) <= 4


def test_more_invitations_or_fewer_nines_are_no_sign():
    rng = np.random.default_rng(1)
    units = [unit(f"unit {i}", rng) for i in range(20)]
    few_nines = UnitAnswers("modest", (10, 5, 5, 10, 10, 10, 20, 80, 80, 0, 20), 900, 1000)
    assert signs_of_begging([*units, few_nines]) == ()


def test_without_peers_or_answers_nothing_is_said():
    begging = UnitAnswers("begs", (0, 0, 0, 0, 0, 0, 0, 0, 0, 200, 0))
    small = [UnitAnswers(f"small {i}", (0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 1)) for i in range(20)]
    assert signs_of_begging([begging]) == ()
    assert signs_of_begging([begging, *small]) == ()


def test_equal_peers_do_not_make_every_unit_stand_out():
    same = [UnitAnswers(f"unit {i}", (0, 0, 0, 0, 0, 0, 5, 10, 10, 10, 5), 30, 100) for i in range(9)]
    nearly = UnitAnswers("nearly", (0, 0, 0, 0, 0, 0, 5, 9, 10, 11, 5), 29, 100)
    assert signs_of_begging([*same, nearly]) == ()
