"""Drivers with how sure their order is."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.science.drivers.correlations import TooLittleToTell, correlations
from groundswell.science.drivers.driver import drivers_of
from groundswell.science.drivers.resampling import resampled
from groundswell.science.drivers.shares import lmg


def world(n: int, seed: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """The wait matters most, the help some, the app not at all; the app goes along with the help."""
    chance = np.random.default_rng(seed)
    wait, help_, other = chance.normal(size=(3, n))
    app = 0.7 * help_ + np.sqrt(1 - 0.49) * other
    return -2 * wait + help_ + chance.normal(size=n), np.column_stack([wait, help_, app])


def test_what_matters_leads_and_what_only_goes_along_has_nothing_of_its_own():
    found = drivers_of(*world(2_000), ["wait", "help", "app"], resamples=200)
    wait, _, app = found.drivers
    assert [driver.code for driver in found.drivers] == ["wait", "help", "app"]
    assert wait.slope == pytest.approx(-2, abs=0.1)
    assert app.share > 0.03
    assert app.unique < 0.002
    assert abs(app.slope) < 0.1
    assert sum(driver.relative for driver in found.drivers) == pytest.approx(1)
    assert sum(driver.share for driver in found.drivers) == pytest.approx(found.explained)
    assert "only a comparison can tell" in found.caution


def test_a_big_sample_knows_the_order_and_a_small_one_says_that_it_does_not():
    sure = drivers_of(*world(2_000), ["wait", "help", "app"], resamples=200)
    unsure = drivers_of(*world(12), ["wait", "help", "app"], resamples=200)
    assert all(driver.rank_is_certain for driver in sure.drivers)
    assert not all(driver.rank_is_certain for driver in unsure.drivers)
    assert unsure.drivers[0].relative_range.width > 3 * sure.drivers[0].relative_range.width


def test_the_range_covers_the_truth_as_often_as_it_says():
    truth = drivers_of(*world(200_000), ["wait", "help", "app"], resamples=20).drivers[0].relative
    inside = 0
    for seed in range(60):
        first = drivers_of(*world(150, seed=100 + seed), ["wait", "help", "app"], resamples=150)
        wait = next(driver for driver in first.drivers if driver.code == "wait")
        inside += wait.relative_range.contains(truth)
    assert 51 <= inside <= 60


def test_several_answers_of_one_customer_do_not_make_it_surer():
    y, x = world(60)
    twice = (np.repeat(y, 5), np.repeat(x, 5, axis=0))
    alone = drivers_of(y, x, ["wait", "help", "app"], resamples=300)
    as_if_free = drivers_of(*twice, ["wait", "help", "app"], resamples=300)
    by_customer = drivers_of(
        *twice, ["wait", "help", "app"], clusters=np.repeat(np.arange(60), 5).tolist(), resamples=300
    )
    width = alone.drivers[0].relative_range.width
    assert as_if_free.drivers[0].relative_range.width < 0.7 * width
    assert by_customer.drivers[0].relative_range.width == pytest.approx(width, rel=0.3)


def test_too_few_answers_are_too_few():
    with pytest.raises(TooLittleToTell):
        drivers_of([1, 2, 3], [[1, 2], [2, 1], [3, 1]], ["a", "b"])


def test_drawing_blocks_of_many_answers_is_as_sure_as_drawing_answers():
    y, x = world(6_000)
    blocks = resampled(y, x, None, None, 600, seed=1).shares
    with_answers = []
    chance = np.random.default_rng(2)
    for _ in range(600):
        rows = chance.integers(0, len(y), len(y))
        shares = lmg(correlations(y[rows], x[rows]))
        with_answers.append(shares / shares.sum())
    assert blocks.std(axis=0) == pytest.approx(np.std(with_answers, axis=0), rel=0.12)
    assert blocks.mean(axis=0) == pytest.approx(np.mean(with_answers, axis=0), abs=0.002)


def test_a_resample_counts_weights():
    y, x = world(400)
    weights = np.random.default_rng(3).integers(1, 4, 400)
    weighted = resampled(y, x, weights.astype(float), None, 400, seed=1)
    rows = np.repeat(np.arange(400), weights)
    written_out = resampled(y[rows], x[rows], None, rows.tolist(), 400, seed=1)
    assert weighted.shares == pytest.approx(written_out.shares)
    assert weighted.slopes == pytest.approx(written_out.slopes)


def test_a_direction_is_named_where_the_range_of_the_slope_leaves_out_nothing():
    found = {
        one.code: one for one in drivers_of(*world(2_000), ["wait", "help", "app"], resamples=300).drivers
    }
    assert [found[code].direction for code in ("wait", "help", "app")] == [-1, 1, 0]
    errors = np.sqrt(1 / 2_000)
    assert found["wait"].slope_range.width == pytest.approx(2 * 1.96 * errors, rel=0.2)


def test_what_a_feasible_change_would_bring_has_a_range():
    found = {
        one.code: one for one in drivers_of(*world(2_000), ["wait", "help", "app"], resamples=300).drivers
    }
    gain, between = found["wait"].expected_gain(change=-0.5, reach=0.4)
    assert gain == pytest.approx(0.4, abs=0.03)
    assert between.low < gain < between.high
