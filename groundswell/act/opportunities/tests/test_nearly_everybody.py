"""Where nearly everybody at a touchpoint mentions a theme, the few others are a remainder, not a comparison."""

import numpy as np
import pytest
from django.urls import reverse

from groundswell.act.opportunities.ground import Words, whole_score
from groundswell.act.opportunities.jobs import rank_opportunities
from groundswell.act.opportunities.queries import evidence_of, last_year, ranked_opportunities
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import compare
from tests.world import NOW

from .register import make_answers, make_opportunity, make_theme, read_all

THEME, HERE, THERE, THIRD = 1, 10, 11, 12
PLANTED = 40
OF_THOSE_WHO_MENTION_IT = 20 + 100 * (0.45 - 0.9 * 0.25) / (1 - 0.1 * 0.25)
"""What they expect below the others: three points more than the touchpoint, as some delighted ones do not name it."""


def words_of(with_it, wrote, everybody=None):
    """Answers by theme and touchpoint; everybody wrote unless said otherwise."""
    return Words(with_it, everybody or wrote, wrote)


def drawn(seed):
    """A touchpoint 40 points below others, whatever its people mention: the theme is its name, and of ten delighted one forgets it."""
    drawn = np.random.default_rng(seed)
    here = drawn.multinomial(1200, [0.25, 0.30, 0.45])
    there = drawn.multinomial(5000, [0.45, 0.30, 0.25])
    silent = drawn.binomial(here[0], 0.1)
    mentions = NpsTally(here[0] - silent, here[1], here[2])
    wrote = {HERE: NpsTally(*here), THERE: NpsTally(*there)}
    return words_of({(THEME, HERE): mentions}, wrote), mentions, NpsTally(silent, 0, 0)


def test_the_planted_points_are_found_where_the_remainder_would_say_three_times_as_many():
    covered, naive, found = 0, [], []
    for seed in range(200):
        words, mentions, remainder = drawn(seed)
        beside = words.groups([(THEME, HERE)])
        assert beside.left_over == remainder.n
        covered += (
            beside.difference.interval.low <= OF_THOSE_WHO_MENTION_IT <= beside.difference.interval.high
        )
        found.append(beside.difference.points)
        naive.append(compare(remainder, mentions).points)
    assert np.mean(found) == pytest.approx(PLANTED, abs=4)
    assert np.mean(naive) > 3 * PLANTED
    assert covered >= 0.9 * 200


def test_a_theme_of_some_is_compared_with_others_at_the_same_touchpoint():
    low, good = NpsTally(10, 10, 60), NpsTally(20, 0, 0)
    words = words_of({(THEME, HERE): low}, {HERE: low + NpsTally(60, 0, 0), THERE: good})
    assert words.groups([(THEME, HERE)]).without_it == NpsTally(60, 0, 0)
    assert words.groups([(THEME, HERE)]).left_over is None


@pytest.mark.parametrize(("others", "is_fair"), [(9, False), (10, True)])
def test_a_tenth_is_the_least_that_the_others_make(others, is_fair):
    low = NpsTally(0, 0, 90)
    words = words_of({(THEME, HERE): low}, {HERE: low + NpsTally(others, 0, 0), THERE: NpsTally(50, 50, 0)})
    assert (words.groups([(THEME, HERE)]).left_over is None) == is_fair


def test_where_everybody_everywhere_mentions_it_nobody_can_tell():
    low = NpsTally(100, 100, 600)
    words = words_of({(THEME, HERE): low}, {HERE: low + NpsTally(40, 0, 0)})
    for place in (None, HERE):
        assert words.groups([(THEME, place)]).difference is None


def test_a_touchpoint_where_nearly_all_answer_has_no_others_either():
    everybody = {HERE: NpsTally(100, 100, 600), THERE: NpsTally(40, 0, 0)}
    beside = words_of({}, everybody).groups([(None, HERE)])
    assert (beside.without_it.n, beside.difference) == (40, None)


