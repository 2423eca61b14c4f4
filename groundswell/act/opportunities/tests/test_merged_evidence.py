"""What stands behind two opportunities that are one: each customer, answer and judgement once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from groundswell.act.opportunities.actions import (
    change_opportunity,
)
from groundswell.act.opportunities.behind_figures import answers_behind_the_points
from groundswell.act.opportunities.ground import of_which_points
from groundswell.act.opportunities.merging.actions import merge_opportunity
from groundswell.act.opportunities.queries import (
    evidence_of,
    last_year,
    standing_of,
)
from groundswell.act.opportunities.voices import opportunities_behind_which, voices_behind
from tests.world import NOW, make_signal

from .register import SAME, make_answers, make_opportunity, make_theme, read_all, two


def test_a_customer_behind_both_is_counted_once(world):
    theme = make_theme("Delivery", "late")
    late, slots = two(world, theme=theme)
    both = make_signal(3, "So late", touchpoint=world.returns, customer=make_answers(1, 3, world=world)[0])
    for number in range(6):
        make_signal(2, "So late", touchpoint=world.delivery, customer=make_answers(1, 9, world=world)[0], at=NOW - timedelta(days=number + 1))  # fmt: skip
    read_all()
    year = last_year(NOW)
    own, other = evidence_of(late, *year), evidence_of(slots, *year)
    assert (own.customers, other.customers) == (7, 1)
    merge_opportunity(slots, late, by=world.office, **SAME)
    joined = evidence_of(late, *year)
    assert (joined.customers, joined.voices) == (7, own.voices)
    assert voices_behind(late).count() == own.voices
    assert list(opportunities_behind_which(both)) == [late]


def test_points_are_of_all_themes_or_of_all_touchpoints_of_both():
    assert of_which_points([(1, 10), (1, 11)]) == [(1, 10), (1, 11)]
    assert of_which_points([(1, 10), (1, None)]) == [(1, None)]
    assert of_which_points([(1, None), (1, 10)]) == [(1, None)]
    assert of_which_points([(1, 10), (2, 10)]) == [(1, 10), (2, 10)]
    assert of_which_points([(1, 10), (2, 11), (3, None)]) == [(1, 10), (2, 11), (3, None)]
    assert of_which_points([(1, 10), (None, 10)]) == [(None, 10)]
    assert of_which_points([(1, None), (None, 10)]) == [(1, None)]
    assert of_which_points([(None, 10), (1, None)]) == [(None, 10)]
    assert of_which_points([(None, None), (2, 11)]) == [(2, 11)]


def test_what_is_joined_to_a_costly_theme_does_not_borrow_its_points(world):
    late, kind = make_theme("Late", "late"), make_theme("Box", "box")
    make_answers(40, 3, "So late", world=world)
    make_answers(20, 3, "Late, and the box", world=world)
    make_answers(120, 8, "The box", world=world)
    make_answers(200, 9, "All good", world=world)
    read_all()
    costly = make_opportunity(world, title="Late", theme=late)
    loud = make_opportunity(world, title="Box", theme=kind)
    year = last_year(NOW)
    alone = evidence_of(costly, *year)
    merge_opportunity(loud, costly, by=world.office, **SAME)
    both = evidence_of(costly, *year)
    assert (alone.n_with, both.n_with) == (60, 180)
    assert alone.points_lower.value > 140
    assert both.points_lower.value == pytest.approx(100 + 100 * 60 / 180)
    assert len(answers_behind_the_points(costly, world.office, *year)) == both.n_with


def test_points_are_of_both_where_their_touchpoints_differ(world):
    theme = make_theme("Delivery", "late")
    for place in (world.delivery, world.returns):
        make_answers(40, 3, "So late", world=world, touchpoint=place)
        make_answers(60, 9, "All good", world=world, touchpoint=place)
    read_all()
    here = make_opportunity(world, theme=theme, touchpoint=world.delivery)
    there = make_opportunity(world, title="There", theme=theme, touchpoint=world.returns)
    year = last_year(NOW)
    before = evidence_of(here, *year).n_with
    merge_opportunity(there, here, by=world.office, **SAME)
    assert (before, evidence_of(here, *year).n_with) == (40, 80)


def test_the_judgement_of_the_one_that_goes_on_stands_and_the_page_says_so(world, signed_in):
    late, slots = two(world)
    change_opportunity(late, effort_days=(3, 5), by=world.office, at=NOW)
    change_opportunity(slots, effort_days=(7, 9), by=world.office, at=NOW)
    merge_opportunity(late, slots, by=world.office, **SAME)
    assert standing_of(slots, NOW).evidence.effort == (7, 9)
    page = signed_in(world.office).get(reverse("opportunities:opportunity", args=[slots.pk]))
    assert "judgement of 3 to 5 person-days stays with it and does not count here" in page.content.decode()
