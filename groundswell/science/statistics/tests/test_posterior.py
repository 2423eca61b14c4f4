"""The posterior against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.posterior import (
    believable_scores,
    chance_first_is_higher,
    posterior_moments,
)

tallies = st.builds(NpsTally, st.integers(1, 200), st.integers(0, 200), st.integers(0, 200))


@given(tallies)
def test_the_posterior_is_centred_where_adjusted_wald_is(tally):
    assert posterior_moments(tally)[0] == pytest.approx(tally.adjusted()[0])
    assert posterior_moments(tally)[1] < tally.adjusted()[1]


def test_draws_have_the_moments_of_the_closed_form():
    tally = NpsTally(7, 2, 4)
    mean, spread = posterior_moments(tally)
    low, high = (getattr(believable_scores(tally, draws=200_000), end) for end in ("low", "high"))
    assert (low + high) / 2 == pytest.approx(mean, abs=2)
    assert (high - low) / 2 / 1.96 == pytest.approx(spread, rel=0.05)


def test_with_many_answers_it_is_one_minus_the_one_sided_p_value():
    first, second = NpsTally(520, 300, 180), NpsTally(480, 310, 210)
    (mean_1, spread_1), (mean_2, spread_2) = posterior_moments(first), posterior_moments(second)
    expected = special.ndtr((mean_1 - mean_2) / np.hypot(spread_1, spread_2))
    assert chance_first_is_higher(first, second) == pytest.approx(expected, abs=0.005)


@settings(deadline=None, max_examples=20)
@given(tallies, tallies)
def test_what_one_gains_the_other_loses(one, other):
    forth, back = chance_first_is_higher(one, other), chance_first_is_higher(other, one)
    assert forth + back == pytest.approx(1, abs=0.02)
    assert chance_first_is_higher(one, other, by=10) <= forth


def test_without_answers_nobody_knows():
    assert chance_first_is_higher(NpsTally(), NpsTally(1, 0, 0)) is None
    assert believable_scores(NpsTally()) is None
