"""One customer, however they are written: found again, never mistaken, merged and taken apart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.foundation.customers.actions import (
    find_or_make_customer,
    give_consent,
    withdraw_consent,
)
from groundswell.foundation.customers.errors import IdentityRefused, MergeRefused
from groundswell.foundation.customers.identity import canonical_mailbox, canonical_name, canonical_phone
from groundswell.foundation.customers.meeting import Who, meet_customers, meet_everybody
from groundswell.foundation.customers.merging import merge_customers, say_two_people, suggestions, unmerge
from groundswell.foundation.customers.models import Consent, Customer, Identity
from groundswell.foundation.customers.queries import (
    consents_of,
    identities_of,
    living_customer,
    may_contact,
    person_ids,
)
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_of
from tests.world import NOW, make_customer, make_signal

CONTACT = Consent.Purpose.CONTACT


@given(st.text(max_size=40))
def test_the_canonical_form_of_a_canonical_form_is_itself(text):
    try:
        once = canonical_name(text)
    except IdentityRefused:
        return
    assert canonical_name(once) == once


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("020 7946 0018", "GB"), ("+44 (0)20 7946-0018", "FR"), ("0044 20 7946 0018", "US"),
        ("\uff10\uff12\uff10 7946 0018", "GB"),
    ],
)  # fmt: skip
def test_a_number_is_one_number_however_it_is_written(written, country):
    assert canonical_phone(written, country=country) == "+442079460018"


@pytest.mark.parametrize("written", ["", "ring me", "+44 20", "+0 20 7946 0018", "1" * 16, "++442079460018"])
def test_what_is_no_number_is_refused(written):
    with pytest.raises(IdentityRefused):
        canonical_phone(written)


@pytest.mark.parametrize(
    "written",
    ["ann", "ann@", "@example.org", "an n@example.org", "\u0430nn@example.org", "a\u200bnn@example.org"],
)
def test_what_is_no_mailbox_is_refused(written):
    with pytest.raises(IdentityRefused):
        canonical_mailbox(written)


def test_one_person_is_found_by_each_identity(db):
    made = find_or_make_customer({"email": "Ann@People.example", "phone": "020 7946 0018"}, name="Ann")
    assert find_or_make_customer({"email": " ann@people.EXAMPLE "}) == made
    assert find_or_make_customer({"phone": "+442079460018", "external": "A-1"}) == made
    assert find_or_make_customer({"external": "A-1"}) == made
    assert find_or_make_customer({"external": "a-1"}) != made
    assert find_or_make_customer({"email": ""}) is None


def test_a_customer_met_by_a_file_is_the_same_customer(db):
    met = meet_customers(["Ann@People.example", None])["ann@people.example"]
    assert find_or_make_customer({"email": "ann@people.example"}) == met
    earlier = make_customer()
    assert find_or_make_customer({"email": str(earlier.email)}) == earlier
    assert meet_customers([earlier.email])[str(earlier.email)] == earlier


def test_identities_of_two_people_merge_nobody(db):
    ann, bob = (
        find_or_make_customer({"email": "a@x.example"}),
        find_or_make_customer({"phone": "02079460018"}),
    )
    assert find_or_make_customer({"email": "a@x.example", "phone": "02079460018"}) == ann
    assert bob.identities.get().kind == Identity.Kind.PHONE


def test_plus_tags_are_one_person_only_where_the_organisation_says_so(db, settings):
    apart = meet_customers(["ann@x.example", "ann+shop@x.example"])
    assert apart["ann@x.example"] != apart["ann+shop@x.example"]
    settings.PLUS_TAGS_ARE_ALIASES = True
    same = meet_customers(["bob@x.example", "bob+shop@x.example"])
    assert same["bob@x.example"] == same["bob+shop@x.example"]
    assert find_or_make_customer({"email": "bob+news@x.example"}) == same["bob@x.example"]


def test_a_merge_reads_two_records_as_one_and_touches_no_signal(world):
    one, other, third = make_customer("Ann"), make_customer("Ann B"), make_customer("Ann C")
    for customer in (one, other, third):
        make_signal(9, customer=customer)
    merge_customers(one, other, by="a test", at=NOW)
    first = merge_customers(third, one, by="a test", at=NOW)
    assert living_customer(other) == third
    assert signals_of(one).count() == signals_of(third).count() == 3
    assert Signal.objects.filter(customer=other).count() == 1
    assert meet_customers([other.email])[str(other.email)] == third
    unmerge(first, by="a test", at=NOW)
    assert person_ids(one) == {one.pk, other.pk}
    assert signals_of(third).count() == 1
    assert meet_customers([other.email])[str(other.email)] == one


def test_a_merge_is_refused_where_it_makes_no_sense(db):
    one, other, third = make_customer(), make_customer(), make_customer()
    merge = merge_customers(one, other, by="a test", at=NOW)
    for kept, merged in ((one, one), (third, other), (other, third)):
        with pytest.raises(MergeRefused):
            merge_customers(kept, merged, by="a test", at=NOW)
    unmerge(merge, by="a test", at=NOW)
    with pytest.raises(MergeRefused):
        unmerge(merge, by="a test", at=NOW)
    merge_customers(third, other, by="a test", at=NOW)


def test_what_only_the_merged_record_says_of_the_person_the_living_one_says_until_they_are_taken_apart(db):
    names = ("segment", "came_by", "joined_on", "ended_on")
    said = {
        "segment": "club",
        "came_by": "referral",
        "joined_on": date(2023, 1, 1),
        "ended_on": date(2025, 6, 30),
    }
    address = Customer.objects.create(email="ann@people.example")
    merge = merge_customers(address, Customer.objects.create(external_id="4711", **said), by="Olu", at=NOW)
    assert Customer.objects.values(*names).get(pk=address.pk) == said
    unmerge(merge, by="Olu", at=NOW)
    nothing = {"segment": "", "came_by": "unknown", "joined_on": None, "ended_on": None}
    assert Customer.objects.values(*names).get(pk=address.pk) == nothing


def test_who_is_a_customer_still_under_one_record_has_not_left(db):
    before = Customer.objects.create(
        external_id="old", segment="club", joined_on=date(2020, 1, 1), ended_on=date(2022, 3, 31)
    )
    again = Customer.objects.create(external_id="new", segment="shop", joined_on=date(2025, 2, 1))
    merge = merge_customers(before, again, by="Olu", at=NOW)
    before.refresh_from_db()
    again.refresh_from_db()
    assert (before.segment, before.joined_on, before.ended_on) == ("club", date(2020, 1, 1), None)
    assert again.segment == "shop"
    unmerge(merge, by="Olu", at=NOW)
    before.refresh_from_db()
    assert before.ended_on == date(2022, 3, 31)


def test_what_was_said_anew_after_a_merge_stays_when_they_are_taken_apart(db):
    address = Customer.objects.create(email="ann@people.example")
    merge = merge_customers(
        address, Customer.objects.create(external_id="1", segment="club"), by="Olu", at=NOW
    )
    Customer.objects.filter(pk=address.pk).update(segment="shop")
    unmerge(merge, by="Olu", at=NOW)
    assert Customer.objects.get(pk=address.pk).segment == "shop"


def test_a_no_under_one_name_is_a_no_under_all(db):
    one, other = make_customer(), make_customer()
    withdraw_consent(other, CONTACT, by="Ann", at=NOW)
    merge_customers(one, other, by="Olu", at=NOW)
    assert not may_contact(one)
    again, more = make_customer(), make_customer()
    merge_customers(again, more, by="Olu", at=NOW)
    withdraw_consent(again, CONTACT, by="Bob", at=NOW)
    assert not may_contact(more)


def test_the_ledger_says_who_noted_what(db):
    customer = Customer.objects.create(email="ann@x.example")
    give_consent(customer, CONTACT, by="complaint form", at=NOW)
    withdraw_consent(customer, CONTACT, by="Olu Office", at=NOW)
    give_consent(customer, CONTACT, by="shop", at=NOW)
    ledger = [(one.given_by, one.withdrawn_by) for one in consents_of(customer)]
    assert ledger == [("shop", ""), ("complaint form", "Olu Office")]


def test_suggestions_name_the_reason_and_forget_what_was_decided(db):
    ann = Customer.objects.create(name="Ann Ash", email="ann@x.example")
    plus = Customer.objects.create(name="A. Ash", email="ann+shop@x.example")
    bare = Customer.objects.create(name="ann ash")
    Customer.objects.create(name="Ann Ash Senior", email="other@x.example")
    pairs = {(one.one, one.other): one.why for one in suggestions()}
    assert set(pairs) == {(ann, plus), (ann, bare)}
    assert "plus tag" in pairs[ann, plus]
    say_two_people(bare, ann, by="Olu", at=NOW)
    merge_customers(ann, plus, by="Olu", at=NOW)
    assert suggestions() == []


def test_all_ways_of_being_known_stand_together(db):
    one = find_or_make_customer({"email": "a@x.example"})
    other = find_or_make_customer({"phone": "02079460018"})
    merge_customers(one, other, by="Olu", at=NOW)
    assert [row.value for row in identities_of(other)] == ["a@x.example", "+442079460018"]


def test_who_gives_what_belongs_to_two_records_makes_a_suggestion(db):
    one = find_or_make_customer({"email": "ann@people.example"})
    other = find_or_make_customer({"phone": "+442079460018"})
    for _ in range(2):
        found = find_or_make_customer({"email": "ann@people.example", "phone": "+442079460018"})
    assert found == one
    assert [(pair.one, pair.other) for pair in suggestions()] == [(one, other)]
    say_two_people(one, other, by="a test", at=NOW)
    assert suggestions() == []


def test_a_row_that_names_two_customers_makes_a_suggestion(db):
    ids = meet_everybody([Who(email="ann@people.example"), Who(phone="+442079460018")])
    both = Who(email="ann@people.example", phone="+442079460018")
    for _ in range(2):
        assert meet_everybody([both])[both] == min(ids.values())
    assert [{pair.one.pk, pair.other.pk} for pair in suggestions()] == [set(ids.values())]
