"""Customers dealt by lot: from the record to the verdict."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from groundswell.act.initiatives.behind import Asked, answers_behind, counted
from groundswell.act.initiatives.customers.arms import arms_of
from groundswell.act.initiatives.customers.dealing import deal_customers, nameless
from groundswell.act.initiatives.designs.choosing import Wish, choose_design
from groundswell.act.initiatives.designs.departing import note_departure
from groundswell.act.initiatives.designs.following import roll_out_as_dealt
from groundswell.act.initiatives.designs.registering import is_as_registered
from groundswell.act.initiatives.errors import NothingToMeasure
from groundswell.act.initiatives.measuring import measure_effect
from groundswell.act.initiatives.models import Design, EffectReading, Initiative, Lot
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.actions import NewSignal, receive_signals
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
MANY = 160
LATER = NOW + timedelta(days=200)


def make_customers(count: int = MANY, start: int = 0) -> list[Customer]:
    return Customer.objects.bulk_create(
        Customer(external_id=f"c-{number:05}", email=f"c{number}@example.org", name=f"Ann {number}")
        for number in range(start, start + count)
    )


def say(
    world: World,
    customers: list[Customer],
    at: datetime,
    score_of,
    name: str = "said",
    unit: Unit | None = None,
) -> None:
    receive_signals(
        [
            NewSignal(
                source="history", key=f"{name}-{at:%Y%m%d}-{one.pk}", channel="email", submitted_at=at, score=score_of(one),
                kind_of_score="experience", touchpoint_id=world.delivery.pk, unit_id=(unit or world.leeds).pk, customer_id=one.pk,
            )
            for one in customers
        ],
        at=at,
    )  # fmt: skip
    read_new_signals(at=at)


def moods(seed: int = 1):
    """Each customer has a mood of their own, and answers around it."""
    rng, own = random.Random(seed), {}

    def score(one: Customer, lift: float = 0.0) -> int:
        mood = own.setdefault(one.pk, rng.gauss(7, 2))
        return max(0, min(10, round(mood + lift + rng.gauss(0, 1))))

    return score


def choose(
    world: World, initiative: Initiative, seed: int = 7, at: datetime = NOW, because: str = "", **wished
) -> Design:
    wish = Wish(
        **{"kind": Design.Kind.CUSTOMERS, "smallest": Decimal(20), "months": 6, "may": "customers"}
        | {"starts_on": NOW.date() + timedelta(days=1), "touchpoint": world.delivery} | wished,
    )  # fmt: skip
    return choose_design(initiative, wish, by=world.office, at=at, because=because, seed=seed)


@pytest.fixture
def heard(world: World) -> tuple[Initiative, list[Customer]]:
    """Customers who answered three times in the year before."""
    score, customers = moods(), make_customers()
    for months in (2, 5, 8):
        say(world, customers, NOW - timedelta(days=30 * months), score)
    return make_initiative(world), customers


def lots(design: Design) -> dict[str, bool]:
    return dict(design.lots.values_list("customer__external_id", "gets"))


def test_a_lift_for_those_who_were_dealt_it_is_found(world, heard):
    initiative, customers = heard
    design = choose(world, initiative)
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    got, score = lots(design), moods()
    say(
        world, customers, NOW + timedelta(days=40), lambda one: score(one, 2.5 if got[one.external_id] else 0)
    )
    reading = measure_effect(initiative, at=LATER)
    assert reading.verdict == EffectReading.Verdict.WORKED
    assert reading.detail["units_with"] + reading.detail["units_without"] == MANY
    assert "against customers without it" in reading.sentence
    assert reading.detail["customers"]["known"] == 1


def test_nothing_is_claimed_where_nothing_was_changed(world, heard):
    initiative, customers = heard
    choose(world, initiative)
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    say(world, customers, NOW + timedelta(days=40), moods())
    reading = measure_effect(initiative, at=LATER)
    assert reading.verdict == EffectReading.Verdict.CANNOT_TELL
    assert reading.low < 0 < reading.high


def test_nothing_is_measured_before_it_begins(world, heard):
    initiative, _ = heard
    choose(world, initiative)
    with pytest.raises(NothingToMeasure):
        measure_effect(initiative, at=LATER)


def test_the_order_in_which_customers_come_has_no_part_in_what_they_get(world):
    initiative = make_initiative(world)
    make_customers(40)
    design = choose(world, initiative, why="Nobody has answered yet")
    before = lots(design)
    Customer.objects.all().delete()
    for number in reversed(range(40)):
        make_customers(1, number)
        deal_customers(design, at=LATER)
    assert lots(design) == before
    assert deal_customers(design, at=LATER) == 0


def test_both_sides_are_as_large_as_the_share_says_whatever_the_numbers_are_like(world):
    initiative = make_initiative(world)
    make_customers(4000)
    design = choose(world, initiative, share=30, why="Nobody has answered yet")
    got = lots(design)
    assert sum(got.values()) / len(got) == pytest.approx(0.3, abs=0.03)
    odd = [gets for number, gets in got.items() if int(number[2:]) % 2]
    assert sum(odd) / len(odd) == pytest.approx(0.3, abs=0.04)


def test_who_is_known_otherwise_later_keeps_the_lot(world, heard):
    initiative, (one, *_) = heard
    design = choose(world, initiative)
    before = lots(design)[one.external_id]
    Customer.objects.filter(pk=one.pk).update(external_id="another", email="another@example.org")
    deal_customers(design, at=LATER)
    assert [lot.gets for lot in Lot.objects.filter(design=design, customer=one)] == [before]


def test_what_was_dealt_is_never_changed(world, heard):
    initiative, _ = heard
    design = choose(world, initiative)
    with pytest.raises(DatabaseError), transaction.atomic():
        design.lots.update(gets=True)
    assert is_as_registered(design)
    Design.objects.filter(pk=design.pk).update(share=60)
    assert not is_as_registered(Design.objects.get(pk=design.pk))


def test_whoever_nobody_can_tell_apart_is_not_dealt_and_counted(world, heard):
    initiative, _ = heard
    Customer.objects.create(name="From a poster")
    design = choose(world, initiative)
    assert (design.lots.count(), nameless(design)) == (MANY, 1)


def test_two_records_that_were_dealt_otherwise_count_on_neither_side_once_they_are_one(world, heard):
    initiative, _ = heard
    design = choose(world, initiative)
    having, lacking = (
        list(design.lots.filter(gets=gets).select_related("customer")) for gets in (True, False)
    )
    merge_customers(having[0].customer, lacking[0].customer, by=world.office, at=NOW)
    merge_customers(having[1].customer, having[2].customer, by=world.office, at=NOW)
    arms = arms_of(design)
    assert arms.people_apart == 1
    assert arms.count == {True: len(having) - 2, False: len(lacking) - 1}
    held = set(Customer.objects.filter(arms.holds(True, "pk")).values_list("pk", flat=True))
    assert held == {one.customer_id for one in having[1:]}


def test_answers_from_between_the_lot_and_the_first_day_count_in_neither_time(world, heard):
    initiative, customers = heard
    choose(world, initiative, starts_on=date(2026, 5, 1))
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    say(world, customers, datetime(2026, 4, 20, 12, tzinfo=UTC), lambda one: 0)
    say(world, customers, datetime(2026, 5, 2, 12, tzinfo=UTC), moods())
    counts = measure_effect(initiative, at=LATER).detail["ground"]["counts"]
    assert sum(side["after"] for side in counts.values()) == MANY
    assert sum(side["before"] for side in counts.values()) == 3 * MANY


def test_each_count_opens_its_answers(world, heard):
    initiative, customers = heard
    choose(world, initiative, guards=(("detractors", Decimal(5)),))
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    say(world, customers, NOW + timedelta(days=40), moods())
    receive_signals(
        [NewSignal(source="x", key="nobody", channel="web", submitted_at=NOW + timedelta(days=41), score=3,
                   kind_of_score="experience", touchpoint_id=world.delivery.pk, unit_id=world.leeds.pk)], at=LATER,
    )  # fmt: skip
    read_new_signals(at=LATER)
    reading = measure_effect(initiative, at=LATER)
    for side in ("with", "without"):
        for when in ("before", "after"):
            asked = Asked(side=side, when=when)
            assert counted(reading, asked) == answers_behind(reading, asked, world.office).count() > 0
    month = Asked(side="with", month=(NOW + timedelta(days=40)).date().replace(day=1))
    assert counted(reading, month) == answers_behind(reading, month, world.office).count() > 0
    guard = Asked(of="detractors")
    assert counted(reading, guard) == answers_behind(reading, guard, world.office).count() == 4 * MANY
    assert reading.detail["customers"]["nameless"] == 1


def test_everybody_having_it_before_the_end_ends_the_reading(world, heard):
    initiative, customers = heard
    design = choose(world, initiative)
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    say(world, customers, NOW + timedelta(days=40), moods())
    day = NOW.date() + timedelta(days=80)
    top = design.allocations.get().unit
    note_departure(initiative, top, had_it_from=day, because="It went well.", by=world.office, at=LATER)
    say(world, customers, NOW + timedelta(days=90), moods())
    detail = measure_effect(initiative, at=LATER).detail
    assert detail["is_widened"]
    assert detail["compared_until"] == day.isoformat()
    assert sum(side["after"] for side in detail["ground"]["counts"].values()) == MANY


def test_who_answers_on_one_side_only_more_often_widens_the_range(world, heard):
    initiative, customers = heard
    design = choose(world, initiative)
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    got = lots(design)
    fewer = [one for one in customers if got[one.external_id] or one.pk % 3]
    say(world, fewer, NOW + timedelta(days=40), moods())
    reading = measure_effect(initiative, at=LATER)
    once, could_be = reading.detail["once"], reading.detail["could_be"]
    assert reading.detail["customers"]["differs"]
    assert min(could_be) > 5
    assert reading.low < once["low"] - could_be[0]
    assert any("Who answers has changed" in one for one in reading.detail["caveats"])


def test_one_customer_with_many_answers_counts_once(world, heard):
    initiative, customers = heard
    design = choose(world, initiative)
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    say(world, customers, NOW + timedelta(days=40), moods())
    plain = measure_effect(initiative, at=LATER)
    loud = next(one for one in customers if lots(design)[one.external_id])
    for days in range(41, 61):
        say(world, [loud], NOW + timedelta(days=days), lambda one: 10)
    loudly = measure_effect(initiative, at=LATER)
    assert loudly.detail["units_with"] == plain.detail["units_with"]
    assert abs(loudly.estimate - plain.estimate) < 200 / plain.detail["units_with"]


def test_who_comes_after_the_end_changes_nothing_of_what_was_judged(world, heard):
    initiative, customers = heard
    choose(world, initiative, months=2)
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    say(world, customers, NOW + timedelta(days=78), moods())
    judged = measure_effect(initiative, at=LATER)
    say(world, make_customers(60, 900), LATER, moods())
    again = measure_effect(initiative, at=LATER + timedelta(days=1))
    assert again.detail["is_final"]
    assert (again.estimate, again.low, again.high) == (judged.estimate, judged.low, judged.high)
    assert again.detail["customers"] == judged.detail["customers"]
