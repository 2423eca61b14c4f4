"""What stands behind two opportunities that are one: each customer, answer and judgement once."""

from datetime import timedelta

from django.urls import reverse

from groundswell.act.opportunities.actions import (
    change_opportunity,
)
from groundswell.act.opportunities.ground import apart
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


def test_scores_add_up_only_where_no_answer_can_be_in_both():
    assert apart([(1, 10), (1, 11)]) == [(1, 10), (1, 11)]
    assert apart([(1, 10), (1, None)]) == [(1, None)]
    assert apart([(1, None), (1, 10)]) == [(1, None)]
    assert apart([(1, 10), (2, 10)]) == [(1, 10)]
    assert apart([(1, 10), (2, 11), (3, None)]) == [(1, 10), (2, 11)]
    assert apart([(1, 10), (None, 10)]) == [(None, 10)]
    assert apart([(None, None), (2, 11)]) == [(2, 11)]


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
