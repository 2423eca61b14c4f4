"""The weakest link is named only as firmly as the answers allow."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.science.journey import TouchpointTally, weakest_link
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import compare


def journey(**tallies: NpsTally) -> list[TouchpointTally]:
    return [TouchpointTally(name, name.title(), i, tally) for i, (name, tally) in enumerate(tallies.items())]


def test_a_touchpoint_far_behind_many_answers_is_surely_the_weakest():
    points = journey(shop=NpsTally(100, 60, 40), till=NpsTally(90, 70, 40), returns=NpsTally(60, 50, 90))
    found = weakest_link(points)
    assert (found.code, found.certainty, found.n, found.rest_n, found.compared) == (
        "returns",
        "sure",
        200,
        400,
        3,
    )
    assert (found.score, found.rest_score, found.gap) == pytest.approx((-15, 27.5, -42.5))
    expected = compare(points[2].tally, points[0].tally + points[1].tally)
    assert (found.low, found.high, found.p_value) == (
        expected.interval.low, expected.interval.high, expected.p_value,
    )  # fmt: skip
    assert found.in_words == (
        "Returns is surely the weakest link: 42 points below the rest of the journey (28 to 56); "
        "200 answers here, 400 elsewhere, 3 touchpoints compared."
    )


def test_equal_touchpoints_have_no_weakest_link():
    found = weakest_link(
        journey(shop=NpsTally(50, 30, 20), till=NpsTally(49, 30, 21), returns=NpsTally(51, 30, 19))
    )
    assert found.certainty == "cannot tell"
    assert found.in_words.startswith("No touchpoint stays clearly behind. Till is lowest")


def test_the_number_of_touchpoints_raises_the_bar():
    """The same gap of 24 points, once beside two touchpoints and once beside twenty."""
    weak, usual = NpsTally(43, 20, 37), NpsTally(50, 30, 20)
    few = weakest_link(journey(weak=weak, one=usual, two=usual))
    many = weakest_link(journey(weak=weak, **{f"t{i}": usual for i in range(20)}))
    assert (few.gap, few.certainty) == (-24, "probably")
    assert (many.gap, many.certainty) == (-24, "cannot tell")
    assert few.p_value < 0.05 < few.p_adjusted < many.p_adjusted


def test_a_handful_of_angry_answers_does_not_outrank_a_thousand():
    points = journey(shop=NpsTally(600, 300, 100), service=NpsTally(300, 300, 400), app=NpsTally(0, 2, 4))
    assert weakest_link(points).code == "service"


def test_too_few_touchpoints_have_no_weakest_link():
    assert weakest_link([]) is None
    assert weakest_link(journey(shop=NpsTally(50, 30, 20))) is None
    assert weakest_link(journey(shop=NpsTally(50, 30, 20), till=NpsTally(1, 1, 2))) is None


some = st.integers(0, 200)


@settings(max_examples=50)
@given(st.lists(st.builds(NpsTally, some, some, some), min_size=2, max_size=6), st.randoms())
def test_the_order_of_touchpoints_does_not_matter(tallies, shuffler):
    points = journey(**{f"t{i}": tally for i, tally in enumerate(tallies)})
    mixed = points.copy()
    shuffler.shuffle(mixed)
    assert weakest_link(points) == weakest_link(mixed)
