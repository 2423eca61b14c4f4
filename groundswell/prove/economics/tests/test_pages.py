"""The pages of economics: sentences, sight, and the list behind each figure."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.foundation.customers.models import Customer, Revenue
from groundswell.prove.economics.queries import customers_visible_to, earned_growth
from groundswell.prove.economics.report import asked_sentence, growth_sentence
from tests.world import NOW

from .test_loyalty import followed_customer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_clock_stands_still():
    with time_machine.travel(NOW, tick=False):
        yield


def grown() -> None:
    """The published example: 100 becomes 130, of which 85 from last year's customers, 20 bought, 25 earned."""
    for came_by, before, now in (
        ("unknown", 100, 85),
        ("bought", 0, 20),
        ("referral", 0, 15),
        ("reputation", 0, 10),
    ):
        customer = Customer.objects.create(external_id=came_by, came_by=came_by)
        for month, amount in ((date(2024, 6, 1), before), (date(2025, 6, 1), now)):
            if amount:
                Revenue.objects.create(customer=customer, month=month, amount=amount)


def test_earned_growth_of_the_published_example():
    grown()
    growth = earned_growth(NOW)
    assert round(growth.found.net_revenue_retention, 6) == 0.85
    assert round(growth.found.rate, 6) == 0.10
    assert round(growth.found.total_growth, 6) == 0.30
    assert round(growth.found.ratio, 6) == round(1 / 3, 6)
    assert (
        growth_sentence(growth)
        == "Earned growth is 10% of last year's revenue: 33% of a total growth of 30%."
    )


def test_who_was_not_asked_is_growth_and_never_earned():
    grown()
    stranger = Customer.objects.create(external_id="stranger")
    Revenue.objects.create(customer=stranger, month=date(2025, 7, 1), amount=30)
    growth = earned_growth(NOW)
    assert round(growth.found.rate, 6) == 0.10
    assert round(growth.found.total_growth, 6) == 0.60
    assert asked_sentence(growth) == (
        "3 of 4 new customers told us why they came. The £30 of those not asked is growth, never earned growth."
    )


def test_without_revenue_there_is_no_growth_to_tell():
    assert earned_growth(NOW).found is None
    assert "cannot be told yet" in growth_sentence(earned_growth(NOW))


def test_the_page_says_association_and_leads_to_the_customers(world, signed_in):
    for _ in range(6):
        followed_customer(10, monthly=10)
        followed_customer(1, monthly=5, ended_on=date(2025, 6, 1))
    page = signed_in(world.executive).get(reverse("economics:economics"))
    words = page.content.decode()
    assert "100% of promoters stayed twelve months, 0% of detractors" in words
    assert "This is an association, not an effect" in words
    assert "?group=promoter&amp;kind=relationship" in words


def test_a_group_of_too_few_says_so(world, signed_in):
    followed_customer(10, monthly=10)
    words = (
        signed_in(world.office).get(reverse("economics:economics") + "?kind=relationship").content.decode()
    )
    assert "Too few to tell what loyalty is worth: 1 promoter followed" in words


def test_the_list_behind_a_group_has_its_customers_and_no_others(world, signed_in):
    promoter, detractor = followed_customer(10, monthly=10), followed_customer(1, monthly=5)
    Customer.objects.filter(pk=promoter.pk).update(name="Petra Promoter")
    Customer.objects.filter(pk=detractor.pk).update(name="Derek Detractor")
    url = reverse("economics:customers") + "?group=promoter&kind=relationship"
    words = signed_in(world.office).get(url).content.decode()
    assert "Petra Promoter" in words
    assert "Derek Detractor" not in words
    assert "£120" in words


def test_executives_read_figures_and_no_names(world, signed_in):
    customer = followed_customer(10, monthly=10)
    Customer.objects.filter(pk=customer.pk).update(name="Petra Promoter")
    url = reverse("economics:customers") + "?group=promoter&kind=relationship"
    words = signed_in(world.executive).get(url).content.decode()
    assert "Petra Promoter" not in words
    assert f"Customer {customer.pk}" in words


@pytest.mark.parametrize("who", ["frontline", "lead", "partner"])
def test_money_is_closed_to_everybody_else(world, signed_in, who):
    followed_customer(10, monthly=10)
    user = getattr(world, who)
    client = signed_in(user)
    assert client.get(reverse("economics:economics")).status_code == 403
    assert client.get(reverse("economics:customers")).status_code == 403
    assert customers_visible_to(user).count() == 0


@pytest.mark.parametrize("wrong", ["?group=friend", "?kind=competitive", "?kind=nonsense"])
def test_an_unknown_question_is_refused(world, signed_in, wrong):
    assert signed_in(world.office).get(reverse("economics:customers") + wrong).status_code == 400


def test_the_pages_ask_the_same_questions_for_one_and_for_many(world, signed_in):
    client = signed_in(world.office)
    urls = [reverse("economics:economics") + "?kind=relationship", reverse("economics:customers")]
    followed_customer(10, monthly=10)
    before = [questions_of(client, url) for url in urls]
    for _ in range(3):
        followed_customer(10, monthly=10)
    assert [questions_of(client, url) for url in urls] == before


def questions_of(client, url: str) -> int:
    """How many questions a page asks the database."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)
