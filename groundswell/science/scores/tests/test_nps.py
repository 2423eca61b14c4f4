"""Against the R package NPS 2.0.999 by Brendan Rocks, author of the 2016 paper on the margin."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.science.scores.cells import nps_of_kinds
from groundswell.science.scores.errors import AnswerOffTheScale, NotAHistogram
from groundswell.science.scores.nps import NpsTally
from groundswell.science.scores.nps_intervals import (
    interval_of_a_small_population,
    score_interval,
    wald_interval,
)
from groundswell.science.statistics.intervals import Interval

ROCKS = [
    # detractors, passives, promoters, score, Wald, adjusted Wald, score interval (all 95 %, unclipped)
    (1, 2, 3, 33.33333333, (-26.30647146, 92.97313812), (-26.74325879, 71.18770324), (-31.1073, 75.3956)),
    (0, 0, 10, 100, (100, 100), (47.50355154, 106.3426023), (44.49343681, 100)),
    (10, 0, 0, -100, (-100, -100), (-106.3426023, -47.50355154), (-100, -44.49344277)),
    (0, 10, 0, 0, (0, 0), (-18.46504491, 18.46504491), (-27.7532, 27.7532)),
    (5, 0, 5, 0, (-61.97950323, 61.97950323), (-51.12739422, 51.12739422), (-52.68138, 52.68138)),
    (1, 2, 7, 60, (18.88744862, 101.11255138), (7.03940866, 85.26828365), (4.89241568, 85.88583946)),
    (15, 13, 8, -19.44444444, (-44.77023837, 5.88134948), (-42.17769534, 6.28025944), (-42.86697, 6.769753)),
    (
        54,
        108,
        162,
        33.33333333,
        (25.21738388, 41.44928278),
        (24.94525141, 41.10979446),
        (24.954, 41.16111596),
    ),
    (0, 1, 4, 80, (44.93909838, 115.06090162), (4.16553925, 95.83446075), (1.7931871, 96.37759209)),
    (20, 30, 50, 30, (14.69219192, 45.30780807), (14.05113018, 44.20129701), (13.95514127, 44.33930516)),
    (2000, 3000, 5000, 30, (28.46921919, 31.53078081), (28.46045899, 31.52154641), (28.4606, 31.52197)),
    (362, 176, 462, 10, (4.40808845, 15.59191155), (4.38966693, 15.55051254), (4.38221227, 15.54948509)),
]
tallies = st.builds(NpsTally, *[st.integers(0, 500)] * 3)


def near(interval: Interval | None, expected: tuple[float, float]) -> bool:
    """Whether the interval is the expected one, cut to the scale, to a hundredth of a point."""
    assert interval is not None
    cut = tuple(min(100, max(-100, end)) for end in expected)
    return (interval.low, interval.high) == pytest.approx(cut, abs=0.01)


@pytest.mark.parametrize(("d", "m", "p", "score", "wald", "adjusted", "by_score"), ROCKS)
def test_scores_and_margins_are_those_of_rocks(d, m, p, score, wald, adjusted, by_score):
    tally = NpsTally(promoters=p, passives=m, detractors=d)
    assert tally.score == pytest.approx(score)
    assert near(wald_interval(tally), wald)
    assert near(tally.interval(), adjusted)
    assert near(score_interval(tally), by_score)


def test_the_90_per_cent_margin_is_that_of_rocks():
    tally = NpsTally(promoters=462, passives=176, detractors=362)
    assert near(tally.interval(0.90), (5.28685128, 14.65332818))
    assert near(score_interval(tally, 0.90), (5.28793823, 14.66391623))


def test_the_standard_error_is_that_of_whuber():
    """Cross Validated, 'margin of error in a NPS': shares 1/2, 1/3, 1/6 of 324 answers."""
    tally = NpsTally(promoters=162, passives=108, detractors=54)
    assert tally.variance == pytest.approx(5 / 9)
    assert tally.standard_error == pytest.approx(4.14086662)


@pytest.mark.parametrize(
    ("scores", "expected", "variance"),
    [([0, 7, 7, 9, 9, 9], 100 / 3, 5 / 9), ([1, 9], 0, 1), ([7, 9], 50, 0.25), ([0, 7, 9], 0, 2 / 3)],
)
def test_single_answers_are_sorted_into_kinds(scores, expected, variance):
    tally = NpsTally.from_scores(scores)
    assert tally.score == pytest.approx(expected)
    assert tally.variance == pytest.approx(variance)


def test_the_kinds_are_cut_at_six_and_eight():
    assert NpsTally.from_histogram([1, 1, 1, 1, 1, 1, 1, 10, 10, 100, 100]) == NpsTally(200, 20, 7)


def test_nobody_answered_is_no_score():
    nobody = NpsTally.from_scores([])
    assert nobody.n == 0
    assert (nobody.score, nobody.variance, nobody.standard_error) == (None, None, None)
    assert (nobody.interval(), wald_interval(nobody), score_interval(nobody)) == (None, None, None)


@pytest.mark.parametrize("answer", [-1, 11, 7.5, None, "9", True])
def test_an_answer_off_the_scale_is_refused(answer):
    with pytest.raises(AnswerOffTheScale):
        NpsTally.from_scores([9, answer])


@pytest.mark.parametrize("counts", [[1] * 10, [1] * 12, [0] * 10 + [-1]])
def test_a_wrong_histogram_is_refused(counts):
    with pytest.raises(NotAHistogram):
        NpsTally.from_histogram(counts)


def test_a_tally_below_zero_is_refused():
    with pytest.raises(ValueError, match="fewer than 0"):
        NpsTally(promoters=-1)


@given(st.lists(st.integers(0, 10)), st.lists(st.integers(0, 10)))
def test_teams_add_up_to_their_region(one, other):
    together = NpsTally.from_scores(one) + NpsTally.from_scores(other)
    assert together == NpsTally.from_scores(one + other)


@given(st.lists(st.integers(0, 10)).flatmap(lambda s: st.tuples(st.just(s), st.permutations(s))))
def test_the_order_of_answers_does_not_matter(both):
    assert NpsTally.from_scores(both[0]) == NpsTally.from_scores(both[1])


@given(tallies.filter(lambda tally: tally.n > 0))
def test_margins_stay_on_the_scale_and_the_score_interval_contains_the_score(tally):
    for interval in (tally.interval(), wald_interval(tally), score_interval(tally)):
        assert interval.lies_within(-100, 100)
    by_score = score_interval(tally)
    assert by_score.low - 1e-6 <= tally.score <= by_score.high + 1e-6
    assert tally.interval().width > 0
    assert tally.interval(0.99).width >= tally.interval(0.9).width


@given(tallies)
def test_more_promoters_never_lower_the_score(tally):
    better = tally + NpsTally(promoters=1)
    assert tally.score is None or better.score >= tally.score


@given(tallies.filter(lambda tally: tally.n > 0))
def test_swapping_promoters_and_detractors_mirrors_the_margin(tally):
    mirrored = NpsTally(tally.detractors, tally.passives, tally.promoters).interval()
    assert (mirrored.low, mirrored.high) == pytest.approx((-tally.interval().high, -tally.interval().low))


@pytest.mark.parametrize(
    ("n", "promoters", "detractors", "wald", "adjusted"),
    [(5, 0.85, 0.05, 0.548, 0.895), (10, 0.5, 0.2, 0.899, 0.964), (20, 0.6, 0.1, 0.917, 0.957)],
)
def test_the_margin_we_show_covers_the_truth_more_often_than_wald(n, promoters, detractors, wald, adjusted):
    """Coverage of nominal 95 % intervals by simulation, 20,000 draws."""
    truth = 100 * (promoters - detractors)
    draws = np.random.default_rng(1).multinomial(
        n, [promoters, 1 - promoters - detractors, detractors], 20_000
    )
    found = nps_of_kinds(*draws.T)
    assert np.mean((found.low <= truth) & (truth <= found.high)) == pytest.approx(adjusted, abs=0.01)
    share_of_wald = np.mean([wald_interval(NpsTally(*map(int, row))).contains(truth) for row in draws[:5000]])
    assert share_of_wald == pytest.approx(wald, abs=0.02)


def test_a_small_population_narrows_the_margin_until_all_have_answered():
    tally = NpsTally(30, 10, 10)
    usual, nearly = tally.interval(), interval_of_a_small_population(tally, 60)
    assert nearly.width == pytest.approx(usual.width * (10 / 60) ** 0.5, rel=1e-9)
    everybody = interval_of_a_small_population(tally, 50)
    assert (everybody.low, everybody.high) == pytest.approx((40, 40))
    assert interval_of_a_small_population(NpsTally(), 50) is None
    with pytest.raises(ValueError, match="cannot come from"):
        interval_of_a_small_population(tally, 49)


def test_the_margin_of_a_small_population_holds():
    chance, inside = np.random.default_rng(3), 0
    people = np.repeat([1, 0, -1], [60, 30, 30])
    for _ in range(800):
        said = chance.choice(people, 40, replace=False)
        found = interval_of_a_small_population(NpsTally(*((said == kind).sum() for kind in (1, 0, -1))), 120)
        inside += found.contains(25)
    assert inside / 800 == pytest.approx(0.95, abs=0.025)
