"""What must not move the evidence of an opportunity, and what must move it just so."""

from math import sqrt

import pytest
from django.db.models import F

from groundswell.act.opportunities.estimates import Estimate
from groundswell.act.opportunities.evidence import OpportunityEvidence
from groundswell.act.opportunities.models import Opportunity
from groundswell.act.opportunities.queries import evidence_of
from groundswell.act.opportunities.standing.counting import last_year
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Customer, Revenue
from groundswell.listen.signals.models import Signal
from tests.world import NOW, World

from .register import make_answers, make_opportunity, make_theme, read_all


def heard(world: World) -> None:
    """Of 100 customers 40 say that parcels are late; what each brings is known."""
    make_answers(40, 3, "So late", world=world, yearly=100)
    make_answers(60, 9, "All fine", world=world, yearly=100)
    read_all()


@pytest.fixture
def late(world: World) -> Opportunity:
    found = make_opportunity(world, theme=make_theme("Delivery", "late"))
    heard(world)
    return found


def read(late: Opportunity) -> OpportunityEvidence:
    return evidence_of(late, *last_year(NOW))


def width(one: Estimate | None) -> float:
    return one.high - one.low


def ends(one: Estimate | None, times: float = 1.0) -> list[float]:
    return [end * times for end in (one.low, one.value, one.high)]


def test_twice_the_customers_double_the_counts_and_narrow_the_ranges(world, late):
    once = read(late)
    heard(world)
    twice = read(late)
    assert (twice.voices, twice.customers, twice.answering) == (80, 80, 200)
    assert twice.touched.value == 2 * once.touched.value
    assert twice.money.value == pytest.approx(2 * once.money.value)
    assert twice.points_lower.value == pytest.approx(once.points_lower.value)
    assert width(once.money_each) / width(twice.money_each) == pytest.approx(sqrt(2), rel=0.05)


def test_customers_of_whom_nobody_heard_are_touched_as_often_and_change_nothing_else(world, late):
    heard_all = read(late)
    Customer.objects.bulk_create(Customer(external_id=f"silent {number}") for number in range(100))
    some = read(late)
    assert some.touched.value == pytest.approx(2 * heard_all.touched.value)
    assert width(some.touched) > 2 * width(heard_all.touched)
    for name in ("points_lower", "money_each", "whole_score"):
        assert ends(getattr(some, name)) == pytest.approx(ends(getattr(heard_all, name)))


def test_money_in_another_unit_moves_money_alone(late):
    before = read(late)
    Revenue.objects.update(amount=F("amount") * 100)
    after = read(late)
    assert ends(after.money_each) == pytest.approx(ends(before.money_each, 100))
    assert ends(after.money) == pytest.approx(ends(before.money, 100))
    assert ends(after.points_lower) == ends(before.points_lower)


def test_a_customer_with_two_records_counts_as_with_one(world, late):
    before = read(late)
    for number, signal in enumerate(Signal.objects.filter(score=3).select_related("customer")[:10]):
        known = Customer.objects.create(external_id=f"known {number}", segment="club")
        Revenue.objects.filter(customer=signal.customer).update(customer=known)
        merge_customers(signal.customer, known, by=world.office, at=NOW)
    assert read(late) == before
