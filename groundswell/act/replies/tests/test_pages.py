"""Telling on the pages, and what the public reads."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.models import EffectReading
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.opportunities.actions import join_elevation
from groundswell.act.opportunities.tests.register import make_elevation, make_opportunity
from groundswell.act.replies.actions import announce
from groundswell.act.replies.models import Announcement, Reply
from tests.world import NOW, make_customer, make_signal


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def publish(client, address, **words):
    """As the page does it: look at the letter, then send what was looked at."""
    page = client.post(address, {**words, "look": "1"}).content.decode()
    looked_at = re.search(r'name="looked_at" value="(\w+)"', page)[1]
    return client.post(address, {**words, "looked_at": looked_at})


def test_the_office_tells_and_the_public_reads(world, signed_in):
    customer = make_customer("Carla Customer")
    make_signal(3, "Late", touchpoint=world.delivery, customer=customer)
    initiative = make_initiative(world)
    client, address = signed_in(world.office), reverse("replies:new", args=[initiative.pk])
    assert "1 known customer stood behind it" in client.get(address).content.decode()
    publish(client, address, you_said="Parcels arrive late.", we_did="You choose a slot.")
    assert Reply.objects.get().customer == customer
    public = Client().get(reverse("replies:public")).content.decode()
    assert "You choose a slot." in public
    assert "We have not measured yet whether it helped." in public
    for name in ("Carla", customer.email, "Olu Office", "One-hour slots"):
        assert name not in public


def test_the_letter_is_looked_at_before_anything_leaves(world, signed_in):
    initiative = make_initiative(world)
    address = reverse("replies:new", args=[initiative.pk])
    words = {"you_said": "Late.", "we_did": "Slots of one hour.", "look": "1"}
    page = signed_in(world.office).post(address, words).content.decode()
    assert "As it will arrive" in page
    assert "<p>What we did:<br>Slots of one hour.</p>" in page
    assert not Announcement.objects.exists()
    assert "Publish and tell them" in page
    assert "Publish and tell them" not in signed_in(world.office).get(address).content.decode()
    unseen = signed_in(world.office).post(
        address, {"you_said": "Late.", "we_did": "Other words.", "looked_at": "0" * 64}
    )
    assert "As it will arrive" in unseen.content.decode()
    assert not Announcement.objects.exists(), "other words than those that were looked at"
    half = signed_in(world.office).post(address, {"you_said": "a", "we_did": "b", "other": "de"})
    assert half.status_code == 422
    assert "Say it in that language too" in half.content.decode()


def test_who_tells_sees_every_letter_and_everybody_behind_it_before(world, signed_in):
    opportunity = make_opportunity(world)
    raised = make_elevation(world.leeds, world.frontline.person)
    for customer in (make_customer("Carla Customer"), None):
        raised.signals.add(make_signal(3, "Late", touchpoint=world.delivery, customer=customer))
    join_elevation(raised, opportunity, by=world.office, at=NOW)
    initiative = make_initiative(world, opportunity=opportunity)
    address, client = reverse("replies:new", args=[initiative.pk]), signed_in(world.office)
    words = {"you_said": "Late.", "we_did": "Slots.", "other": "de", "other_you_said": "Spät."}
    page = client.post(address, {**words, "other_we_did": "Termine.", "look": "1"}).content.decode()
    assert "E-mail, English" in page
    assert "<p>Was wir getan haben:<br>Termine.</p>" in page
    assert "1 colleague raised it" in page
    assert world.frontline.person.name in page
    assert "<dd>1 voice</dd>" in page, "said without a name"
    assert f'{reverse("replies:people", args=[initiative.pk])}?show=reached">1</a>' in page


def test_only_those_who_steer_tell(world, signed_in):
    initiative = make_initiative(world)
    for user in (world.lead, world.frontline, world.partner):
        client = signed_in(user)
        assert (
            client.post(
                reverse("replies:new", args=[initiative.pk]), {"you_said": "a", "we_did": "b"}
            ).status_code
            == 403
        )
    assert not Announcement.objects.exists()


def test_the_list_names_what_nobody_told_yet(world, signed_in):
    initiative = make_initiative(world)
    roll_out(initiative, world.york, from_on=NOW.date(), by=world.office, at=NOW)
    office = signed_in(world.office)
    assert "Done, but nobody was told" in office.get(reverse("replies:list")).content.decode()
    announce(initiative, you_said="Late.", we_did="Slots.", by=world.office, at=NOW)
    page = office.get(reverse("replies:list")).content.decode()
    assert "Done, but nobody was told" not in page
    assert "Slots." in page
    assert "Slots." in signed_in(world.york_lead).get(reverse("replies:list")).content.decode()
    assert "Slots." not in signed_in(world.frontline).get(reverse("replies:list")).content.decode()


def test_the_writer_is_told_first_that_something_got_worse(world, signed_in):
    initiative = make_initiative(world)
    worse = {"state": "broken", "words": "Answers", "estimate": -6.0, "low": -9.0, "high": -4.0, "worst": 3}
    EffectReading.objects.create(
        initiative=initiative, verdict="worked", sentence="As measured.", measured_at=NOW, detail={"guards": [worse]}
    )  # fmt: skip
    page = signed_in(world.office).get(reverse("replies:new", args=[initiative.pk])).content.decode()
    told, form = page.index("Something got worse"), page.index("Look at the letter first")
    assert told < form
    assert "“Answers” got worse by 6 points (4 to 9): at most 3 were agreed." in page


def test_the_writer_reads_how_long_ago_they_spoke(world, signed_in):
    for name, days in (("Old", 500), ("Older", 600), ("New", 10)):
        customer = make_customer(name)
        make_signal(3, "Late", touchpoint=world.delivery, customer=customer, at=NOW - timedelta(days=days))
        if name == "Old":
            make_signal(3, "Late", touchpoint=world.delivery, customer=customer, at=NOW - timedelta(days=400))
    initiative = make_initiative(world)
    page = signed_in(world.office).get(reverse("replies:new", args=[initiative.pk])).content.decode()
    assert "2 of them spoke of it last more than a year ago, the longest on 19 July 2024" in page
