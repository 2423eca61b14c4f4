"""AAPOR Standard Definitions, worked by hand from the formulas."""

import pytest

from groundswell.science.statistics.response_rates import Dispositions, response_rates

WORKED = Dispositions(500, 50, 150, 200, 20, 60, 20)


def test_the_six_rates_follow_the_definitions():
    rates = response_rates(WORKED, 0.8)
    expected = (0.5, 0.55, 0.50813008, 0.55894309, 0.54347826, 0.59782609)
    found = (rates.rr1, rates.rr2, rates.rr3, rates.rr4, rates.rr5, rates.rr6)
    assert [round(rate, 8) for rate in found] == list(expected)


def test_without_a_sample_there_is_no_rate():
    assert response_rates(Dispositions()).rr1 is None


def test_dispositions_add_up():
    assert Dispositions(1000, 100, 300, 400, 40, 120, 40) == WORKED + WORKED


@pytest.mark.parametrize(("counts", "share"), [(WORKED, 1.2), (Dispositions(complete=-1), 1.0)])
def test_impossible_input_is_refused(counts, share):
    with pytest.raises(ValueError, match=r"0 and 1|negative"):
        response_rates(counts, share)
