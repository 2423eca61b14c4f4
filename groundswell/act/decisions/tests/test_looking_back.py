"""When the day to look back on a decision has come: who is told, what the list says, what is overdue."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.decisions.actions import learn, name_the_day
from groundswell.act.decisions.models import RegisteredDecision
from groundswell.act.decisions.queries import look_back_on, overdue, to_look_at
from groundswell.act.decisions.tidings import look_backs, still_to_look_at
from groundswell.act.telling.models import Tiding
from groundswell.act.telling.noting import note_tidings
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
