"""Whoever looks after a risk finds it, is told of it, and may look at it again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from groundswell.act.initiatives.queries import initiatives_visible_to, waits_for
from groundswell.act.initiatives.risks.actions import close_risk, raise_risk
from groundswell.act.initiatives.tidings import risks_of
from tests.world import NOW

from .works import make_initiative

pytestmark = pytest.mark.django_db


def risk_of(world, initiative, owner, what="Rain"):
    return raise_risk(
        initiative, what=what, owner=owner.person, chance=2, consequence=2, done_about_it="Borne",
        again_on=NOW.date() + timedelta(days=1), by=world.office, at=NOW,
    )  # fmt: skip


@pytest.fixture
def initiative(world, time_machine):
    time_machine.move_to(NOW, tick=False)
    return make_initiative(world)


def look(client, initiative, risk):
    said = {
        "chance": 1,
        "consequence": 1,
        "done_about_it": "Roofed",
        "again_on": NOW.date() + timedelta(days=9),
    }
    return client.post(reverse("initiatives:part", args=[initiative.pk, "look", risk.pk]), said)


def test_whoever_looks_after_a_risk_is_told_and_looks_at_it_on_its_page(world, initiative, signed_in):
    assert not initiatives_visible_to(world.frontline).exists()
    risk, other = risk_of(world, initiative, world.frontline), risk_of(world, initiative, world.lead, "Snow")
    assert risks_of(world.frontline).filter(pk=risk.pk).exists()
    assert [one.words for one in waits_for(world.frontline, NOW)] == ["Look again at “Rain”"]
    client = signed_in(world.frontline)
    page = client.get(reverse("initiatives:initiative", args=[initiative.pk])).content.decode()
    assert page.count("Note what you see") == 1
    assert look(client, initiative, risk).status_code == 302
    assert risk.looks.first().done_about_it == "Roofed"
    assert look(client, initiative, other).status_code == 403, "that of somebody else"


def test_what_is_closed_shows_nobody_the_work_any_more(world, initiative):
    risk = risk_of(world, initiative, world.frontline)
    close_risk(risk, because="It is past.", by=world.office, at=NOW)
    assert not initiatives_visible_to(world.frontline).exists()
