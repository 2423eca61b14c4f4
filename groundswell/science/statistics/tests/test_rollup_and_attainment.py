"""Three figures of one whole, and targets that chance does not reach."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.attainment import attainment, goal_attainment, scorecard
from groundswell.science.statistics.intervals import Interval
from groundswell.science.statistics.rollup import Team, by_answers, by_size

SMALL_AND_LARGE = [Team(NpsTally(9, 0, 1), 500), Team(NpsTally(54, 0, 36), 500)]


def test_two_halves_count_alike_however_few_answered():
    assert by_answers(SMALL_AND_LARGE).score == pytest.approx(26)
    found = by_size(SMALL_AND_LARGE)
    assert found.score == pytest.approx(50)
    assert found.interval.width > by_answers(SMALL_AND_LARGE).interval.width
    assert found.n == 100


def test_a_silent_team_is_said():
    found = by_size([*SMALL_AND_LARGE, Team(NpsTally(), 1_000)])
    assert (found.score, found.silent) == (pytest.approx(50), 0.5)
    assert by_size([Team(NpsTally(), 10)]) is None
    assert by_answers([]) is None


def test_the_margin_of_the_whole_covers_the_truth():
    chance, inside = np.random.default_rng(1), 0
    for _ in range(500):
        small, large = chance.multinomial(25, [0.6, 0.2, 0.2]), chance.multinomial(200, [0.2, 0.3, 0.5])
        teams = [Team(NpsTally(*map(int, small)), 300), Team(NpsTally(*map(int, large)), 100)]
        inside += by_size(teams).interval.contains(0.75 * 40 + 0.25 * -30)
    assert inside / 500 == pytest.approx(0.95, abs=0.03)


def test_a_target_is_reached_by_the_unkind_end():
    hopeful = attainment(31, Interval(26, 36), baseline=20, target=30)
    sure = attainment(37, Interval(32, 42), baseline=20, target=30)
    assert (hopeful.share, hopeful.is_reached) == (1.0, False)
    assert hopeful.interval.low == pytest.approx(0.6)
    assert sure.is_reached
    effort = attainment(2.0, Interval(1.8, 2.2), baseline=4, target=2.5)
    assert (effort.share, effort.is_reached) == (1.0, True)
    with pytest.raises(ValueError, match="cannot be approached"):
        attainment(1, Interval(0, 2), 3, 3)


def test_a_missing_metric_is_neither_nothing_nor_everything():
    half = attainment(25, Interval(20, 30), baseline=20, target=30)
    assert scorecard([(3, half), (1, None)]).share == pytest.approx(0.5)
    assert scorecard([(3, half), (1, None)]).missing == pytest.approx(0.25)
    assert scorecard([(1, None)]).share is None
    with pytest.raises(ValueError, match="counts"):
        scorecard([(0, half)])


@pytest.mark.parametrize(
    ("levels", "weights", "expected"),
    [([1, 1, 1], [1, 1, 1], 63.693), ([0, 0], [5, 1], 50), ([0, 1, -1, 2], [3, 2, 1, 4], 62.603)],
)
def test_goals_of_different_kinds_make_one_figure(levels, weights, expected):
    assert goal_attainment(levels, weights) == pytest.approx(expected, abs=0.001)


def test_a_goal_off_the_scale_is_refused():
    with pytest.raises(ValueError, match="from -2 to 2"):
        goal_attainment([3], [1])
    with pytest.raises(ValueError, match="level and a weight"):
        goal_attainment([1, 1], [1])
