"""Arms dealt out by lot: what was known before sharpens, and looking early does not fool."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.science.effects.effect import Contrast
from groundswell.science.effects.experiments import Arm, adjusted_difference, any_day_interval, difference
from groundswell.science.effects.lots import lot_effect


def arm(y: np.ndarray, x: np.ndarray) -> Arm:
    return Arm(len(y), y.sum(), y @ y, x.sum(), x @ x, x @ y)


def drawn(n: int, effect: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    before = chance.normal(50, 20, (2, n))
    after = 0.8 * before + chance.normal(0, 10, (2, n))
    return after + np.array([[effect], [0]]), before


def dealt(n: int, effect: float, seed: int) -> tuple[Arm, Arm]:
    treated, control = (arm(*side) for side in zip(*drawn(n, effect, seed), strict=True))
    return treated, control


def units_of(n: int, effect: float, seed: int) -> tuple[np.ndarray, ...]:
    after, before = drawn(n, effect, seed)
    return after.ravel(), before.ravel(), np.full(2 * n, 50.0), np.arange(2 * n) < n


def test_what_was_known_before_narrows_the_range_and_keeps_the_truth():
    found = [adjusted_difference(*dealt(400, 2.0, seed)) for seed in range(200)]
    assert np.mean([one.contrast.estimate for one in found]) == pytest.approx(2.0, abs=0.15)
    assert np.mean([one.contrast.low <= 2 <= one.contrast.high for one in found]) == pytest.approx(
        0.95, abs=0.04
    )
    assert np.mean([one.saved for one in found]) == pytest.approx(0.72, abs=0.03)


def test_in_few_units_nothing_of_the_effect_is_taken_for_a_difference_from_before():
    found = [lot_effect(*units_of(6, 60.0, seed)).estimate for seed in range(400)]
    assert np.mean(found) == pytest.approx(60.0, abs=1)
    thrown_together = [adjusted_difference(*dealt(6, 60.0, seed)).contrast.estimate for seed in range(400)]
    assert np.mean(thrown_together) < 57


def test_what_says_nothing_saves_nothing():
    treated, control = (Arm(100, 500, 3_000) for _ in range(2))
    found = adjusted_difference(treated, control)
    assert (found.slope, found.saved) == (0, 0)


def test_days_add_up():
    treated, control = dealt(100, 1.0, 1)
    more, others = dealt(50, 1.0, 2)
    assert difference(treated + more, control + others).estimate != difference(treated, control).estimate
    assert (treated + more).n == 150


def test_a_range_for_any_day_is_wider_than_one_for_the_last():
    found = difference(*dealt(2_500, 1.0, 3))
    any_day = any_day_interval(found, 5_000)
    assert any_day.low < found.low < found.high < any_day.high
    assert any_day_interval(Contrast(1.0), 10) is None


def test_customers_who_all_did_the_same_have_no_range():
    assert difference(Arm(5, 5, 5), Arm(5, 0, 0)).low is None
    with pytest.raises(ValueError, match="two customers"):
        difference(Arm(1, 1, 1), Arm(5, 0, 0))
