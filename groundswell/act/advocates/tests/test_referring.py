"""Who came by whose word: each person once, and never by themselves or in a circle."""

from datetime import date
from decimal import Decimal

import pytest

from groundswell.act.advocates.actions import leave
from groundswell.act.advocates.asking import ask
from groundswell.act.advocates.earning import earned_by, revenue_of
from groundswell.act.advocates.models import LinkVisits, Referral, RefusedReferral
from groundswell.act.advocates.queries import living_advocates, said_otherwise
from groundswell.act.advocates.referring import bring_friend, claim_code, count_visit
from groundswell.foundation.customers.accounts import join_account
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Account, Consent, Customer, Revenue
from groundswell.foundation.customers.revenue import year_of_revenue
from tests.world import NOW, make_customer

from .scenes import DAY, make_advocate

TODAY = NOW.date()


def _claim(advocate, customer, **more):
    return claim_code(
        advocate.referral_code, customer, **({"bought_on": TODAY, "by": "till", "at": NOW} | more)
    )


def test_a_friend_becomes_a_new_customer_who_came_by_referral_and_settles_the_ask(world):
    advocate = make_advocate(world)
    made = ask(advocate, kind="referral", by=world.lead.person, at=NOW)

    referral = bring_friend(
        advocate, name="Frida", email=" Frida@People.example ", may_write=True, at=NOW + DAY
    )

    friend = referral.customer
    assert (friend.name, friend.email, friend.came_by) == ("Frida", "frida@people.example", "referral")
    assert friend.joined_on == (NOW + DAY).date()
    assert friend.consents.get().purpose == Consent.Purpose.CONTACT
    made.refresh_from_db()
    assert (made.answer, made.done_at) == ("yes", NOW + DAY)


def test_a_customer_we_knew_already_was_not_referred(world):
    advocate = make_advocate(world)
    known = make_customer("Kim Known")

    assert bring_friend(advocate, name="Kim", email=known.email, may_write=True, at=NOW) is None
    assert bring_friend(advocate, name="Me", email=advocate.customer.email, may_write=True, at=NOW) is None

    assert not Referral.objects.exists()
    known.refresh_from_db()
    assert (known.name, known.came_by) == ("Kim Known", "unknown")


def test_a_new_customer_is_counted_once_for_the_first_who_brought_them(world):
    first, second = make_advocate(world), make_advocate(world, "Pia")
    for advocate in (first, second, first):
        bring_friend(advocate, name="Frida", email="frida@people.example", may_write=False, at=NOW)

    assert Referral.objects.get().advocate == first
    assert {one: one.brought for one in living_advocates(type(first).objects.all())} == {first: 1, second: 0}


def test_a_code_at_the_first_purchase_makes_a_referral_and_says_how_they_came(world):
    advocate, friend = make_advocate(world), make_customer("Frida")
    made = _claim(advocate, friend, by="api:till")
    friend.refresh_from_db()
    assert isinstance(made, Referral)
    assert (made.via, made.bought_on, friend.came_by, friend.joined_on) == ("code", TODAY, "referral", TODAY)
    assert _claim(advocate, friend) == made
    assert Referral.objects.count() == 1


def test_who_came_by_the_link_and_then_names_the_code_is_one_referral_that_bought(world):
    advocate = make_advocate(world)
    came = bring_friend(
        advocate, name="Frida", email="frida@people.example", may_write=True, at=NOW - 5 * DAY
    )
    bought = _claim(advocate, came.customer)
    assert (bought.pk, bought.via, bought.bought_on) == (came.pk, "link", TODAY)


def test_a_code_is_read_as_people_write_it_and_an_unknown_one_is_kept(world):
    advocate = make_advocate(world)
    assert isinstance(
        claim_code(f" {advocate.referral_code.upper()} ", make_customer(), bought_on=TODAY, by="x", at=NOW),
        Referral,
    )
    refused = claim_code("nobody22", make_customer(), bought_on=TODAY, by="x", at=NOW)
    assert (refused.why, refused.advocate) == ("no_code", None)


