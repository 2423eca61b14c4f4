"""A refusal binds the person: under every record, for good, merged and taken apart."""

import pytest

from groundswell.foundation.customers.actions import (
    find_or_make_customer,
    give_consent,
    refuse_contact,
    stop_channel,
    withdraw_consent,
)
from groundswell.foundation.customers.merging import merge_customers, unmerge
from groundswell.foundation.customers.models import Channel, Consent, Purpose
from groundswell.foundation.customers.queries import may_contact
from tests.world import NOW, make_customer

ASKING, CONTACT = Purpose.ASKING, Purpose.CONTACT
BY = {"by": "office", "at": NOW}


@pytest.fixture
def two(db):
    """Two records of one person; the second never spoke of consent."""
    kept = make_customer("Ann")
    merged = find_or_make_customer({"email": "ann.private@people.example", "phone": "07700 900123"})
    return kept, merged, merge_customers(kept, merged, **BY)


def refuses(customer, purpose=ASKING, channel=Channel.EMAIL) -> bool:
    ledger = Consent.objects.filter(customer=customer, purpose=purpose, channel=channel)
    return ledger.exists() and not ledger.filter(withdrawn_at=None).exists()


def test_a_no_stays_a_no_for_both_records_when_they_are_taken_apart(two):
    kept, merged, merge = two
    withdraw_consent(kept, ASKING, channel=Channel.EMAIL, **BY, source="one click in a letter")
    unmerge(merge, **BY)
    assert refuses(kept)
    assert refuses(merged)


@pytest.mark.parametrize("named", [0, 1])
def test_a_refusal_from_another_tool_binds_all_records_whichever_it_names(two, named):
    assert refuse_contact([two[named].pk], **BY, why="as delighted says") == 1
    assert not may_contact(two[0], ASKING)
    unmerge(two[2], **BY)
    for record in two[:2]:
        assert refuses(record, ASKING)
        assert refuses(record, CONTACT)
    assert refuse_contact([two[named].pk], **BY, why="as delighted says") == 0


def test_stop_is_on_record_of_somebody_who_never_allowed_texts(db):
    customer = make_customer()
    stop_channel(customer, Channel.TEXT, **BY, source="STOP")
    assert refuses(customer, ASKING, Channel.TEXT)
    assert refuses(customer, CONTACT, Channel.TEXT)
    assert may_contact(customer, ASKING, Channel.EMAIL)


def test_a_yes_after_a_no_holds_under_the_record_that_lives_on(two):
    kept, merged, _ = two
    withdraw_consent(kept, ASKING, channel=Channel.EMAIL, **BY)
    give_consent(kept, ASKING, **BY)
    assert may_contact(kept, ASKING)
    assert may_contact(merged, ASKING)


def test_somebody_may_be_reached_at_an_address_of_any_of_their_records(two):
    kept, merged, merge = two
    give_consent(kept, CONTACT, channel=Channel.TEXT, **BY)
    assert may_contact(kept, CONTACT, Channel.TEXT)
    assert may_contact(merged, CONTACT, Channel.TEXT)
    unmerge(merge, **BY)
    assert not may_contact(kept, CONTACT, Channel.TEXT)


def test_who_left_is_not_reached_under_any_record(two):
    kept, merged, _ = two
    kept.ended_on = NOW.date()
    kept.save()
    assert not may_contact(merged, ASKING)
    assert not may_contact(None)
