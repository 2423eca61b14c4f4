"""Two opportunities with mostly the same customers: named, offered to be made one, and never added up."""

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.opportunities.actions import join_elevation, settle_opportunity
from groundswell.act.opportunities.jobs import rank_opportunities
from groundswell.act.opportunities.merging.actions import merge_opportunity
from groundswell.act.opportunities.models import Opportunity, Overlap, Ranking, Settlement
from groundswell.act.opportunities.queries import ranked_opportunities
from groundswell.act.opportunities.standing.shared import shared_by, twin_of_first
from tests.world import NOW

from .register import SAME, make_answers, make_elevation, make_opportunity, make_theme, read_all

REGISTER = "opportunities:register"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def both(world):
    """Fifty of sixty low answers at Delivery are about parcels that come late; a hundred at Returns are content."""
    make_answers(50, 3, "It came late", world=world, yearly=100)
    make_answers(10, 3, "A rude driver", world=world, yearly=100)
    make_answers(60, 10, "All good", world=world, yearly=100)
    make_answers(100, 10, "All good", world=world, yearly=100, touchpoint=world.returns)
    theme = make_theme("Late", "late")
    read_all()
    late = make_opportunity(world, title="Late parcels", theme=theme)
    delivery = make_opportunity(world, title="Delivery", touchpoint=world.delivery)
    rank_opportunities(NOW)
    return late, delivery


def test_a_theme_and_its_touchpoint_say_how_many_customers_they_share(world, both, signed_in):
    late, delivery = both
    row = Overlap.objects.get()
    assert (row.one, row.other, row.both) == (late, delivery, 50)
    client = signed_in(world.office)
    page = client.get(f"/act/opportunities/{late.pk}/").content.decode()
    assert "are nearly the same: 83% of the customers of the two stand behind both (50 of 60)" in page
    assert f"/act/opportunities/{late.pk}/merge/?other={delivery.pk}" in page
    register = client.get(reverse(REGISTER)).content.decode()
    assert "100% of its customers are also behind" in register
    assert "83% of its customers are also behind" in register


def test_rows_do_not_add_up_and_the_register_says_what_all_of_them_are(world, both, signed_in):
    ranking = Ranking.objects.get()
    assert (ranking.customers, ranking.customers_added) == (60, 110)
    assert ranking.money == sum(100 + n % 7 for n in (*range(50), *range(10)))
    assert ranking.money_added == ranking.money + sum(100 + n % 7 for n in range(50))
    page = signed_in(world.office).get(reverse(REGISTER)).content.decode()
    assert "<b>60 known customers</b> behind them" in page
    assert "added up row by row they would be 110" in page


def test_of_two_that_are_nearly_the_same_one_is_first_as_often_as_both_together(both):
    standings = ranked_opportunities(NOW)
    shared = shared_by(
        both, Ranking.objects.get(), Opportunity.objects.filter(pk__in=[one.pk for one in both])
    )
    twin = twin_of_first(standings, shared)
    assert twin.opportunity == standings[1].opportunity
    assert twin.share_first == pytest.approx(1)


def test_one_that_is_being_worked_on_is_named_and_what_is_not_pursued_is_not(world, both, signed_in):
    late, delivery = both
    settle_opportunity(delivery, Settlement.Outcome.TAKEN_UP, why="Approved.", by=world.office, at=NOW)
    rank_opportunities(NOW)
    page = signed_in(world.office).get(f"/act/opportunities/{late.pk}/").content.decode()
    assert "that is being worked on already" in page
    Settlement.objects.update(outcome=Settlement.Outcome.NOT_PURSUED)
    assert (
        shared_by(both, Ranking.objects.get(), Opportunity.objects.filter(pk__in=[one.pk for one in both]))
        == {}
    )


def test_made_one_they_are_shared_no_more_and_count_each_customer_once(world, both, signed_in):
    late, delivery = both
    merge_opportunity(late, delivery, by=world.office, **SAME)
    assert (
        shared_by(
            [delivery], Ranking.objects.get(), Opportunity.objects.filter(pk__in=[late.pk, delivery.pk])
        )
        == {}
    )
    rank_opportunities(NOW)
    ranking = Ranking.objects.get()
    assert (ranking.customers, ranking.customers_added) == (60, 60)
    page = signed_in(world.office).get(reverse(REGISTER)).content.decode()
    assert "All that wait have <b>60 known customers</b>" in page
    assert "Rows do not add up" not in page
    assert not Overlap.objects.exists()


def test_nobody_reads_the_name_of_one_out_of_sight(world, both, signed_in):
    late, _ = both
    join_elevation(make_elevation(world.leeds, world.frontline.person), late, by=world.office, at=NOW)
    page = signed_in(world.lead).get(f"/act/opportunities/{late.pk}/").content.decode()
    assert "Late parcels" in page
    assert "nearly the same" not in page
    register = signed_in(world.lead).get(reverse(REGISTER)).content.decode()
    assert "are also behind" not in register
    assert "added up row by row" not in register
