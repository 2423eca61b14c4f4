"""Customers dealt by lot: each side put together of those with a before and those without, unbiased and no wider than it must be."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.science.effects.customers import Side, compared, dealt_effect, response_of_arms
from groundswell.science.effects.dealing import gets_it
from groundswell.science.effects.effect import Verdict
from groundswell.science.effects.selective_response import Asked
from groundswell.science.effects.tests.test_experiments import arm


def dealt(seed: int, n: int = 300, effect: float = 10.0, known: float = 0.6) -> tuple[Side, Side]:
    """Those with a before lie 30 points above the others: a mean put in its place would be wrong by that."""
    rng = np.random.default_rng(seed)
    before = rng.normal(20, 40, n)
    has_before, has = rng.random(n) < known, rng.random(n) < 0.5
    y = 30 * has_before + 0.7 * (before - 20) + rng.normal(0, 30, n) + effect * has
    sides = []
    for side in (has, ~has):
        k, u = side & has_before, side & ~has_before
        unknown = arm(y[u], np.zeros(u.sum()))
        sides.append(Side(arm(y[k], before[k]), unknown))
    return sides[0], sides[1]


def test_customers_without_a_before_neither_bias_it_nor_are_lost():
    found = [compared(*dealt(seed)) for seed in range(400)]
    estimates = np.array([one.contrast.estimate for one in found])
    assert estimates.mean() == pytest.approx(10, abs=0.5)
    holds = [one.contrast.low <= 10 <= one.contrast.high for one in found]
    assert np.mean(holds) == pytest.approx(0.95, abs=0.025)
    plain = np.array([one.plain.estimate for one in found])
    assert estimates.std() < 0.9 * plain.std()
    assert np.mean([one.saved for one in found]) == pytest.approx(1 - estimates.var() / plain.var(), abs=0.1)


def test_with_few_known_customers_nothing_is_taken_out():
    having, lacking = dealt(1, 60, known=0.1)
    found = compared(having, lacking)
    assert (found.contrast, found.saved) == (found.plain, 0)


def test_below_ten_on_a_side_no_range_is_told():
    having, lacking = dealt(1, 16)
    assert min(having.n, lacking.n) < 10
    assert compared(having, lacking) is None
    told = dealt_effect(having, lacking, (0, 0), 5.0)
    assert (told.verdict, told.low) == (Verdict.CANNOT_TELL, None)
    assert "10 customers on each side" in told.needs[0]


def test_a_lot_of_one_customer_hangs_on_seed_and_reference_alone():
    assert [gets_it(7, f"c-{number}", 50) for number in range(8)] == [
        gets_it(7, f"c-{number}", 50) for number in range(8)
    ]
    got = np.array([[gets_it(seed, f"c-{number}", 30) for number in range(4000)] for seed in (1, 2)])
    assert got.mean(axis=1) == pytest.approx(0.3, abs=0.025)
    assert abs(np.corrcoef(got)[0, 1]) < 0.05


def test_who_gets_it_with_a_smaller_share_gets_it_with_a_larger_one():
    assert all(gets_it(3, f"c-{n}", 60) for n in range(300) if gets_it(3, f"c-{n}", 30))


def test_the_share_of_the_dealt_who_answer_is_compared_side_by_side():
    found = response_of_arms(Asked(1000, 300), Asked(1000, 250))
    assert found.shift.estimate == pytest.approx(0.05)
    assert found.shift.excludes_zero
    assert found.excess == pytest.approx(1 / 6)
    assert response_of_arms(Asked(0, 0), Asked(10, 1)) is None
