"""Columns that come along together are found: what adds nothing is left out, what adds a tenth or less is named."""

import numpy as np
import pytest

from groundswell.science.drivers.together import Companion, companions

RNG = np.random.default_rng(7)
WAIT, MOOD, LUCK = RNG.normal(size=(3, 500))


def found(*columns):
    given = np.column_stack(columns)
    return companions(given, given - given.mean(axis=0))


def test_what_tells_something_of_its_own_stands_alone():
    assert found(WAIT, MOOD, WAIT + MOOD + LUCK) == ([0, 1, 2], [])


def test_the_same_in_another_unit_is_left_out_and_its_companion_named():
    assert found(WAIT, MOOD, -60 * WAIT) == ([0, 1], [Companion(2, 0, pytest.approx(-1), True)])


def test_what_two_others_say_together_is_left_out_with_the_nearer_of_them():
    kept, (one,) = found(WAIT, MOOD, 2 * WAIT + MOOD)
    assert (kept, one.one, one.other, one.is_left_out) == ([0, 1], 2, 0, True)


@pytest.mark.parametrize(("noise", "named"), [(0.2, 1), (0.5, 0)])
def test_a_variance_inflated_tenfold_is_named_once(noise, named):
    """The inflation factor is that of Marquardt: the diagonal of the inverse of the correlations."""
    near = WAIT + noise * LUCK
    factor = np.linalg.inv(np.corrcoef([WAIT, near]))[0, 0]
    kept, pairs = found(WAIT, near)
    assert (kept, len(pairs), factor >= 10) == ([0, 1], named, bool(named))


def test_what_the_conditions_say_is_left_out_without_a_companion():
    given = np.column_stack([WAIT, MOOD])
    kept, pairs = companions(given, np.column_stack([WAIT, 1e-9 * MOOD]))
    assert (kept, pairs) == ([0], [Companion(1, None, 0.0, True)])


def test_nothing_kept_is_no_failure():
    assert companions(np.ones((5, 2)), np.zeros((5, 2)))[0] == []
