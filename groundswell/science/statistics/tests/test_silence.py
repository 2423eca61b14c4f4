"""What silence may hide."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.silence import response_bias, silent_for


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


def test_the_bias_is_the_difference_between_those_who_answer_and_all():
    chance = np.random.default_rng(1)
    value = chance.normal(size=200_000)
    propensity = 1 / (1 + np.exp(-(value - 1)))
    answered = chance.random(200_000) < propensity
    assert response_bias(propensity, value) == pytest.approx(value[answered].mean() - value.mean(), abs=0.01)
