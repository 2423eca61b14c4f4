"""Against Efron & Morris 1977 (Scientific American 236:119), lme4 1.1-31 and boot 1.3 for R."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.pooling import james_stein, pool, pool_scores
from groundswell.science.statistics.resampling import bootstrap_interval
from groundswell.science.weights.tests.counted import ACCOUNTS

HITS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]) / 45
REST = [
    0.346,
    0.298,
    0.276,
    0.222,
    0.273,
    0.270,
    0.263,
    0.210,
    0.269,
    0.230,
    0.264,
    0.256,
    0.303,
    0.264,
    0.226,
]
REST += [0.285, 0.316, 0.200]
TEAMS = [NpsTally(*counts) for counts in ACCOUNTS.values()]


def test_baseball_is_foretold_better_by_all_players_together():
    drawn = james_stein(HITS, HITS.mean() * (1 - HITS.mean()) / 45)
    assert drawn[[0, 1, 8, 17]] == pytest.approx([0.294, 0.289, 0.261, 0.242], abs=1e-3)
    assert ((HITS - REST) ** 2).sum() == pytest.approx(0.0753, abs=1e-3)
    assert ((drawn - REST) ** 2).sum() == pytest.approx(0.0213, abs=1e-3)


def test_accounts_whose_ranks_are_noise_are_drawn_together():
    sizes = np.array([team.n for team in TEAMS])
    found = pool([team.score for team in TEAMS], 8137.18388 / sizes)
    by_name = dict(zip(ACCOUNTS, found.units, strict=True))
    assert found.mean == pytest.approx(9.947, abs=0.05)
    assert found.spread_between**2 == pytest.approx(11.503, abs=0.5)
    assert [by_name[name].pooled for name in "AMO"] == pytest.approx([10.0428, 11.2105, 8.5889], abs=0.1)
    assert all(unit.weight_of_own < 0.15 for unit in found.units)


def test_units_that_differ_by_chance_only_have_no_spread():
    found = pool([10.0, 10.5, 9.5, 10.2], [25.0, 25.0, 25.0, 25.0])
    assert not found.can_tell_apart
    assert [unit.pooled for unit in found.units] == pytest.approx([10.05] * 4)


def test_a_large_team_keeps_its_figure_and_a_small_one_leans_on_the_others():
    large, small = NpsTally(6_000, 2_000, 2_000), NpsTally(3, 0, 0)
    others = [NpsTally(100 * k, 100, 300) for k in range(2, 8)]
    found = pool_scores([large, small, *others])
    assert found.units[0].pooled == pytest.approx(40, abs=0.5)
    assert found.units[1].own == 100
    assert found.units[1].pooled < 70
    assert found.units[1].interval.width < 120


def test_pooled_ranges_hold_the_truth_as_often_as_they_say():
    chance, inside, asked = np.random.default_rng(9), 0, 0
    for _ in range(60):
        truth = chance.normal(10, 8, 20)
        variances = chance.uniform(20, 300, 20)
        found = pool(chance.normal(truth, np.sqrt(variances)), variances)
        inside += sum(unit.interval.contains(true) for unit, true in zip(found.units, truth, strict=True))
        asked += 20
    assert 0.90 <= inside / asked <= 0.985


def test_two_teams_and_silent_teams_cannot_be_pooled():
    with pytest.raises(ValueError, match="Two units"):
        pool([1, 2], [1, 1])
    with pytest.raises(ValueError, match="no score"):
        pool_scores([NpsTally(1, 1, 1), NpsTally(), NpsTally(2, 1, 1)])


def test_the_bootstrap_agrees_with_r():
    found = bootstrap_interval(NpsTally(462, 176, 362))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((4.3, 15.5), abs=0.5)
    assert bootstrap_interval(NpsTally()) is None
    alike = bootstrap_interval(NpsTally(10, 0, 0))
    assert alike is not None
    assert alike.width == 0
