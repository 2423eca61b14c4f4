"""Earned growth, ranges, benefits and the ranking of opportunities."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.science.effects.effect import Effect, Verdict
from groundswell.science.money.benefit import benefit
from groundswell.science.money.earned_growth import earned_growth, net_and_gross_retention
from groundswell.science.money.ranges import Range
from groundswell.science.money.ranking import Opportunity, ranked

WORKED = Effect(
    estimate=10, low=10 - 1.96, high=10 + 1.96, p_value=0.0001, n_treated_units=12, n_control_units=14,
    n_before=900, n_after=1100, pre_trend=None, verdict=Verdict.WORKED,
)  # fmt: skip


def known(value: float) -> Range:
    return Range(value, value)


def test_earned_growth_is_that_of_reichheld():
    """100 becomes 130: 85 stay, 25 earned, 20 bought. Rate 10 %, ratio a third (formula: HBR Nov-Dec 2021)."""
    found = earned_growth(100, 85, 25, 20)
    assert (found.net_revenue_retention, found.earned_new_customers) == (0.85, 0.25)
    assert (found.rate, found.total_growth, found.ratio) == pytest.approx((0.1, 0.3, 1 / 3))
    assert found.known_reason == 1


def test_new_customers_nobody_asked_are_not_earned():
    found = earned_growth(100, 85, 25, 20, revenue_of_new_for_unknown_reason=15)
    assert (found.rate, found.total_growth) == pytest.approx((0.1, 0.45))
    assert found.known_reason == pytest.approx(0.75)


def test_without_growth_there_is_no_ratio_and_without_a_past_nothing():
    assert earned_growth(100, 80, 5, 5).ratio is None
    assert earned_growth(100, 100, 0, 0).ratio is None
    assert earned_growth(100, 100, 0, 0).known_reason is None
    assert earned_growth(0, 0, 5, 5) is None


def test_gross_retention_leaves_expansion_out():
    """GRR 82 %, expansion 36 %, NRR 118 %."""
    assert net_and_gross_retention(100, 36, 10, 8) == pytest.approx((1.18, 0.82))
    assert net_and_gross_retention(0, 1, 0, 0) is None


@pytest.mark.parametrize("given_range", [Range(10, 1000), Range(-5, 20), Range(10, 1000, "normal")])
def test_nine_of_ten_draws_lie_in_the_range(given_range):
    draws = given_range.draws(np.random.default_rng(1), 40_000)
    assert np.mean(draws < given_range.low) == pytest.approx(0.05, abs=0.005)
    assert np.mean(draws > given_range.high) == pytest.approx(0.05, abs=0.005)
    assert np.mean(draws < given_range.middle) == pytest.approx(0.5, abs=0.01)


def test_impossible_ranges_are_refused():
    with pytest.raises(ValueError, match="low to high"):
        Range(2, 1)
    with pytest.raises(ValueError, match="above 0"):
        Range(0, 1, "log-normal")


def test_a_benefit_is_effect_times_reach_times_worth():
    """Normal effect 10 (se 1), 1,000 customers, 2 a point: 20,000, 90% within 1.645 se of 2,000."""
    found = benefit(WORKED, known(1000), known(2), np.random.default_rng(1))
    assert found.middle == pytest.approx(20_000, rel=0.01)
    assert (found.low, found.high) == pytest.approx((20_000 - 3290, 20_000 + 3290), rel=0.02)
    assert (found.chance_of_gain, found.is_measured) == (1, True)
    assert found.assumptions[0].startswith("The effect is 10.0 points, 95% range 8.0 to 12.0")
    assert "No cost is taken off." in found.assumptions


def test_cost_and_doubt_lower_a_benefit():
    unsure = replace(WORKED, verdict=Verdict.CANNOT_TELL, low=-10, high=30)
    found = benefit(unsure, known(1000), known(2), np.random.default_rng(1), cost=known(20_000))
    assert found.chance_of_gain == pytest.approx(0.5, abs=0.02)
    assert not found.is_measured
    assert found.low < 0 < found.high


def test_fewer_calls_are_a_gain_where_lower_is_better():
    fewer = replace(WORKED, estimate=-10, low=-12, high=-8, higher_is_better=False)
    assert benefit(fewer, known(1000), known(2), np.random.default_rng(1)).middle > 0


def test_an_effect_without_a_range_has_no_benefit():
    assert benefit(replace(WORKED, low=None, high=None), known(1), known(1), np.random.default_rng(1)) is None


def opportunity(code: str, points: Range, **more: Range) -> Opportunity:
    return Opportunity(code, known(1000), points, known(2), **({"effort": known(4)} | more))


def test_the_value_is_money_that_goes_along_with_it_by_effort():
    (found,) = ranked([opportunity("returns", known(10))])
    assert (found.rank, found.value, found.low, found.high, found.share_first) == (1, 50, 50, 50, 1)
    assert found.in_words == "Rank 1 in 100% of draws"
    (also,) = ranked([opportunity("returns", known(10), handling=known(40), confidence=known(0.5))])
    assert also.value == 30


def test_the_share_of_first_ranks_is_that_of_two_normals():
    """P(N(12, 1) > N(11, 1)) = Phi(1 / sqrt(2)) = .760."""
    half = 1.6448536
    near = [
        opportunity("returns", Range(12 - half, 12 + half, "normal")),
        opportunity("billing", Range(11 - half, 11 + half, "normal")),
    ]
    first, second = ranked(near, draws=40_000)
    assert (first.code, second.code, second.rank) == ("returns", "billing", 2)
    assert first.share_first == pytest.approx(0.760, abs=0.01)
    assert first.share_first + second.share_first == pytest.approx(1)
    assert (first.rank_low, first.rank_high, first.share_among_first) == (1, 2, 1)


def test_the_parts_say_why_and_where_the_doubt_comes_from():
    small, large = (
        opportunity("small", known(10), effort=Range(2, 8)),
        opportunity("large", known(10), handling=known(200)),
    )
    found = {one.code: {why.part: why for why in one.whys} for one in ranked([small, large])}
    assert found["large"]["handling"].times == pytest.approx(2**0.5)
    assert found["small"]["effort"].times == pytest.approx(1)
    assert (found["small"]["effort"].doubt, found["small"]["points"].doubt) == (1, 0)
    whole = {code: math.prod(why.times for why in whys.values()) for code, whys in found.items()}
    assert whole["large"] / whole["small"] == pytest.approx(2)


def test_what_costs_nobody_a_point_has_a_place_and_no_parts():
    lower, none = ranked([opportunity("a", known(5)), opportunity("b", Range(-3, 1))])
    assert (lower.code, none.code, none.whys) == ("a", "b", ())
    assert none.value < 0
    assert [why.times for why in lower.whys] == pytest.approx([1] * 6)


def test_what_one_is_worth_does_not_hang_on_the_others():
    one = opportunity("one", Range(5, 10))
    alone = ranked([one])[0]
    beside = next(each for each in ranked([one, opportunity("a", Range(1, 40))]) if each.code == "one")
    assert (beside.value, beside.low, beside.high) == (alone.value, alone.low, alone.high)


def test_nothing_to_rank_is_an_empty_list_and_codes_are_unique():
    assert ranked([]) == ()
    with pytest.raises(ValueError, match="code of its own"):
        ranked([opportunity("a", known(1)), opportunity("a", known(2))])
    with pytest.raises(ValueError, match="Effort"):
        Opportunity("a", known(1), known(1), known(1), known(0))


@settings(max_examples=20)
@given(st.lists(st.floats(0.1, 100), min_size=2, max_size=6), st.randoms())
def test_the_order_of_opportunities_does_not_matter(points, shuffler):
    those = [opportunity(f"o{i}", Range(value, value * 2)) for i, value in enumerate(points)]
    mixed = those.copy()
    shuffler.shuffle(mixed)
    one, other = (ranked(part, draws=200) for part in (those, mixed))
    assert one == other
    assert [found.rank for found in one] == list(range(1, len(one) + 1))
    assert sum(found.share_first for found in one) == pytest.approx(1)
