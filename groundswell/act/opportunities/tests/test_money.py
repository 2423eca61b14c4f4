"""What customers bring, where it is odd: refunds outweigh it, nobody bought yet, or one brings nearly all of it."""

from decimal import Decimal

import pytest
import time_machine

from groundswell.act.opportunities.estimates import Estimate, product
from groundswell.act.opportunities.jobs import rank_opportunities
from groundswell.act.opportunities.queries import ranked_opportunities
from groundswell.foundation.customers.models import Revenue
from tests.world import NOW

from .register import REVENUE_MONTH, make_answers, make_opportunity, make_theme, read_all


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def said(world, word, *amounts):
    """Forty low answers with a word, of customers who brought these amounts in turn."""
    for number, customer in enumerate(make_answers(40, 3, f"The {word}", world=world)):
        if amounts:
            amount = Decimal(str(amounts[number % len(amounts)] if number else amounts[0]))
            Revenue.objects.create(customer=customer, month=REVENUE_MONTH, amount=amount + number % 3)
    return make_opportunity(world, title=word, theme=make_theme(word, word))


def counted(world):
    make_answers(100, 10, "Content", world=world, yearly=100)
    read_all()
    rank_opportunities(NOW)
    return {one.opportunity.title: one for one in ranked_opportunities(NOW)}


def test_where_refunds_outweigh_what_was_bought_the_range_runs_from_low_to_high_and_it_comes_last(world):
    said(world, "deposit", -200)
    said(world, "boiler", 300)
    found = counted(world)
    each, money = found["deposit"].evidence.money_each, found["deposit"].evidence.money
    assert each.low < each.value < each.high < 0
    assert money.low < money.value < money.high
    assert money.value == pytest.approx(40 * each.value)
    assert (found["boiler"].rank, found["deposit"].rank) == (1, 2)
    assert found["deposit"].value < 0


def test_who_brings_nothing_is_known_to_bring_nothing_and_ranks_by_that(world):
    said(world, "queue")
    standing = counted(world)["queue"]
    evidence = standing.evidence
    assert (standing.rank, standing.value) == (1, 0)
    assert (evidence.money_each.value, evidence.money) == (0, Estimate(0, 0, 0))
    assert evidence.money_known == 0


def test_where_one_customer_brings_nearly_all_of_it_every_page_says_so(world, signed_in):
    phone = said(world, "phone", 90_000, 10)
    Revenue.objects.filter(amount__gt=80_000).exclude(
        pk=Revenue.objects.filter(amount__gt=80_000).order_by("pk").first().pk
    ).update(amount=10)
    said(world, "boiler", 300)
    found = counted(world)
    assert found["phone"].evidence.rests_on_one
    assert not found["boiler"].evidence.rests_on_one
    office = signed_in(world.office)
    page = office.get(f"/act/opportunities/{phone.pk}/").content.decode()
    assert "One customer</a> brings £90,000" in page
    assert office.get("/act/opportunities/").content.decode().count("mostly one customer") == 1


def test_a_product_with_a_nought_or_something_below_it_is_one_of_numbers():
    people, nothing, refunds = Estimate(10, 8, 12), Estimate(0, 0, 0), Estimate(-5, -6, -4)
    assert product(people, nothing) == Estimate(0, 0, 0)
    assert product(people, None) is None
    found = product(people, refunds)
    assert (found.value, found.low, found.high) == (
        -50,
        pytest.approx(-50 - 200**0.5),
        pytest.approx(-50 + 200**0.5),
    )
