"""Most at stake is not the lowest number: how many had a bad moment counts, and what came after."""

from __future__ import annotations

import pytest

from groundswell.science.journey_evidence import After, compare_after, compare_shares, weakest_by_evidence
from groundswell.science.scores.nps import NpsTally

GOOD = NpsTally(60, 25, 15)
BAD = NpsTally(20, 30, 50)


def after(code: str, share_bad: float, good: NpsTally = GOOD, bad: NpsTally = BAD) -> After:
    return After(code, share_bad, compare_after(good, bad), None)


def test_a_stake_is_the_share_times_the_difference() -> None:
    found = after("returns", 0.4)
    assert found.relationship is not None
    assert found.relationship.points == pytest.approx(-75)
    assert found.stake == pytest.approx(30)
    assert found.stake_range is not None
    assert found.stake_range.low < 30 < found.stake_range.high


def test_many_moderate_moments_outweigh_few_terrible_ones() -> None:
    many, few = after("many", 0.4), after("few", 0.02, bad=NpsTally(0, 5, 95))
    assert weakest_by_evidence([few, many]) is many


def test_nothing_is_named_that_chance_explains() -> None:
    alike = after("alike", 0.5, bad=NpsTally(55, 28, 17))
    assert weakest_by_evidence([alike]) is None
    assert weakest_by_evidence([]) is None


def test_who_leaves_names_the_weakest_where_nobody_was_asked_about_the_relationship() -> None:
    """Half as many stay after a bad moment at the till; after one at the door as many as ever."""
    till = After("till", 0.3, None, compare_shares((90, 100), (45, 100)))
    door = After("door", 0.6, None, compare_shares((90, 100), (89, 100)))
    assert weakest_by_evidence([door, till]) is till
    said = after("said", 0.1)
    assert weakest_by_evidence([till, said]) is said


def test_too_few_on_either_side_are_not_compared() -> None:
    assert compare_after(GOOD, NpsTally(3, 3, 23)) is None
    assert compare_shares((29, 29), (100, 200)) is None
    assert weakest_by_evidence([after("few", 0.9, bad=NpsTally(0, 0, 10))]) is None


def test_who_stays_is_close_to_the_score_interval_of_newcombe() -> None:
    """56 of 70 less 48 of 80: 0.0524 to 0.3339 by another method (Newcombe 1998, Statistics in Medicine 17:873, a)."""
    found = compare_shares((48, 80), (56, 70))
    assert found is not None
    assert found.points == pytest.approx(20)
    assert (found.interval.low, found.interval.high) == pytest.approx((5.24, 33.39), abs=0.2)
