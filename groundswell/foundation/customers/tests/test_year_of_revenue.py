"""Twelve whole months beside the twelve before."""

from datetime import date
from itertools import count

import pytest

from groundswell.foundation.customers.accounts import join_account, worth_of_account
from groundswell.foundation.customers.knowing import customer_named, keep_revenue
from groundswell.foundation.customers.merging import merge_customers, unmerge
from groundswell.foundation.customers.models import Account, Customer, Revenue
from groundswell.foundation.customers.revenue import months_from, year_of_revenue
from tests.world import NOW

pytestmark = pytest.mark.django_db
numbers = count(1)


def paid(came_by: str = "unknown", joined_on: date | None = None, **months: int) -> Customer:
    """A customer with revenue, for example ``m2025_05=10``."""
    customer = Customer.objects.create(external_id=f"r{next(numbers)}", came_by=came_by, joined_on=joined_on)
    for month, amount in months.items():
        year, number = month.removeprefix("m").split("_")
        Revenue.objects.create(customer=customer, month=date(int(year), int(number), 1), amount=amount)
    return customer


def test_the_year_is_the_last_twelve_whole_months():
    year = year_of_revenue(NOW)
    assert (year.since, year.until) == (date(2025, 3, 1), date(2026, 3, 1))


def test_revenue_is_split_by_who_brought_it():
    paid(m2024_03=100, m2026_02=85)
    paid("bought", m2025_03=20)
    paid("referral", m2025_04=15)
    paid("reputation", m2025_05=10)
    paid("unknown", m2025_06=7)
    year = year_of_revenue(NOW)
    assert (year.last_year, year.from_last_years_customers) == (100.0, 85.0)
    assert (year.bought_new, year.earned_new, year.unknown_new) == (20.0, 25.0, 7.0)
    assert (year.new_customers, year.asked) == (4, 3)
    assert year.total == 137.0


def test_months_outside_both_years_do_not_count():
    paid(m2024_02=1000, m2026_03=1000)
    assert year_of_revenue(NOW).total == 0
    assert year_of_revenue(NOW).last_year == 0


def test_who_joined_earlier_and_bought_nothing_last_year_comes_back_and_is_not_new():
    paid("referral", joined_on=date(2023, 5, 1), m2025_06=40)
    year = year_of_revenue(NOW)
    assert (year.came_back, year.earned_new, year.new_customers) == (40.0, 0.0, 0)


def test_two_records_of_one_person_count_as_one_customer():
    before, now = paid(m2024_05=100), paid("referral", m2025_06=40)
    assert year_of_revenue(NOW).new_customers == 1
    merge = merge_customers(before, now, by="Olu", at=NOW)
    year = year_of_revenue(NOW)
    assert (year.last_year, year.from_last_years_customers, year.earned_new) == (100.0, 40.0, 0.0)
    assert (year.new_customers, year.total) == (0, 40.0)
    unmerge(merge, by="Olu", at=NOW)
    assert year_of_revenue(NOW).earned_new == 40.0


def test_nothing_is_asked_twice_of_the_database(django_assert_num_queries):
    paid(m2024_03=100, m2026_02=85)
    with django_assert_num_queries(3):
        year_of_revenue(NOW)


def test_months_are_counted_over_the_turn_of_the_year():
    assert months_from(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert months_from(date(2025, 11, 1), 14) == date(2027, 1, 1)


def test_who_brought_a_customer_is_known_under_whichever_record_it_was_said():
    pays, told = paid(m2025_06=40), paid("referral")
    merge_customers(pays, told, by="Olu", at=NOW)
    year = year_of_revenue(NOW)
    assert (year.earned_new, year.unknown_new, year.asked) == (40.0, 0.0, 1)


def test_revenue_that_is_brought_again_after_a_merge_is_not_counted_twice():
    one, other = paid(), paid()

    def brought() -> None:
        keep_revenue([(customer_named(who.external_id), [(date(2025, 6, 1), 40)]) for who in (one, other)])

    brought()
    assert year_of_revenue(NOW).total == 80.0
    merge = merge_customers(one, other, by="Olu", at=NOW)
    brought()
    assert year_of_revenue(NOW).total == 80.0
    unmerge(merge, by="Olu", at=NOW)
    assert other.revenue.get().amount == 40, "each has its own revenue as before"


def test_what_a_business_brings_counts_every_record_of_its_people():
    one, other = paid(m2025_06=40), paid(m2025_07=2)
    account = Account.objects.create(name="Cross & Co", kind=Account.Kind.BUSINESS)
    join_account(account, one, by="Olu", at=NOW)
    merge_customers(one, other, by="Olu", at=NOW)
    assert worth_of_account(account, NOW.date()).amount == 42
