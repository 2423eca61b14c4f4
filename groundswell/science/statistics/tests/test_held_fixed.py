"""What somebody mentions beside an issue is held fixed: else the issue is blamed for what comes along with it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import compare
from groundswell.science.statistics.held_fixed import NotApart, difference_held_fixed
from groundswell.science.statistics.least_squares import fit

from .test_impact import comments

TRUTH = {"late": 70.0, "rude": 0.0}


def by_pattern(scores: list[int], themes: dict[str, list[bool]]):
    """Flags (patterns x themes) and counts (patterns x 3) of single answers."""
    rows = Counter(zip(*themes.values(), scores, strict=True))
    flags = np.array(sorted({key[:-1] for key in rows}), bool)
    counts = np.array(
        [
            [sum(n for key, n in rows.items() if key[:-1] == tuple(one) and key[-1] in of) for of in ((9, 10), (7, 8), range(7))]
            for one in flags.tolist()
        ]
    )  # fmt: skip
    return flags, counts


def found_of(world: tuple[list[int], dict[str, list[bool]]], code: str):
    flags, counts = by_pattern(*world)
    column = list(world[1]).index(code)
    return difference_held_fixed(flags[:, column], np.delete(flags, column, axis=1), counts)


def test_the_interval_covers_the_truth_where_the_plain_difference_blames_the_innocent():
    """300 simulated worlds; 95 % promised, 93 % asked. Rude comes along with late and costs nothing by itself."""
    hits, plain = dict.fromkeys(TRUTH, 0), 0
    for seed in range(300):
        world = comments(np.random.default_rng(seed))
        for code, truth in TRUTH.items():
            found = found_of(world, code)
            hits[code] += found.interval.low <= truth <= found.interval.high
        scores, rude = world[0], world[1]["rude"]
        sides = [NpsTally.from_scores(s for s, flag in zip(scores, rude, strict=True) if flag == is_rude) for is_rude in (False, True)]  # fmt: skip
        naive = compare(*sides)
        plain += naive.interval.low <= 0 <= naive.interval.high
    assert all(count / 300 >= 0.93 for count in hits.values()), hits
    assert plain / 300 < 0.05


def test_answers_by_pattern_say_the_same_as_one_by_one():
    scores, themes = comments(np.random.default_rng(4), 3000)
    outcome = [100 * (score >= 9) - 100 * (score <= 6) for score in scores]
    alone = fit(
        outcome, np.column_stack([np.ones(3000), *(themes[code] for code in ("late", "rude", "kind"))])
    )
    found = found_of((scores, themes), "late")
    assert found.points == pytest.approx(-alone.coefficients[1])
    assert found.standard_error == pytest.approx(alone.standard_error(1), rel=1e-3)


def test_without_another_thing_it_is_the_plain_comparison():
    flags, counts = np.array([False, True]), np.array([[50, 30, 20], [10, 20, 30]])
    found = difference_held_fixed(flags, np.zeros((2, 0), bool), counts)
    assert found == compare(NpsTally(50, 30, 20), NpsTally(10, 20, 30))
    rare = np.array([[True], [False]])
    assert difference_held_fixed(flags, rare[:, :0], counts) == found


def test_what_always_comes_along_is_not_told_apart_from_it_and_neither_is_blamed():
    """Old rule: the other was left out, and each of the two bore the points of both."""
    flags = np.array([[False, False, False], [True, True, False], [False, False, True]])
    counts = np.array([[50, 30, 20], [10, 20, 30], [40, 40, 40]])
    assert difference_held_fixed(flags[:, 0], flags[:, 1:], counts) == NotApart(0, 60, 0)
    assert difference_held_fixed(flags[:, 1], flags[:, [2, 0]], counts) == NotApart(1, 60, 0)
    third = difference_held_fixed(flags[:, 2], flags[:, :2], counts)
    assert third == difference_held_fixed(flags[:, 2], flags[:, :1], counts), (
        "two that say the same count once"
    )


def test_where_the_others_all_mention_something_else_it_is_not_told_apart_either():
    flags, counts = np.array([True, False]), np.array([[10, 20, 30], [50, 30, 20]])
    assert difference_held_fixed(flags, ~flags[:, None], counts) == NotApart(0, 0, 100)


def test_a_few_answers_that_agree_are_no_certainty():
    """Of 640 who mention it 600 mention the other as well: all 40 that tell them apart are detractors, by which HC1 errors shrink."""
    flags = np.array([[False, False], [True, True], [True, False]])
    counts = np.array([[2000, 1000, 1000], [100, 100, 400], [0, 0, 40]])
    found = difference_held_fixed(flags[:, 0], flags[:, 1:], counts)
    assert found.points == pytest.approx(125)
    assert (
        found.standard_error > 3 * compare(NpsTally(2000, 1000, 1000), NpsTally(100, 100, 440)).standard_error
    )
    few = counts - np.array([[0, 0, 0], [0, 0, 0], [0, 0, 20]])
    assert difference_held_fixed(flags[:, 0], flags[:, 1:], few) == NotApart(0, 600, 0)


def test_where_one_nearly_always_comes_along_the_range_still_holds_the_truth():
    """600 simulated ranges, nine of ten who meet one meet the other; 95 % promised, 93 % asked."""
    hits = 0
    for seed in range(300):
        drawn = np.random.default_rng(seed)
        late = drawn.random(3000) < 0.15
        rude = np.where(late, drawn.random(3000) < 0.9, drawn.random(3000) < 0.01)
        scores = np.where(
            late,
            drawn.choice([9, 8, 3], 3000, p=[0.1, 0.3, 0.6]),
            drawn.choice([9, 8, 3], 3000, p=[0.45, 0.3, 0.25]),
        )
        world = scores.tolist(), {"late": late.tolist(), "rude": rude.tolist()}
        for code, truth in TRUTH.items():
            found = found_of(world, code)
            hits += found.interval.low <= truth <= found.interval.high
    assert hits >= 0.93 * 600


def test_nobody_on_one_side_is_no_comparison():
    assert difference_held_fixed(np.array([True]), np.zeros((1, 0), bool), np.array([[5, 5, 5]])) is None


def test_where_nothing_differs_within_a_side_the_range_is_that_of_the_plain_comparison():
    """All who meet it score 3, all others 10, in two months: nothing is left, so rounding alone makes the variance."""
    counts = np.array([[0, 0, 31], [0, 0, 28], [0, 0, 11], [30, 0, 0], [31, 0, 0], [28, 0, 0]])
    mentions = np.array([True, True, True, False, False, False])
    months = np.array([[True, False], [False, True], [False, False]] * 2)
    found = difference_held_fixed(mentions, months, counts)
    assert found.points == pytest.approx(200)
    assert 0 < found.standard_error < 20
    assert found.interval.low < 200


def test_of_two_that_say_the_same_the_one_that_comes_along_is_named():
    sides = np.array([[True, False], [False, True]])
    assert difference_held_fixed(
        sides[:, 0], sides[:, ::-1], np.array([[0, 0, 80], [140, 0, 0]])
    ) == NotApart(1, 80, 0)
