"""Shares with Wilson's interval, means with Student's t."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.science.scores.csat import CsatTally
from groundswell.science.scores.effort import EffortTally
from groundswell.science.scores.errors import AnswerOffTheScale, NotAHistogram


def test_four_and_five_are_satisfied():
    tally = CsatTally.from_scores([1, 2, 3, 4, 5])
    assert tally == CsatTally(satisfied=2, others=3)
    assert tally.score == pytest.approx(40)


def test_the_satisfaction_margin_is_wilsons():
    """Newcombe 1998, Statistics in Medicine 17:857, table I: 81 of 263 gives .2553 to .3662."""
    interval = CsatTally(satisfied=81, others=182).interval()
    assert (interval.low, interval.high) == pytest.approx((25.53, 36.62), abs=0.01)


def test_satisfaction_answers_stay_on_their_scale():
    with pytest.raises(AnswerOffTheScale):
        CsatTally.from_scores([0])
    with pytest.raises(NotAHistogram):
        CsatTally.from_histogram([1, 2, 3])
    with pytest.raises(ValueError, match="fewer than 0"):
        CsatTally(satisfied=-1)


def test_five_to_seven_was_easy_and_the_mean_stands_beside_it():
    tally = EffortTally.from_scores([1, 4, 5, 6, 7, 7])
    assert (tally.n, tally.easy) == (6, 4)
    assert tally.score == pytest.approx(200 / 3)
    assert tally.mean == pytest.approx(5)
    assert (tally.definition.code, tally.mean_definition.code) == ("ces", "ces_mean")


def test_the_mean_has_students_margin():
    """Answers 2, 4, 6: mean 4, s = 2, t(2, .975) = 4.3027, so 4 +- 4.968, cut to the scale; at 50 % +- .9428."""
    tally = EffortTally.from_scores([2, 4, 6])
    assert (tally.mean_interval().low, tally.mean_interval().high) == (1, 7)
    half = tally.mean_interval(0.5)
    assert (half.low, half.high) == pytest.approx((4 - 0.94281, 4 + 0.94281), abs=1e-4)


def test_one_answer_or_one_opinion_gives_no_margin_of_the_mean():
    assert EffortTally.from_scores([5]).mean_interval() is None
    assert EffortTally.from_scores([5, 5, 5]).mean_interval() is None


def test_nobody_answered_is_no_figure():
    assert (CsatTally().score, CsatTally().interval()) == (None, None)
    nobody = EffortTally()
    assert (nobody.score, nobody.interval(), nobody.mean, nobody.mean_interval()) == (None, None, None, None)


@given(st.lists(st.integers(1, 5)), st.lists(st.integers(1, 5)))
def test_satisfaction_adds_up(one, other):
    assert CsatTally.from_scores(one) + CsatTally.from_scores(other) == CsatTally.from_scores(one + other)


@given(st.lists(st.integers(1, 7)), st.lists(st.integers(1, 7)))
def test_effort_adds_up(one, other):
    assert EffortTally.from_scores(one) + EffortTally.from_scores(other) == EffortTally.from_scores(
        one + other
    )