def test_what_is_not_counted_is_kept_with_its_reason(world):
    advocate, other = make_advocate(world), make_advocate(world, "Otto")
    brought = make_customer("Bea")
    _claim(other, brought)
    household = Account.objects.create(name="Home", kind="household")
    wife = make_customer("Wanda")
    for one in (wife, advocate.customer):
        join_account(household, one, by="x", at=NOW)
    old = make_customer("Olga")
    Revenue.objects.create(customer=old, month=date(2025, 6, 1), amount=10)
    joined = make_customer("Jo")
    Customer.objects.filter(pk=joined.pk).update(joined_on=date(2025, 1, 1))

    found = {name: _claim(advocate, one).why for name, one in
             {"self": advocate.customer, "household": wife, "brought": brought, "old": old, "joined": joined}.items()}  # fmt: skip

    assert found == {
        "self": "self",
        "household": "household",
        "brought": "brought",
        "old": "known",
        "joined": "known",
    }
    assert RefusedReferral.objects.count() == 5
    assert Referral.objects.count() == 1


def test_nobody_is_brought_by_themselves_under_another_record(world):
    advocate, again = make_advocate(world), make_customer("Petra again")
    merge_customers(advocate.customer, again, by="x", at=NOW)
    assert _claim(advocate, again).why == "self"


def test_a_circle_of_three_is_refused(world):
    first, second, third = (make_advocate(world, name) for name in ("Ada", "Bea", "Cleo"))
    assert isinstance(_claim(first, second.customer), Referral)
    assert isinstance(_claim(second, third.customer), Referral)
    assert _claim(third, first.customer).why == "circle"


def test_a_code_of_somebody_who_left_does_not_count(world):
    advocate = make_advocate(world)
    leave(advocate, at=NOW)
    assert _claim(advocate, make_customer()).why == "left"


def test_what_a_customer_said_themselves_stands_and_nothing_is_earned_twice(world):
    advocate, said = make_advocate(world), make_customer("Sid")
    Customer.objects.filter(pk=said.pk).update(came_by="bought")
    friend = make_customer("Frida")
    for one in (said, friend):
        _claim(advocate, one, bought_on=date(2026, 2, 2))
        Revenue.objects.create(customer=one, month=date(2026, 2, 1), amount=Decimal(40))

    said.refresh_from_db()
    assert said.came_by == "bought"
    assert [one.customer for one in said_otherwise(Referral.objects.all())] == [said]
    earned = earned_by(Referral.objects.select_related("advocate", "customer"))
    assert (earned.came, earned.bought, earned.amount, earned.said_otherwise) == (2, 2, Decimal(40), 1)
    year = year_of_revenue(NOW)
    assert (year.earned_new, year.bought_new) == (40.0, 40.0)


def test_the_money_is_that_of_the_first_twelve_months(world):
    advocate, friend = make_advocate(world), make_customer("Frida")
    made = _claim(advocate, friend, bought_on=date(2025, 2, 20))
    for month, amount in (
        (date(2025, 1, 1), 1),
        (date(2025, 2, 1), 10),
        (date(2026, 1, 1), 100),
        (date(2026, 2, 1), 1000),
    ):
        Revenue.objects.create(customer=friend, month=month, amount=amount)
    made.bought_on = date(2025, 2, 20)
    assert revenue_of([made]) == {made.pk: Decimal(110)}


def test_records_that_turn_out_to_be_one_person_count_once_or_not_at_all(world):
    advocate = make_advocate(world)
    friend, again, me = (make_customer(name) for name in ("Frida", "Frida again", "Petra too"))
    for one in (friend, again, me):
        _claim(advocate, one)
    merge_customers(friend, again, by="x", at=NOW)
    merge_customers(advocate.customer, me, by="x", at=NOW)
    earned = earned_by(Referral.objects.select_related("advocate", "customer"))
    assert (earned.came, earned.circles) == (1, 1)


def test_visits_are_counted_by_day_and_nothing_else_is_kept(world):
    advocate = make_advocate(world)
    for at in (NOW, NOW, NOW + DAY):
        count_visit(advocate, at=at)
    assert list(LinkVisits.objects.order_by("day").values_list("count", flat=True)) == [2, 1]
    assert {field.name for field in LinkVisits._meta.fields} == {"id", "advocate", "day", "count"}


@pytest.mark.parametrize("name", ["came", "bought"])
def test_nobody_brought_is_nothing(world, name):
    assert getattr(earned_by([]), name) == 0
