"""What silence may hide."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.silence import (
    reach_of_bounds,
    response_bias,
    silent_for,
    worst_case,
)


def test_the_silent_would_have_to_be_much_unhappier():
    found = silent_for(NpsTally(100, 60, 40), asked=800, whole=15)
    assert 0.25 * 30 + 0.75 * found.silent_score == pytest.approx(15)
    assert found.in_words(15) == (
        "Those who did not answer would have to score 20 points lower than those who did for the score of all to be 15."
    )


def test_when_most_answered_no_silence_can_do_it():
    found = silent_for(NpsTally(600, 200, 100), asked=1_000, whole=-20)
    assert not found.is_possible
    assert "cannot be -20" in found.in_words(-20)


def test_without_silence_or_answers_there_is_nothing_to_say():
    assert silent_for(NpsTally(5, 0, 0), asked=5, whole=0) is None
    assert silent_for(NpsTally(), asked=5, whole=0) is None


def test_whatever_the_silent_think_the_score_lies_between_all_against_and_all_for():
    """Manski 1989: E[y] lies in r E[y | answered] + (1 - r) [-100, 100]; here r = 0.4 and the score is 30."""
    found = worst_case(NpsTally(100, 60, 40), silent=300)
    assert (found.low, found.high) == pytest.approx((0.4 * 30 - 60, 0.4 * 30 + 60))
    assert found.response_rate == 0.4
    assert found.margin.low < found.low < found.high < found.margin.high


def test_the_margin_of_the_bounds_reaches_as_far_as_published():
    """Imbens & Manski 2004: 1.96 standard errors where both ends meet, 1.645 where they lie far apart."""
    assert reach_of_bounds(0, 1) == pytest.approx(1.960, abs=0.001)
    assert reach_of_bounds(100, 1) == pytest.approx(1.645, abs=0.001)
    assert 1.645 < reach_of_bounds(0.5, 1) < 1.960


def test_the_margin_holds_the_truth_in_19_of_20_surveys_even_where_the_silent_are_all_detractors():
    """1,000 surveys of 400, of whom 120 of 200 who answer are promoters and everybody silent a detractor."""
    chance = np.random.default_rng(3)
    held = 0
    for _ in range(1000):
        promoters, passives, detractors, silent = chance.multinomial(400, [0.3, 0.1, 0.1, 0.5])
        found = worst_case(NpsTally(int(promoters), int(passives), int(detractors)), int(silent))
        held += found.margin.contains(100 * (0.3 - 0.6))
    assert held / 1000 == pytest.approx(0.95, abs=0.02)


def test_nobody_silent_needs_no_bounds():
    assert worst_case(NpsTally(5, 0, 0), 0) is None
    assert worst_case(NpsTally(), 10) is None


def test_the_bias_is_the_difference_between_those_who_answer_and_all():
    chance = np.random.default_rng(1)
    value = chance.normal(size=200_000)
    propensity = 1 / (1 + np.exp(-(value - 1)))
    answered = chance.random(200_000) < propensity
    assert response_bias(propensity, value) == pytest.approx(value[answered].mean() - value.mean(), abs=0.01)