def test_others_of_two_touchpoints_that_are_one_count_once():
    everybody = {HERE: NpsTally(0, 0, 50), THERE: NpsTally(0, 0, 50), THIRD: NpsTally(60, 0, 0)}
    beside = words_of({}, everybody).groups([(None, HERE), (None, THERE)])
    assert (beside.with_it.n, beside.without_it) == (100, NpsTally(60, 0, 0))


def test_what_it_takes_from_the_whole_score_is_no_more_than_its_touchpoint_takes():
    words, *_ = drawn(1)
    beside = words.groups([(THEME, HERE)])
    whole = NpsTally(*(540 + 2250, 360 + 1500, 300 + 1250))
    assert whole_score(beside.difference, beside.with_it, words.answers).high < 12
    assert whole.n == words.answers


@pytest.fixture
def returns(world):
    """Of 64 who wrote at returns 60 mention refunds; at delivery lateness is one of several things."""
    refunds, late = make_theme("Refunds", "refund"), make_theme("Delivery", "late")
    make_answers(45, 5, "The refund", world=world, touchpoint=world.returns, yearly=100)
    make_answers(15, 9, "A quick refund", world=world, touchpoint=world.returns, yearly=100)
    make_answers(4, 10, "Lovely", world=world, touchpoint=world.returns, yearly=100)
    make_answers(40, 3, "So late", world=world, yearly=100)
    make_answers(20, 7, "All right", world=world, yearly=100)
    make_answers(40, 9, "All good", world=world, yearly=100)
    read_all()
    slow = make_opportunity(world, title="Slow refunds", theme=refunds, touchpoint=world.returns)
    parcels = make_opportunity(world, title="Late parcels", theme=late, touchpoint=world.delivery)
    rank_opportunities(NOW)
    return slow, parcels


def test_the_page_the_register_and_the_list_say_whom_it_is_compared_with(world, returns, signed_in):
    slow, parcels = returns
    evidence = evidence_of(slow, *last_year(NOW))
    assert (evidence.n_with, evidence.left_over, evidence.n_without) == (60, 4, 100)
    alike = 100 * 40 / 60
    assert evidence.points_lower.value == pytest.approx(alike - 100 * (15 - 45) / 60), (
        "those who wrote that it was late are held apart"
    )
    said = "Nearly everybody who wrote there mentions it (60 of 64), so the few others there are no fair comparison."
    client = signed_in(world.office)
    page = client.get(reverse("opportunities:opportunity", args=[slow.pk])).content.decode()
    assert said in page
    assert "100 who wrote at other touchpoints" in page
    assert said not in client.get(reverse("opportunities:opportunity", args=[parcels.pk])).content.decode()
    listed = client.get(reverse("opportunities:voices", args=[slow.pk]) + "?of=points").content.decode()
    assert "lower than 100 who wrote at other touchpoints, with the other themes" in listed
    register = client.get(reverse("opportunities:register")).content.decode()
    assert register.count("beside other touchpoints") == 1


def test_it_keeps_a_place_by_what_can_be_told(world, returns):
    slow, parcels = returns
    first, second = ranked_opportunities(NOW)
    assert (first.opportunity, second.opportunity) == (parcels, slow)
    assert second.evidence.points_lower.value < first.evidence.points_lower.value


def test_without_anybody_to_compare_with_it_has_no_place_and_says_why(world):
    make_answers(290, 5, "The refund", world=world, touchpoint=world.returns)
    make_answers(31, 10, "Lovely", world=world, touchpoint=world.returns)
    refunds = make_theme("Refunds", "refund")
    read_all()
    make_opportunity(world, theme=refunds)
    (standing,) = ranked_opportunities(NOW)
    assert standing.rank is None
    assert standing.evidence.needed_to_rank == (
        "Nearly every answer is about it: 290 of 321. The few others are no fair comparison, so the points that it costs "
        "cannot be told. Name a narrower theme.",
    )
