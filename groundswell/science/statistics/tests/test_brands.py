"""Brands rated by the same people."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from groundswell.science.scores.errors import AnswerOffTheScale
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.brands import against_the_leader, relative_score, tallies_of_brands
from groundswell.science.statistics.comparison import compare_by_wald, compare_paired


def market(n: int, both: float, seed: int = 1) -> list[dict[str, int]]:
    """People with a mood of their own who rate one brand or both; the truth is the same for both brands."""
    chance = np.random.default_rng(seed)
    found = []
    for _ in range(n):
        mood = chance.normal(7.5, 2)
        answers = {b: int(np.clip(round(mood + chance.normal(0, 1)), 0, 10)) for b in ("ours", "rival")}
        if chance.random() > both:
            answers.pop(str(chance.choice(["ours", "rival"])))
        found.append(answers)
    return found


def test_people_who_rate_both_are_pairs():
    people = market(300, both=1.0)
    found = relative_score(people, "ours", "rival")
    paired = compare_paired([(a["ours"], a["rival"]) for a in people])
    assert (found.points, found.standard_error) == pytest.approx((paired.points, paired.standard_error))
    assert found.p_value == pytest.approx(paired.p_value)
    as_if_apart = compare_by_wald(*tallies_of_brands(people).values())
    assert found.standard_error < 0.75 * as_if_apart.standard_error


def test_people_who_rate_one_are_groups():
    people = market(2_000, both=0.0)
    found = relative_score(people, "ours", "rival")
    tallies = tallies_of_brands(people)
    apart = compare_by_wald(tallies["ours"], tallies["rival"])
    assert found.standard_error == pytest.approx(apart.standard_error, rel=0.01)
    assert (found.n_both, found.wins, found.losses) == (0, None, None)


def test_the_margin_of_a_mixed_study_holds():
    inside = sum(
        relative_score(market(150, 0.5, seed), "ours", "rival").interval.contains(0) for seed in range(400)
    )
    assert inside / 400 == pytest.approx(0.95, abs=0.03)


def test_wins_and_losses_are_those_of_people_who_know_both():
    people = (
        [{"ours": 9, "rival": 5}] * 6
        + [{"ours": 7, "rival": 10}] * 3
        + [{"ours": 8, "rival": 8}]
        + [{"ours": 0}] * 20
    )
    found = relative_score(people, "ours", "rival")
    assert (found.n_both, found.wins, found.losses) == (10, 0.6, 0.3)
    assert found.wins_range.contains(0.6)


def test_the_leader_is_the_best_of_the_others():
    people = [{"ours": 8, "a": 9, "b": 3}, {"ours": 9, "a": 10, "b": 9}, {"ours": 5, "a": 9, "b": 8}]
    found = against_the_leader(people, "ours")
    assert (found.other, found.points) == ("a", -100)
    assert against_the_leader([{"ours": 8}, {"ours": 9}], "ours") is None
    assert relative_score([{"ours": 8, "a": 9}], "ours", "a") is None
    steps = [tally.n for tally in tallies_of_brands(people).values()]
    assert all(one == other for one, other in pairwise(steps))
    assert tallies_of_brands([{"x": 10}])["x"] == NpsTally(1, 0, 0)
    with pytest.raises(AnswerOffTheScale):
        tallies_of_brands([{"x": 11}])
