"""How a person is reached: over all of their records, for one purpose, only where somebody is."""

from __future__ import annotations

import pytest

from groundswell.foundation.customers.actions import find_or_make_customer, give_consent
from groundswell.foundation.customers.merging import merge_customers, unmerge
from groundswell.foundation.customers.models import Customer, Purpose
from groundswell.foundation.customers.queries import whole_persons
from groundswell.listen.channels.outbox.models import LostAddress
from groundswell.listen.channels.outbox.reach import Reach, reach_of, reach_one
from tests.world import NOW, make_customer


def with_number(number: str) -> Customer:
    found = find_or_make_customer({"phone": number})
    assert found is not None
    give_consent(found, Purpose.ASKING, channel="text", by="tests", at=NOW)
    return found


def lose(medium: str, address: str | None) -> None:
    LostAddress.objects.create(medium=medium, address=address, why="Nobody there", at=NOW)


def test_a_person_is_reached_at_the_addresses_of_all_their_records(db):
    kept, merged = make_customer(), with_number("+447700900001")
    merge = merge_customers(kept, merged, by="tests", at=NOW)
    found = reach_one(kept, Purpose.ASKING)
    assert found == Reach({"email": kept.email, "text": "+447700900001"}, frozenset({"email", "text"}))
    assert reach_one(merged, Purpose.ASKING) == found
    unmerge(merge, by="tests", at=NOW)
    assert reach_one(kept, Purpose.ASKING).addresses == {"email": kept.email}
    assert reach_one(merged, Purpose.ASKING).address("email") is None


def test_a_record_is_written_to_at_its_own_address_first(db):
    kept, merged = make_customer(), make_customer()
    merge_customers(kept, merged, by="tests", at=NOW)
    assert reach_one(merged, Purpose.ASKING).address("email") == merged.email
    assert reach_one(kept, Purpose.ASKING).address("email") == kept.email
    lose("email", kept.email)
    assert reach_one(kept, Purpose.ASKING).address("email") == merged.email


@pytest.mark.parametrize("purpose", [Purpose.ASKING, Purpose.CONTACT])
def test_what_is_allowed_is_allowed_for_one_purpose(db, purpose):
    customer = make_customer(consents=False)
    give_consent(customer, purpose, by="tests", at=NOW)
    allowed = [one for one in Purpose if reach_one(customer, one).address("email")]
    assert allowed == [purpose]


def test_who_has_left_and_who_is_lost_are_reached_no_more(db):
    customer = make_customer()
    lose("email", customer.email)
    assert reach_one(customer, Purpose.ASKING) == Reach({}, frozenset({"email"}))
    other = make_customer()
    Customer.objects.filter(pk=other.pk).update(ended_on=NOW.date())
    assert reach_one(other, Purpose.ASKING).medium(["email"]) is None


def test_many_take_as_many_queries_as_few(db, django_assert_num_queries):
    people = [make_customer().pk for _ in range(30)]
    for some in (people[:3], people):
        persons = whole_persons(some)
        with django_assert_num_queries(4):
            assert len(reach_of(persons, Purpose.CONTACT)) == len(some)
