"""Many comparisons, sample sizes and funnels, each against a published case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.funnel import funnel, funnel_limits
from groundswell.science.statistics.intervals import Interval, around_by_t, wilson
from groundswell.science.statistics.many import benjamini_hochberg, holm
from groundswell.science.statistics.sample_size import (
    answers_for_margin,
    answers_per_group,
    change_by_chance,
    spread,
)

THROMBOLYSIS = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
    0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1.0,
]  # fmt: skip
BY_BH = [
    0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857, 0.063857, 0.0645,
    0.0765, 0.486, 0.581182, 0.714875, 0.753231, 0.813214, 1.0,
]  # fmt: skip
probabilities = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def test_fifteen_outcomes_of_thrombolysis():
    """Benjamini & Hochberg 1995, JRSS-B 57:289: four rejected by BH, three by Holm."""
    adjusted = benjamini_hochberg(THROMBOLYSIS)
    assert adjusted == pytest.approx(
        BY_BH,
        abs=1e-5,
    )
    assert sum(p < 0.05 for p in adjusted) == 4
    assert sum(p < 0.05 for p in holm(THROMBOLYSIS)) == 3


def test_holm_steps_down():
    """R: p.adjust(c(.01, .04, .03), 'holm') is .03 .06 .06."""
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))


@given(probabilities)
def test_adjusting_never_lowers_p_and_bh_is_never_stricter_than_holm(p_values):
    for raw, screened, strict in zip(p_values, benjamini_hochberg(p_values), holm(p_values), strict=True):
        assert raw <= screened + 1e-12
        assert screened <= strict + 1e-12
        assert strict <= 1


@given(probabilities.flatmap(lambda p: st.tuples(st.just(p), st.permutations(p))))
def test_the_order_of_comparisons_does_not_matter(both):
    for adjust in (benjamini_hochberg, holm):
        as_given, shuffled = (dict(zip(p, adjust(p), strict=True)) for p in both)
        assert as_given == pytest.approx(shuffled)


def test_no_comparison_gives_no_result():
    assert (benjamini_hochberg([]), holm([])) == ((), ())
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([0.1, float("nan")])


def test_sample_sizes_are_those_of_measuring_u():
    """MeasuringU, 'sample sizes for NPS': 254 and 719 for a margin, 994 per group for 30 against 20."""
    assert answers_for_margin(10) == 254
    assert answers_for_margin(5, confidence=0.90) == 719
    two = (spread(0.5, 0.2), spread(0.45, 0.25))
    assert answers_per_group(10, two) == 994


def test_a_bonus_for_five_points_would_be_paid_for_noise():
    """Two surveys of 100 answers, variance .6: a rise of 5 points without any change in 32 % of cases."""
    assert change_by_chance(5, 100, 0.6) == pytest.approx(0.324, abs=0.002)


def test_impossible_sizes_are_refused():
    with pytest.raises(ValueError, match="endless"):
        answers_for_margin(0)
    with pytest.raises(ValueError, match="add up"):
        spread(0.7, 0.7)


def test_a_small_unit_may_stray_further():
    """Spiegelhalter 2005: limits mean +- 3 s / sqrt(n); here mean 30, s^2 = .61."""
    whole = NpsTally(50, 30, 20)
    assert (funnel_limits(whole, 61).low, funnel_limits(whole, 61).high) == pytest.approx((0, 60))
    assert funnel_limits(whole, 6100).width == pytest.approx(6)
    assert funnel_limits(NpsTally(), 10) is None


def test_only_units_beyond_three_errors_stand_out():
    units = {f"usual {i}": NpsTally(50, 30, 20) for i in range(8)}
    points = funnel({**units, "best": NpsTally(95, 5, 0), "worst": NpsTally(0, 5, 95), "empty": NpsTally()})
    standing = {point.code: point.standing for point in points}
    assert standing == {**dict.fromkeys(units, "within"), "best": "above", "worst": "below"}


def test_student_intervals_are_wider_for_few():
    assert around_by_t(0, 1, 9).high == pytest.approx(2.262157)


@given(st.integers(0, 400), st.integers(0, 400))
def test_wilson_contains_the_share_and_stays_possible(hits, others):
    interval = wilson(hits, hits + others)
    if hits + others == 0:
        assert interval is None
    else:
        assert interval.low - 1e-12 <= hits / (hits + others) <= interval.high + 1e-12
        assert interval.lies_within(0, 1)


def test_intervals_know_their_places():
    one = Interval(-2, 4)
    assert (one.width, one.middle) == (6, 1)
    assert one.overlaps(Interval(4, 9))
    assert not one.overlaps(Interval(4.1, 9))
    assert Interval(-300, 400).clipped(-100, 100) == Interval(-100, 100)
    with pytest.raises(ValueError, match="low to high"):
        Interval(1, 0)
