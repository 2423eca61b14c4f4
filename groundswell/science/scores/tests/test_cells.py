"""Many cells at once say what each says alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.science.scores.cells import differences_of_cells, nps_of_cells, weighted_nps_of_cells
from groundswell.science.scores.errors import NotAHistogram
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import compare
from groundswell.science.weights.estimate import nps_values, weighted_score
from groundswell.science.weights.raking import effective_n

histograms = st.lists(st.integers(0, 3_000), min_size=11, max_size=11)
tables = st.lists(st.one_of(st.just([0] * 11), histograms), min_size=1, max_size=12)


@settings(deadline=None)
@given(tables, st.sampled_from([0.8, 0.95, 0.99]))
def test_every_cell_is_its_tally(table, confidence):
    found = nps_of_cells(np.array(table, dtype=np.int64), confidence)
    for place, counts in enumerate(table):
        tally = NpsTally.from_histogram(counts)
        assert found.n[place] == pytest.approx(tally.n, rel=1e-12)
        at_once = (found.score[place], found.low[place], found.high[place])
        if tally.n == 0:
            assert np.isnan(at_once).all()
        else:
            one = tally.interval(confidence)
            assert at_once == pytest.approx((tally.score, one.low, one.high), abs=1e-11, rel=1e-12)


@settings(deadline=None)
@given(st.lists(st.tuples(histograms, histograms), min_size=1, max_size=8))
def test_every_difference_is_that_of_its_two_tallies(pairs):
    first, second = (np.array([pair[side] for pair in pairs]) for side in (0, 1))
    found = differences_of_cells(nps_of_cells(first), nps_of_cells(second))
    for place, (one, other) in enumerate(pairs):
        alone = compare(NpsTally.from_histogram(one), NpsTally.from_histogram(other))
        at_once = [getattr(found, name)[place] for name in ("points", "low", "high", "p_value")]
        if alone is None:
            assert np.isnan(at_once).all()
        else:
            expected = [alone.points, alone.interval.low, alone.interval.high, alone.p_value]
            assert at_once == pytest.approx(expected, abs=1e-10)


@settings(deadline=None)
@given(tables, st.floats(0.01, 100))
def test_equal_weights_change_nothing(table, weight):
    counts = np.array(table)
    plain, weighted = nps_of_cells(counts), weighted_nps_of_cells(counts * weight, counts * weight**2)
    for name in ("n", "score", "low", "high", "error"):
        assert getattr(weighted, name) == pytest.approx(getattr(plain, name), abs=1e-9, nan_ok=True)


def test_the_weighted_error_is_the_linearised_one_of_single_answers():
    chance = np.random.default_rng(4)
    answers, weights = chance.integers(0, 11, 5_000), chance.gamma(2, 3, 5_000)
    sums = [np.bincount(answers, weights**power, 11)[None, :] for power in (1, 2)]
    found, alone = weighted_nps_of_cells(*sums), weighted_score(nps_values(answers), weights)
    assert found.score[0] == pytest.approx(alone.score)
    assert found.n[0] == pytest.approx(effective_n(weights))
    assert found.error[0] == pytest.approx(alone.standard_error, rel=1e-3)


def test_a_weighted_margin_covers_the_truth_as_often_as_it_says():
    chance, inside = np.random.default_rng(5), []
    answers = chance.choice([10, 8, 3], p=[0.5, 0.3, 0.2], size=(4_000, 40))
    weights = np.where(chance.random(answers.shape) < 0.3, 4.0, 1.0)
    sums = [
        np.stack([(weights**power * (answers == answer)).sum(axis=1) for answer in range(11)], axis=1)
        for power in (1, 2)
    ]
    found = weighted_nps_of_cells(*sums)
    inside = (found.low <= 30) & (found.high >= 30)
    assert inside.mean() == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize("table", [[[1] * 10], [1] * 11, [[1] * 10 + [-1]], [[1.0] * 10 + [float("nan")]]])
def test_a_table_of_another_shape_is_refused(table):
    with pytest.raises(NotAHistogram):
        nps_of_cells(table)
