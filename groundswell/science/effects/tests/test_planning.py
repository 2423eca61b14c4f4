"""What a design can find, before it begins; dealt by lot; matched."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from groundswell.science.effects.any_day import AT_THE_END
from groundswell.science.effects.dealing import Entrant, dealt
from groundswell.science.effects.effect import Contrast, PreTrend, made_before
from groundswell.science.effects.interrupted_series import interrupted_values, yearly
from groundswell.science.effects.matching import Before, matched
from groundswell.science.effects.planning import (
    drift_of,
    error_of,
    finds,
    power_of,
    series_error,
    series_freedom,
    two_arms,
    units_needed,
    waves,
)
from groundswell.science.effects.wandering import Wandering, wandering
from groundswell.science.statistics.sample_size import USUAL_SPREAD, answers_per_group

STILL = Wandering(1e4 * USUAL_SPREAD / 20, 1e4 * USUAL_SPREAD / 20, 0.0, 20, 12, 20)


def test_without_wandering_it_takes_as_many_answers_as_the_formula_for_two_groups():
    """Many units, a long time before: difference in differences costs no more than a plain comparison."""
    each = units_needed(STILL, effect=10, before=1000, months=4)
    assert each * 4 * 20 == pytest.approx(answers_per_group(10), rel=0.15)


def test_the_error_of_two_arms_is_that_of_a_difference_of_differences():
    by_hand = np.sqrt(STILL.variance * (1 / 6 + 1 / 3) * (1 / 5 + 1 / 8))
    assert error_of(two_arms(5, 8, 6)(3), STILL) == pytest.approx(by_hand)


def test_what_carries_over_makes_more_months_worth_less():
    sticky = Wandering(STILL.variance, STILL.sampling, 0.6, 20, 12, 20)
    gains = [
        error_of(two_arms(5, 5, 6)(3), one) / error_of(two_arms(5, 5, 6)(12), one) for one in (STILL, sticky)
    ]
    assert gains[1] < gains[0]


def test_power_and_the_smallest_effect_agree_and_are_those_of_a_simulation():
    plan, error = two_arms(6, 6, 6)(3), error_of(two_arms(6, 6, 6)(3), STILL)
    smallest = finds(error, 10)
    assert power_of(smallest, error, 10) == pytest.approx(0.8, abs=0.02)
    rng, hits, runs = np.random.default_rng(1), 0, 4000
    noise = rng.normal(0, np.sqrt(STILL.variance), (runs, *plan.shape)) + smallest * plan
    change = noise[:, :, 6:].mean(2) - noise[:, :, :6].mean(2)
    hits = (stats.ttest_ind(change[:, :6], change[:, 6:], axis=1).pvalue < 0.05).mean()
    assert hits == pytest.approx(0.8, abs=0.025)


def test_wandering_finds_what_was_put_in():
    rng, months, units, answers = np.random.default_rng(2), 24, 60, 25
    shocks = rng.normal(0, 1, (units, months))
    own = np.zeros_like(shocks)
    for month in range(months):
        own[:, month] = (
            0.5 * own[:, month - 1] + np.sqrt(1 - 0.25) * shocks[:, month] if month else shocks[:, 0]
        )
    levels, seasons = rng.normal(20, 15, (units, 1)), rng.normal(0, 8, (1, months))
    found = wandering(levels + seasons + 20 * own, np.full((units, months), answers), USUAL_SPREAD)
    assert found.variance == pytest.approx(400, rel=0.1)
    assert found.alike == pytest.approx(0.5, abs=0.06)
    assert found.shared == pytest.approx(
        np.var(seasons - np.polyval(np.polyfit(range(24), seasons[0], 1), range(24)), ddof=2), rel=0.35
    )
    assert found.design_effect == pytest.approx(400 / (1e4 * USUAL_SPREAD / answers), rel=0.1)


def test_gaps_are_borne_and_too_little_is_said():
    scores = np.arange(24.0).reshape(4, 6) % 7
    scores[0, 2] = np.nan
    answers = np.where(np.isfinite(scores), 10, 0)
    assert wandering(scores, answers, USUAL_SPREAD).units == 4
    assert wandering(scores[:2], answers[:2], USUAL_SPREAD) is None
    assert wandering(scores[:, :3], answers[:, :3], USUAL_SPREAD) is None
    assert wandering(np.empty((0, 0)), np.empty((0, 0)), USUAL_SPREAD) is None


def test_more_months_and_more_units_find_less():
    errors = [finds(error_of(two_arms(k, k, 6)(m), STILL), 2 * k - 2) for k, m in ((4, 3), (4, 9), (12, 9))]
    assert errors == sorted(errors, reverse=True)
    assert units_needed(STILL, 0.1, 6, 3) is None


def test_waves_compare_and_everybody_at_once_does_not():
    assert error_of(waves([10], 1, before=6)(6), STILL) is None
    three = error_of(waves([4, 4, 4], 2, before=6)(6), STILL)
    assert three > error_of(two_arms(6, 6, 6)(6), STILL)


def test_a_single_series_needs_more_than_a_comparison():
    assert series_error(3, 3, STILL, 10) is None
    restless = replace(STILL, shared=60.0)
    assert series_error(12, 6, restless, 12) > error_of(two_arms(6, 6, 12)(6), restless)


def _entrants(count, rng):
    return [Entrant(f"u{i:02}", float(rng.uniform(5, 60)), float(rng.normal(20, 15))) for i in range(count)]


@pytest.mark.parametrize("count", [2, 3, 4, 7, 8, 11, 20, 33])
@pytest.mark.parametrize("arms", [2, 3])
def test_arms_differ_by_one_unit_at_most_and_the_same_seed_deals_the_same(count, arms):
    units = _entrants(count, np.random.default_rng(count))
    if count < arms:
        with pytest.raises(ValueError, match="a unit for each"):
            dealt(units, arms, 5)
        return
    lots = dealt(units, arms, 5)
    sizes = [sum(lot.arm == arm for lot in lots) for arm in range(arms)]
    assert max(sizes) - min(sizes) <= 1
    assert sorted(lot.code for lot in lots) == [one.code for one in units]
    assert dealt(units[::-1], arms, 5) == lots
    if count >= 8:
        assert dealt(units, arms, 6) != lots


def test_every_unit_is_as_likely_to_go_first_as_another():
    units = _entrants(8, np.random.default_rng(3))
    firsts = np.array([[lot.arm == 0 for lot in dealt(units, 2, seed)] for seed in range(2000)])
    assert np.abs(firsts.mean(0) - 0.5).max() < 0.04


def test_strata_keep_large_and_small_high_and_low_apart():
    units = _entrants(40, np.random.default_rng(4))
    gaps = []
    for seed in range(200):
        arm = {lot.code: lot.arm for lot in dealt(units, 2, seed)}
        level = [[one.level for one in units if arm[one.code] == side] for side in (0, 1)]
        gaps.append(np.mean(level[0]) - np.mean(level[1]))
    loose = np.std([one.level for one in units]) * np.sqrt(1 / 20 + 1 / 20)
    assert np.std(gaps) < 0.75 * loose


def test_the_nearest_others_are_taken_each_once():
    units = [Before("a", 10, 0, 30), Before("b", 40, 1, 30)]
    others = [Before("far", -60, -2, 300), Before("like b", 41, 1, 33), Before("like a", 12, 0, 29)]
    found = matched(units, others)
    assert [(pair.unit, pair.likeness) for pair in found.pairs] == [("a", "like a"), ("b", "like b")]
    assert found.pairs[0].level == -2
    assert found.is_close
    assert not matched(units, [*others[:1], Before("also far", -50, 3, 4)]).is_close
    with pytest.raises(ValueError, match="There are 1 units to compare 2 with"):
        matched(units, others[:1])


def test_a_series_is_planned_with_the_error_that_it_will_be_told_with():
    """Against how far the step really strays over drawn series of 12 pooled units, 18 months before and 6 after."""
    rng, units, years = np.random.default_rng(2), 12, yearly(np.arange(24), 18)
    drawn = rng.normal(0, np.sqrt(STILL.variance / units), (2_000, 24))
    steps = [interrupted_values(series, 18, years=years).step for series in drawn]
    assert series_error(18, 6, STILL, units) == pytest.approx(np.std(steps), rel=0.05)
    assert series_error(18, 1, STILL, units) is None
    assert series_freedom(18, 6) == 18
    assert series_freedom(11, 6) == 13


def test_what_chosen_units_find_is_that_of_a_simulation_of_the_verdict_with_its_drift():
    """Two arms of six that drift nowhere, told by the rule that allows for a drift of the usual size."""
    effect, reach, hits, runs = 12.0, stats.t.ppf(0.9875, 10), 0, 1500
    plan, still = two_arms(6, 6, 12)(12), Wandering(130.0, 130.0, 0.0, 12, 24, 60)
    noise = np.random.default_rng(3).normal(0, np.sqrt(still.variance), (runs, *plan.shape)) + effect * plan
    change = noise[:, :, 12:].mean(2) - noise[:, :, :12].mean(2)
    weights = (np.arange(12) - 5.5) / np.square(np.arange(12) - 5.5).sum()
    for moved, slope in zip(change, noise[:, :, :12] @ weights, strict=True):
        found, before = (one[:6].mean() - one[6:].mean() for one in (moved, slope))
        wide, unsure = (np.sqrt((one[:6].var(ddof=1) + one[6:].var(ddof=1)) / 6) for one in (moved, slope))
        told = Contrast(found, wide, found - reach * wide, found + reach * wide)
        seen = PreTrend(Contrast(before, unsure), None, 12, is_violated=False)
        hits += told.low > 0 and made_before(told, seen) is None
    error, drift = error_of(plan, still), drift_of(6, 6, 12, 12, still)
    assert power_of(effect, error, 10, AT_THE_END, drift) == pytest.approx(hits / runs, abs=0.05)
    assert hits / runs < power_of(effect, error, 10, AT_THE_END) - 0.2, "a lot needs no such allowance"


@pytest.mark.parametrize("effect", [4, 8, 12])
def test_it_takes_more_units_where_somebody_chose_them(effect):
    given = {"effect": effect, "before": 12, "months": 12}
    assert units_needed(STILL, is_chosen=True, **given) > 1.3 * units_needed(STILL, **given)
