"""Customers dealt by lot, once more: known twice, asked after late, dealt by a design that takes the place of another."""

from datetime import timedelta

import pytest
from django.urls import reverse

from groundswell.act.initiatives.customers.dealing import deal_customers
from groundswell.act.initiatives.designs.departing import note_departure
from groundswell.act.initiatives.designs.following import roll_out_as_dealt
from groundswell.act.initiatives.errors import BegunAlready
from groundswell.act.initiatives.measuring import measure_effect
from groundswell.act.initiatives.models import Lot
from groundswell.act.initiatives.tests.test_customers import MANY, choose, heard, moods, say
from groundswell.foundation.access.actions import give_token
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Customer
from tests.world import NOW

pytestmark = pytest.mark.django_db
__all__ = ["heard"]


def test_a_record_that_is_read_with_one_that_was_dealt_is_not_dealt_again(world, heard):
    initiative, (one, two, three, *_) = heard
    design = choose(world, initiative)
    kept = [
        Customer.objects.create(external_id=f"kept-{number}", email=f"kept{number}@example.org")
        for number in range(2)
    ]
    merge_customers(kept[0], one, by=world.office, at=NOW)
    merge_customers(two, three, by=world.office, at=NOW)
    merge_customers(kept[1], two, by=world.office, at=NOW)
    assert deal_customers(design, at=NOW) == 0
    assert not Lot.objects.filter(customer__in=kept).exists()


def test_whoever_is_asked_after_when_it_is_over_changes_nothing_of_what_was_judged(
    world, heard, client, time_machine
):
    initiative, customers = heard
    design = choose(world, initiative, months=2)
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    say(world, customers, NOW + timedelta(days=40), moods())
    later = NOW + timedelta(days=200)
    judged = measure_effect(initiative, at=later)
    time_machine.move_to(later, tick=False)
    _, secret = give_token(
        "Checkout", world.office, scopes=["lots"], lasts=timedelta(days=1), by="administrator", at=later
    )
    told = [
        client.post(
            reverse("initiatives:lots_api"), {"initiative": initiative.pk, "external_id": f"late-{number % 30}"},
            content_type="application/json", headers={"Authorization": f"Bearer {secret}"},
        ).json()["gets"]
        for number in range(60)
    ]  # fmt: skip
    assert measure_effect(initiative, at=later).detail["customers"] == judged.detail["customers"]
    assert design.lots.count() == MANY
    assert told[:30] == told[30:]
    assert 5 < sum(told[:30]) < 25


def test_a_lot_that_takes_the_place_of_another_counts_from_its_own_first_day(
    world, heard, signed_in, time_machine
):
    initiative, customers = heard
    choose(world, initiative)
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    then = NOW + timedelta(days=100)
    first = (then + timedelta(days=30)).date()
    design = choose(world, initiative, at=then, starts_on=first, months=3, because="A new letter")
    say(world, customers, then + timedelta(days=10), moods(), "between")
    say(world, customers, then + timedelta(days=40), moods(), "since")
    early = measure_effect(initiative, at=then + timedelta(days=12))
    assert (early.estimate, early.detail["n_after"]) == (None, 0)
    time_machine.move_to(then + timedelta(days=12), tick=False)
    client = signed_in(world.office)
    for page in ("initiative", "effect"):
        assert client.get(reverse(f"initiatives:{page}", args=[initiative.pk])).status_code == 200
    detail = measure_effect(initiative, at=then + timedelta(days=45)).detail
    assert sum(side["after"] for side in detail["ground"]["counts"].values()) == MANY
    assert detail["ground"]["lots"] == design.pk
    assert detail["start"] == first.isoformat()
    assert detail["planned_until"] == "2026-10-31"


def test_a_lot_drawn_today_begins_today_at_the_earliest_whatever_reason_is_given(world, heard):
    initiative, _ = heard
    choose(world, initiative)
    with pytest.raises(BegunAlready):
        choose(world, initiative, starts_on=(NOW - timedelta(days=1)).date(), because="A new letter")


def test_everybody_having_it_since_before_the_lot_is_said_beside_the_effect(world, heard):
    initiative, customers = heard
    design = choose(world, initiative)
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    later = NOW + timedelta(days=50)
    say(world, customers, NOW + timedelta(days=40), moods())
    top = design.allocations.get().unit
    note_departure(
        initiative, top, had_it_from=(NOW - timedelta(days=20)).date(), because="The till showed it to all.",
        by=world.office, at=later,
    )  # fmt: skip
    caveats = measure_effect(initiative, at=later).detail["caveats"]
    assert any("The till showed it to all." in one for one in caveats)
