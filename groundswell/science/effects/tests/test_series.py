"""One series or one unit: steps found where they are, and not where they are not."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.science.effects.counterfactual_series import counterfactual
from groundswell.science.effects.interrupted_series import (
    interrupted_counts,
    interrupted_values,
    yearly,
)
from groundswell.science.effects.synthetic_control import simplex_weights, synthetic_control
from groundswell.science.statistics.least_squares import NotEstimable


def complaints(factor: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Four years of counts by month with season, growth and more spread than counting has."""
    chance, month = np.random.default_rng(seed), np.arange(48)
    people = 1_000 + 10 * month
    rate = 0.2 * np.exp(0.3 * np.sin(2 * np.pi * month / 12) + np.where(month >= 30, np.log(factor), 0))
    return chance.poisson(people * rate * chance.gamma(40, 1 / 40, 48)).astype(float), people


def test_a_step_is_found_at_its_size_and_none_where_there_is_none():
    inside, alarms = 0, 0
    for seed in range(60):
        y, people = complaints(0.8, seed)
        inside += interrupted_counts(y, 30, exposure=people, season=12).interval.contains(0.8)
        y, people = complaints(1.0, seed)
        alarms += interrupted_counts(y, 30, exposure=people, season=12).p_value < 0.05
    assert inside >= 51
    assert alarms <= 9


def test_counts_that_spread_more_widen_the_range():
    y, people = complaints(0.8, 1)
    plain = interrupted_counts(y, 30, exposure=people, is_dispersed=False)
    honest = interrupted_counts(y, 30, exposure=people)
    assert honest.dispersion > 1.5
    assert honest.interval.width > plain.interval.width
    assert honest.level == plain.level


def test_a_line_that_steps_and_bends_is_read_off():
    months = np.arange(40.0)
    y = 10 + 0.5 * months + np.where(months >= 24, 6 - 0.25 * (months - 24), 0)
    found = interrupted_values(y + np.random.default_rng(1).normal(0, 0.1, 40), 24)
    assert (found.step, found.bend, found.slope_before) == pytest.approx((6, -0.25, 0.5), abs=0.3)
    assert found.step_interval.low > 0
    assert found.bend_interval.high < 0


def test_an_interruption_at_the_edge_cannot_be_told():
    with pytest.raises(NotEstimable, match="two months before"):
        interrupted_values([1, 2, 3, 4], 1)
    with pytest.raises(NotEstimable):
        interrupted_counts([0] * 10, 5)


def region(effect: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    market = 100 + np.cumsum(chance.normal(0, 1, 90))
    own = 20 + 0.5 * market + np.cumsum(chance.normal(0, 0.15, 90)) + chance.normal(0, 1, 90)
    return own + effect * (np.arange(90) >= 60), market[:, None]


def test_the_expected_series_follows_its_control_and_the_range_holds():
    found = [counterfactual(*(lambda w: (w[0], 60, w[1]))(region(5.0, seed))).effect for seed in range(200)]
    assert np.mean([one.estimate for one in found]) == pytest.approx(5, abs=0.4)
    assert np.mean([one.low <= 5 <= one.high for one in found]) == pytest.approx(0.95, abs=0.04)
    y, market = region(5.0, 1)
    with_it, without = counterfactual(y, 60, market), counterfactual(y, 60)
    assert (with_it.effect.high - with_it.effect.low) < (without.effect.high - without.effect.low)
    assert len(with_it.expected) == 30
    assert (np.diff(with_it.high - with_it.low)[-5:] > -1).all()


def test_too_short_a_past_says_nothing():
    with pytest.raises(NotEstimable, match="few more periods"):
        counterfactual([1, 2, 3, 4], 2)
    with pytest.raises(NotEstimable, match="did not move"):
        counterfactual([1.0] * 10 + [2.0], 10)


def test_the_mixture_is_found_and_the_rank_is_among_all():
    chance = np.random.default_rng(5)
    others = {f"u{k}": np.cumsum(chance.normal(0, 1, 40)) + 10 for k in range(6)}
    own = 0.7 * others["u0"] + 0.3 * others["u3"] + 4 * (np.arange(40) >= 30)
    found = synthetic_control({"ours": own, **others}, "ours", 30)
    assert (found.weights["u0"], found.weights["u3"]) == pytest.approx((0.7, 0.3), abs=1e-3)
    assert found.effect == pytest.approx(4, abs=1e-3)
    assert (found.rank, found.among) == (1, 7)
    assert found.p_value > 0.05


def test_weights_are_shares():
    found = simplex_weights([1.0, 2.0, 3.0], np.random.default_rng(1).normal(size=(3, 4)))
    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all()
    with pytest.raises(ValueError, match="two others"):
        synthetic_control({"a": [1, 2, 3], "b": [1, 2, 3]}, "a", 2)


def test_the_range_of_a_short_series_holds_the_truth_as_often_as_it_says():
    """Months are few: Newey and West's range of 95 per cent leaves the truth out in one of three such series."""
    draws, held, usual = 300, 0, 0
    rng = np.random.default_rng(5)
    for _ in range(draws):
        noise = rng.normal(0, 8, 24)
        for number in range(1, 24):
            noise[number] = 0.3 * noise[number - 1] + 0.95 * noise[number]
        found = interrupted_values(20 + noise, 18)
        held += found.careful_interval.low <= 0 <= found.careful_interval.high
        usual += found.step_interval.low <= 0 <= found.step_interval.high
    assert held >= 0.9 * draws
    assert usual < 0.8 * draws


def test_a_season_is_not_taken_for_a_step_where_a_year_before_shows_it():
    """Eighteen months with a yearly wave and no change: the step strays half as far once the wave is taken out."""
    rng, months = np.random.default_rng(7), np.arange(24)
    plain, told, held = [], [], 0
    for _ in range(200):
        wave = 7 * np.sin(2 * np.pi * (months + rng.integers(12)) / 12)
        series = 20 + wave + rng.normal(0, 4, 24)
        plain.append(abs(interrupted_values(series, 18).step))
        found = interrupted_values(series, 18, years=yearly(months, 18))
        told.append(abs(found.step))
        held += found.careful_interval.contains(0)
    assert np.mean(told) < 0.65 * np.mean(plain)
    assert held >= 0.9 * 200
    assert yearly(months, 11) is None


def test_a_season_is_drawn_on_and_a_step_stands_out_from_it():
    months = np.arange(30)
    quiet = 20 + 7 * np.sin(2 * np.pi * months / 12)
    found = interrupted_values(quiet + 5 * (months >= 20), 20, years=yearly(months, 20))
    assert found.step == pytest.approx(5, abs=1e-6)
    assert found.unchanged == pytest.approx(quiet, abs=1e-6)
    assert found.freedom == 24
