"""Against the regression with everything in it."""

from __future__ import annotations

import numpy as np

from groundswell.science.drivers.alike import made_alike
from groundswell.science.drivers.driver import drivers_of


def test_slopes_within_equal_conditions_are_those_of_the_whole_regression() -> None:
    chance = np.random.default_rng(4)
    place = chance.integers(0, 3, 400)
    held = np.eye(3)[place][:, 1:]
    ratings = chance.normal(size=(400, 2)) + place[:, None]
    outcome = 5 * ratings[:, 0] - 2 * ratings[:, 1] + 30 * place + chance.normal(size=400)
    full = np.column_stack([np.ones(400), ratings, held])
    expected = np.linalg.lstsq(full, outcome, rcond=None)[0][1:3]
    y, x = made_alike(outcome, ratings, held)
    found = {driver.code: driver.slope for driver in drivers_of(y, x, ["a", "b"], resamples=20).drivers}
    assert np.allclose([found["a"], found["b"]], expected)


def test_what_only_stands_for_its_place_explains_nothing() -> None:
    chance = np.random.default_rng(5)
    place = chance.integers(0, 2, 500).astype(float)
    decoy = place + chance.normal(0, 0.3, 500)
    outcome = 40 * place + chance.normal(size=500)
    y, x = made_alike(outcome, decoy[:, None], place[:, None])
    assert abs(np.corrcoef(y, x[:, 0])[0, 1]) < 0.12
