"""Differences between scores, against the R package NPS 2.0.999 (Rocks) and R's t.test."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.chance import in_how_many
from groundswell.science.statistics.comparison import (
    compare,
    compare_by_wald,
    compare_paired,
    compare_windows,
)

ROCKS = [
    # detractors, passives, promoters of both; adjusted Wald; Wald: interval, p, standard error
    ((30, 30, 40), (20, 30, 50), (-2.55159598, 41.38654744, 0.08321587, 11.20891602),
     (-2.34702769, 42.34702769, 0.07941063, 11.40175425)),
    ((250, 300, 450), (200, 300, 500), (2.9969611, 16.94321836, 0.00507347, 3.55778406),
     (3.01526471, 16.98473529, 0.00501502, 3.56370594)),
    ((5, 3, 2), (2, 3, 5), (-13.42349008, 105.73118238, 0.12892353, 30.39715867),
     (-8.45859889, 128.45859888, 0.08583401, 34.92849839)),
]  # fmt: skip
some = st.integers(0, 300)
tallies = st.builds(NpsTally, some, some, some).filter(lambda tally: tally.n > 0)


def tally(detractors: int, passives: int, promoters: int) -> NpsTally:
    return NpsTally(promoters, passives, detractors)


@pytest.mark.parametrize(("worse", "better", "adjusted", "wald"), ROCKS)
def test_two_groups_differ_as_in_rocks(worse, better, adjusted, wald):
    for found, expected in (
        (compare(tally(*better), tally(*worse)), adjusted),
        (compare_by_wald(tally(*better), tally(*worse)), wald),
    ):
        assert (found.interval.low, found.interval.high) == pytest.approx(expected[:2], abs=0.01)
        assert found.p_value == pytest.approx(expected[2], abs=1e-4)
        assert found.standard_error == pytest.approx(expected[3], abs=0.01)


def test_four_business_units_have_no_winner():
    """Rocks's example data: four units of 250 answers, six pairs; the largest gap has p = .368."""
    units = [tally(83, 47, 120), tally(91, 49, 110), tally(91, 44, 115), tally(97, 36, 117)]
    pairs = [compare(a, b) for i, a in enumerate(units) for b in units[i + 1 :]]
    expected = [0.36821725, 0.51793982, 0.40286957, 0.80409163, 0.96084874, 0.84509577]
    assert [pair.p_value for pair in pairs] == pytest.approx(expected, abs=1e-4)
    assert not any(pair.is_real for pair in pairs)


def test_the_same_people_twice_are_compared_person_by_person():
    """Tenenhaus et al. 2005 (mobile phone survey), items CUSL3 less CUSL1: R t.test(paired=TRUE)."""
    of = {"P": 9, "M": 7, "D": 6}
    table = {"PP": 62, "PM": 37, "MM": 36, "DD": 34, "DM": 22, "MP": 21, "MD": 20, "DP": 12, "PD": 6}
    found = compare_paired([(of[b], of[a]) for (a, b), count in table.items() for _ in range(count)])
    assert found.points == pytest.approx(-0.8)
    assert found.standard_error == pytest.approx(5.25622981, abs=1e-4)
    assert (found.interval.low, found.interval.high) == pytest.approx((-11.15233839, 9.55233839), abs=1e-3)
    assert found.p_value == pytest.approx(0.87915217, abs=1e-4)


def test_nothing_to_compare_is_no_difference_of_zero():
    assert compare(NpsTally(), NpsTally(promoters=5)) is None
    assert compare_by_wald(NpsTally(), NpsTally(promoters=5)) is None
    assert compare_by_wald(NpsTally(promoters=5), NpsTally(promoters=5)) is None
    assert compare_paired([(9, 1)]) is None
    assert compare_paired([(9, 1), (9, 1)]) is None


def test_a_difference_is_told_as_a_frequency():
    unsure = compare(tally(91, 49, 110), tally(83, 47, 120)).in_words()
    assert unsure == (
        "No difference that we can tell from chance: in about 1 of 3 such comparisons a difference this large "
        "would appear by chance."
    )
    sure = compare(tally(200, 300, 500), tally(250, 300, 450)).in_words()
    assert sure == (
        "10 points higher (3 to 17); in about 1 of 200 such comparisons a difference this large would appear "
        "by chance."
    )
    assert (
        compare(tally(250, 300, 450), tally(200, 300, 500)).in_words().startswith("10 points lower (3 to 17)")
    )


@pytest.mark.parametrize(
    ("p_value", "words"),
    [
        (0.0001, "in fewer than 1 of 1,000"),
        (0.001, "in about 1 of 1,000"),
        (0.05, "in about 1 of 20"),
        (1 / 3, "in about 1 of 3"),
        (0.5, "in about 1 of 2"),
        (0.7, "in about 7 of 10"),
        (0.92, "in about 9 of 10"),
        (0.99, "in nearly all"),
    ],
)
def test_a_probability_becomes_a_frequency(p_value, words):
    assert in_how_many(p_value) == words


def test_an_impossible_probability_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        in_how_many(1.1)


@given(tallies, tallies)
def test_turning_the_question_round_turns_the_answer_round(one, other):
    there, back = compare(one, other), compare(other, one)
    assert back.points == pytest.approx(-there.points)
    assert back.p_value == pytest.approx(there.p_value)
    assert (back.interval.low, back.interval.high) == pytest.approx(
        (-there.interval.high, -there.interval.low)
    )


@given(tallies)
def test_a_group_does_not_differ_from_itself(one):
    found = compare(one, one)
    assert found.points == 0
    assert not found.is_real
    assert found.interval.contains(0)


def test_windows_that_overlap_are_compared_by_what_came_and_what_went():
    kept, came, went = NpsTally(900, 600, 500), NpsTally(60, 25, 15), NpsTally(35, 35, 30)
    found = compare_windows(kept + came, kept + went, kept)
    assert found == compare(came, went)
    assert found.is_real
    assert not compare(kept + came, kept + went).is_real
    assert compare_windows(kept, kept, kept) is None
    with pytest.raises(ValueError, match="fewer than 0"):
        compare_windows(came, kept, kept)


def test_months_are_named_as_months():
    found = compare(NpsTally(50, 25, 25), NpsTally(47, 25, 28))
    assert "such months a difference this large would appear by chance" in found.in_words("months")
