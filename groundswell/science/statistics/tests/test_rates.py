"""Two counts of rare events, against R 4.3's ``poisson.test``."""

import math

import pytest

from groundswell.science.statistics.rates import compare_counts


def test_the_example_of_r():
    """poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)): 1.971488, 0.8584264 to 4.2772659."""
    found = compare_counts(11, 21, spans=(800, 3011))
    assert found is not None
    assert found.ratio == pytest.approx(1.971488, abs=1e-6)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.8584264, 4.2772659), abs=1e-6)


def test_equal_counts_are_no_change():
    found = compare_counts(12, 12)
    assert found is not None
    assert (found.ratio, found.p_value) == (1, 1)
    assert found.interval.low < 1 < found.interval.high


def test_the_other_way_round_is_the_inverse():
    more, less = compare_counts(30, 10), compare_counts(10, 30)
    assert more is not None
    assert less is not None
    assert more.interval.low == pytest.approx(1 / less.interval.high)
    assert more.p_value == pytest.approx(less.p_value)
    assert more.p_value < 0.01


def test_nothing_before_has_no_upper_end_and_nothing_at_all_no_answer():
    found = compare_counts(8, 0)
    assert found is not None
    assert found.ratio == found.interval.high == math.inf
    assert found.interval.low > 1
    assert compare_counts(0, 0) is None
