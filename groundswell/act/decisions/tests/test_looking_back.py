"""When the day to look back on a decision has come: who is told, what the list says, what is overdue."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.decisions.actions import learn, name_the_day, set_limits
from groundswell.act.decisions.models import Assessment, RegisteredDecision
from groundswell.act.decisions.queries import (
    before_and_after,
    look_back_on,
    overdue,
    owed,
    to_look_at,
    with_assessments,
)
from groundswell.act.decisions.rules import obliged_because
from groundswell.act.decisions.tidings import look_backs, still_to_look_at
from groundswell.act.telling.models import Tiding
from groundswell.act.telling.noting import note_tidings
from groundswell.foundation.history.queries import events_of
from tests.world import NOW

from .test_registering import assessed, registered

DAY = timedelta(days=1)
BEGAN = NOW.date() - timedelta(days=90)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def filed(world, began: date, **given) -> RegisteredDecision:
    made = registered(world, takes_effect_on=began, by=world.lead, owner=world.york_lead.person, **given)
    assessed(world, made)
    return made


def told(at=NOW) -> list[int]:
    return [one.person_id for one in look_backs(at - DAY, at)]


def test_who_registered_it_who_answers_for_it_and_the_office_are_told_on_the_day(world):
    made = filed(world, BEGAN)
    assert look_back_on(made) == NOW.date()
    assert told(NOW - DAY) == []
    people = sorted(one.person_id for one in (world.lead, world.york_lead, world.office))
    assert told() == people
    assert all(
        still_to_look_at(RegisteredDecision.objects.all(), user).exists()
        for user in (world.lead, world.office)
    )
    learn(made, words="Nothing moved.", by=world.lead, at=NOW)
    assert told() == []
    assert not still_to_look_at(RegisteredDecision.objects.all(), world.lead).exists()


def test_each_is_told_once_and_once_more_when_it_is_overdue(world):
    filed(world, BEGAN)
    for days in (0, 1, 14):
        note_tidings(at=NOW + days * DAY, at_once=True)
        assert Tiding.objects.filter(kind="decision.look_back", person=world.lead.person).count() == 1
    note_tidings(at=NOW + 15 * DAY, at_once=True)
    assert Tiding.objects.filter(kind="decision.look_back", person=world.lead.person).count() == 2


def test_a_day_that_is_named_when_it_is_long_over_is_told_too(world):
    made = filed(world, None)
    assert told() == []
    name_the_day(made, on=BEGAN - 3 * DAY, by=world.lead, at=NOW)
    assert world.lead.person_id in told()
    assert [event.verb for event in events_of(made)][-1] == "named the day of a decision"


def test_the_list_says_what_is_due_and_counts_what_is_overdue(world, signed_in):
    on_the_day, late = filed(world, BEGAN), filed(world, BEGAN - 15 * DAY, what="Another.")
    filed(world, BEGAN + DAY, what="Too early.")
    seen = RegisteredDecision.objects.all()
    assert set(to_look_at(seen, NOW.date())) == {on_the_day, late}
    assert list(overdue(seen, NOW.date())) == [late]
    client, address = signed_in(world.office), reverse("decisions:list")
    page = client.get(address).content.decode()
    assert "One can see what came of 2 decisions; 1 is overdue" in page
    assert page.count("Look at it now") == 1
    assert client.get(f"{address}?show=late").content.decode().count("data-row") == 1
    assert "Since" in client.get(reverse("decisions:decision", args=[late.pk])).content.decode()
    learn(late, words="Nothing moved.", by=world.lead, at=NOW)
    assert not with_assessments(seen).get(pk=late.pk).is_late


def test_a_comparison_keeps_the_days_that_held_when_it_was_assessed(world, signed_in):
    made = filed(world, BEGAN)
    set_limits(amount=1, customers=1, look_after_days=30, by=world.office, at=NOW + DAY)
    later = filed(world, BEGAN, what="Another.", at=NOW + 2 * DAY)
    Assessment.objects.filter(decision=later).update(at=NOW + 2 * DAY)
    assert (look_back_on(made), look_back_on(later)) == (NOW.date(), BEGAN + 30 * DAY)
    seen = RegisteredDecision.objects.all()
    assert list(to_look_at(seen, NOW.date() - DAY)) == [later]
    assert set(to_look_at(seen, NOW.date())) == {made, later}
    (one,) = before_and_after(made, NOW)
    assert not one.is_early
    assert (one.since, one.until) == (BEGAN - 90 * DAY, NOW.date() - DAY)
    page = signed_in(world.office).get(reverse("decisions:decision", args=[made.pk])).content.decode()
    assert "90 days before and after" in page
    assert "as the limits were when it was assessed (30 today)" in page


def test_assessed_anew_before_the_day_it_has_the_days_of_then_and_afterwards_no_others(world):
    made = filed(world, NOW.date() + 20 * DAY)
    set_limits(amount=1, customers=1, look_after_days=30, by=world.office, at=NOW + DAY)
    Assessment.objects.filter(pk=assessed(world, made).pk).update(at=NOW + 2 * DAY)
    assert look_back_on(made) == NOW.date() + 50 * DAY
    set_limits(amount=1, customers=1, look_after_days=60, by=world.office, at=NOW + 30 * DAY)
    Assessment.objects.filter(pk=assessed(world, made).pk).update(at=NOW + 31 * DAY)
    assert look_back_on(made) == NOW.date() + 50 * DAY
    assert list(to_look_at(RegisteredDecision.objects.all(), NOW.date() + 50 * DAY)) == [made]


def test_lower_limits_oblige_nobody_to_assess_what_was_filed_before(world):
    before = registered(world, amount=20_000)
    set_limits(amount=10_000, customers=1, look_after_days=30, by=world.office, at=NOW + DAY)
    after = registered(world, amount=20_000, at=NOW + 2 * DAY)
    assert list(owed(RegisteredDecision.objects.all())) == [after]
    assert obliged_because(before.amount, None, filed_at=before.filed_at) == []
