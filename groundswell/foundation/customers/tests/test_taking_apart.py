"""Records of one person taken apart in another order than they were merged: each has what is its own, and no more."""

from datetime import date

import pytest

from groundswell.foundation.customers.actions import give_consent, refuse_contact, withdraw_consent
from groundswell.foundation.customers.merging import merge_customers, unmerge
from groundswell.foundation.customers.models import Customer, Purpose
from groundswell.foundation.customers.queries import may_contact
from tests.world import NOW

CONTACT = Purpose.CONTACT
BY = {"by": "office", "at": NOW}


def record_of(name: str, **said: object) -> Customer:
    return Customer.objects.create(name=name, email=f"{name}@people.example", **said)


@pytest.fixture
def three(db) -> tuple[Customer, Customer, Customer]:
    ann = record_of("ann", joined_on=date(2020, 1, 1))
    ben = record_of("ben", joined_on=date(2019, 1, 1), segment="families")
    return ann, ben, record_of("cia", joined_on=date(2021, 1, 1))


def says(customer: Customer) -> tuple[str, date | None]:
    customer.refresh_from_db()
    return customer.segment, customer.joined_on


def test_what_came_from_the_first_leaves_the_chain_with_it(three):
    ann, ben, cia = three
    first = merge_customers(ann, ben, **BY)
    second = merge_customers(cia, ann, **BY)
    assert says(cia) == says(ann) == says(ben) == ("families", date(2019, 1, 1))
    unmerge(first, **BY)
    assert says(cia) == says(ann) == ("", date(2020, 1, 1))
    assert says(ben) == ("families", date(2019, 1, 1))
    second.refresh_from_db()
    unmerge(second, **BY)
    assert says(cia) == ("", date(2021, 1, 1))
    assert says(ann) == ("", date(2020, 1, 1))


def test_what_one_more_record_says_stands_under_every_record_of_the_person(three):
    ann, ben, cia = three
    Customer.objects.filter(pk=cia.pk).update(came_by="referral", joined_on=date(2018, 1, 1))
    merge_customers(ann, ben, **BY)
    last = merge_customers(cia, ann, **BY)
    for one in three:
        assert says(one) == ("families", date(2018, 1, 1))
        assert one.came_by == "referral"
    unmerge(last, **BY)
    assert says(ben) == says(ann) == ("families", date(2019, 1, 1))


def test_who_buys_under_a_record_below_has_not_left(db):
    ann, buys, left = record_of("ann"), record_of("dan"), record_of("ben", ended_on=date(2019, 1, 1))
    buys.revenue.create(month=date(2026, 1, 1), amount=5)
    merge_customers(ann, buys, **BY)
    merge_customers(ann, left, **BY)
    ann.refresh_from_db()
    assert ann.ended_on is None


def test_what_only_the_first_allowed_nobody_above_allows_once_it_is_taken_apart(three):
    ann, ben, cia = three
    give_consent(ben, CONTACT, **BY)
    first = merge_customers(ann, ben, **BY)
    merge_customers(cia, ann, **BY)
    assert may_contact(cia)
    unmerge(first, **BY)
    assert may_contact(ben)
    assert not may_contact(cia)


def test_what_another_record_allows_too_the_person_still_allows(three):
    ann, ben, cia = three
    for one in (ben, cia):
        give_consent(one, CONTACT, **BY)
    first = merge_customers(ann, ben, **BY)
    merge_customers(ann, cia, **BY)
    unmerge(first, **BY)
    assert may_contact(ann)
    assert may_contact(ben)


def test_a_merge_that_was_taken_apart_is_no_refusal(three):
    ann, ben, _ = three
    give_consent(ben, CONTACT, **BY)
    unmerge(merge_customers(ann, ben, **BY), **BY)
    again = merge_customers(ann, ben, **BY)
    assert may_contact(ann)
    unmerge(again, **BY)
    assert may_contact(ben)


@pytest.mark.parametrize("by_file", [False, True])
def test_a_no_after_a_merge_was_taken_apart_binds_as_every_no(three, by_file):
    ann, ben, cia = three
    give_consent(ben, CONTACT, **BY)
    give_consent(cia, CONTACT, **BY)
    unmerge(merge_customers(ann, ben, **BY), **BY)
    if by_file:
        refuse_contact([ann.pk], **BY, why="as another tool says")
    else:
        withdraw_consent(ann, CONTACT, channel="email", source="a letter", **BY)
    merge_customers(cia, ann, **BY)
    assert not may_contact(cia)
