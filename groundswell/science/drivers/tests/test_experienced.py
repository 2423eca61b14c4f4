"""Who never met a thing is not counted as half content with it."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.science.drivers.driver import drivers_of
from groundswell.science.drivers.experienced import experienced


def test_meeting_a_thing_and_rating_it_are_told_apart():
    chance = np.random.default_rng(1)
    support, delivery = chance.normal(6, 2, (2, 4_000))
    called = chance.random(4_000) < 0.4
    score = 0.5 * support * called + 0.3 * delivery - 6 * called + chance.normal(0, 1, 4_000)
    ratings = np.column_stack([np.where(called, support, np.nan), delivery])
    columns = experienced(ratings, ["support", "delivery"])
    assert columns.codes == ("support", "delivery", "met_support")
    found = {one.code: one for one in drivers_of(score, columns.values, columns.codes, resamples=200).drivers}
    assert found["support"].slope == pytest.approx(0.5, abs=0.05)
    assert found["met_support"].slope == pytest.approx(-3, abs=0.1)


def test_a_thing_that_nobody_rated_is_refused():
    with pytest.raises(ValueError, match="nobody rated"):
        experienced([[1.0, np.nan], [2.0, np.nan]], ["a", "b"])
