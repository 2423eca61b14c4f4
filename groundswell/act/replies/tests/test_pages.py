"""Telling on the pages, and what the public reads."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.replies.actions import announce
from groundswell.act.replies.models import Announcement, Reply
from tests.world import NOW, make_customer, make_signal


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_office_tells_and_the_public_reads(world, signed_in):
    customer = make_customer("Carla Customer")
    make_signal(3, "Late", touchpoint=world.delivery, customer=customer)
    initiative = make_initiative(world)
    client, address = signed_in(world.office), reverse("replies:new", args=[initiative.pk])
    assert "1 known customer stood behind it" in client.get(address).content.decode()
    client.post(address, {"you_said": "Parcels arrive late.", "we_did": "You choose a slot."})
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
    half = signed_in(world.office).post(address, {"you_said": "a", "we_did": "b", "language": "de"})
    assert half.status_code == 422
    assert "Say it in that language too" in half.content.decode()


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
