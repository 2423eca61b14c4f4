"""What the customer system says after the voices came counts as if it had been said before."""

from datetime import timedelta

from groundswell.foundation.customers.knowing import Known, know_customer
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Customer
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.evidence.jobs import recount, tidy
from groundswell.understand.evidence.models import Recount
from groundswell.understand.scores.queries import Slice, tallies_by
from tests.world import NOW, World, make_customer, make_signal

SOON, LATER = NOW + timedelta(minutes=10), NOW + timedelta(hours=2)


def test_a_segment_that_comes_after_the_voices_is_counted_by(world: World):
    customer = make_customer()
    make_signal(9, customer=customer)
    read_new_signals(at=NOW)
    know_customer(Known(email=str(customer.email), segment="club"), at=NOW + timedelta(minutes=5))
    tidy(SOON)
    recount(SOON)
    assert {name: tally.n for name, tally in tallies_by("segment", Slice()).items()} == {"club": 1}


def test_who_is_merged_is_counted_by_what_either_record_says(world: World):
    spoke = Customer.objects.create(external_id="spoke")
    make_signal(9, customer=spoke)
    read_new_signals(at=NOW)
    kept = Customer.objects.create(email="ann@people.example", segment="club")
    merge_customers(kept, spoke, by="Olu", at=NOW + timedelta(minutes=5))
    tidy(SOON)
    recount(SOON)
    assert {name: tally.n for name, tally in tallies_by("segment", Slice()).items()} == {"club": 1}


def test_voices_are_counted_anew_once_an_hour_and_only_for_what_is_new(world: World):
    known, customer = Known(email="new@people.example", segment="club"), make_customer()
    know_customer(known, at=NOW)
    make_signal(9, customer=Customer.objects.get(email="new@people.example"), at=NOW)
    know_customer(known, at=SOON)
    tidy(SOON)
    assert not Recount.objects.exists()
    make_signal(9, customer=customer)
    for minutes, segment in ((20, "club"), (40, "")):
        learnt = Known(email=str(customer.email), segment=segment, joined_on=None if segment else NOW.date())
        know_customer(learnt, at=NOW + timedelta(minutes=minutes))
        tidy(NOW + timedelta(minutes=minutes + 5))
    assert Recount.objects.count() == 1
    tidy(LATER)
    tidy(LATER + timedelta(hours=2))
    assert Recount.objects.count() == 2
