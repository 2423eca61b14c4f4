"""Proportional odds against the cheese tasting of McCullagh & Nelder 1989 as SAS/STAT publishes its estimates."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.science.drivers.correlations import TooLittleToTell
from groundswell.science.drivers.ordered import ordered_drivers

TASTED = (
    (0, 0, 1, 7, 8, 8, 19, 8, 1),
    (6, 9, 12, 11, 7, 6, 1, 0, 0),
    (1, 1, 6, 8, 23, 7, 5, 1, 0),
    (0, 0, 0, 1, 3, 7, 14, 16, 11),
)


def test_the_slopes_are_the_published_ones():
    rows = [
        (liked, cheese)
        for cheese, counts in enumerate(TASTED)
        for liked, n in enumerate(counts)
        for _ in range(n)
    ]
    kinds = [liked for liked, _ in rows]
    additives = [[float(cheese == number) for number in range(3)] for _, cheese in rows]
    found = ordered_drivers(kinds, additives)
    assert found.slopes == pytest.approx((-1.6128, -4.9645, -3.3227), abs=2e-3)
    assert sum(found.shares) == pytest.approx(found.total)
    assert 0 < found.total < 1


def test_a_logit_of_two_groups_is_the_log_odds_ratio():
    group = np.repeat([0, 0, 1, 1], [30, 10, 15, 45])
    promoter = np.repeat([0, 1, 0, 1], [30, 10, 15, 45])
    found = ordered_drivers(promoter, group[:, None])
    assert found.slopes[0] == pytest.approx(np.log(45 * 30 / (15 * 10)), abs=1e-5)


def test_what_cannot_be_told_is_said():
    with pytest.raises(TooLittleToTell, match="one kind"):
        ordered_drivers([1, 1, 1], [[1.0], [2.0], [3.0]])
    with pytest.raises(TooLittleToTell, match="without error"):
        ordered_drivers([0, 0, 0, 1, 1, 1], [[1.0], [2.0], [3.0], [14.0], [15.0], [16.0]])
