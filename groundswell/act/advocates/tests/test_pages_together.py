"""Gatherings, calls and how often anybody is asked: the pages that are about many."""

import re

import pytest
import time_machine
from django.test import Client

from groundswell.act.advocates.asking import ask
from groundswell.act.advocates.models import Ask, Gathering
from tests.world import NOW

from .scenes import make_advocate, make_event, make_need


@pytest.fixture(autouse=True)
def on_that_day():
    with time_machine.travel(NOW, tick=False):
        yield


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_lead_sees_in_a_call_and_a_gathering_their_own_advocates_only(world, signed_in):
    event, need = make_event(world, seats=5), make_need(world)
    ask(make_advocate(world, "Lola Leeds"), kind="event", by=None, at=NOW, about=event)
    ask(make_advocate(world, "Yoko York", unit=world.york), kind="event", by=None, at=NOW, about=event)
    make_advocate(world, "Yves York", unit=world.york)
    lead = signed_in(world.lead)
    page = _page(lead, f"/act/advocates/together/{event.pk}/")
    assert "Lola Leeds" in page
    assert "Yoko" not in page
    assert "Yves" not in _page(lead, f"/act/advocates/calls/{need.pk}/")
    assert "Yves" in _page(signed_in(world.york_lead), f"/act/advocates/calls/{need.pk}/")


def test_the_office_sets_how_often_and_a_lead_reads_it(world, signed_in):
    office = signed_in(world.office)
    office.post("/act/advocates/how-often/per_year/", {"amount": "3"})
    assert "Nobody is asked more than 3 times a year" in _page(
        signed_in(world.lead), "/act/advocates/how-often/"
    )
    refused = office.post("/act/advocates/how-often/per_year/", {"amount": "0"}, follow=True)
    assert "this is 1 or more" in refused.content.decode()
    assert (
        signed_in(world.lead).post("/act/advocates/how-often/per_year/", {"amount": "9"}).status_code == 403
    )


def test_an_evening_is_planned_and_its_minutes_are_kept(world, signed_in):
    lead = signed_in(world.lead)
    told = {
        "kind": "event",
        "name": "Evening",
        "starts_at": "2026-04-01T18:00",
        "place": "Leeds",
        "seats": "3",
    }
    lead.post("/act/advocates/together/", told)
    made = Gathering.objects.get()
    lead.post(f"/act/advocates/together/{made.pk}/", {"words": "Refunds take too long."})
    page = _page(lead, f"/act/advocates/together/{made.pk}/")
    assert "Refunds take too long." in page
    assert "/act/huddles/" in page


def test_those_of_the_same_segment_come_first_for_a_call(world, signed_in):
    other, same = make_advocate(world, "Olga Other"), make_advocate(world, "Sam Same")
    same.customer.segment = "Retail"
    same.customer.save()
    need, lead = make_need(world, "retail"), signed_in(world.lead)
    page = _page(lead, f"/act/advocates/calls/{need.pk}/")
    assert page.index("Sam Same") < page.index("Olga Other")
    lead.post(f"/act/advocates/{same.pk}/ask/", {"what": f"reference-{need.pk}"})
    assert Ask.objects.get().need == need
    assert "Olga Other" not in _page(lead, f"/act/advocates/calls/{need.pk}/")
    lead.post(f"/act/advocates/calls/{need.pk}/")
    assert Ask.objects.get().answer == "taken_back"
    assert other.asks.count() == 0


def test_who_keeps_minutes_second_reads_what_stands_now_and_loses_no_word(world, signed_in):
    event = make_event(world, seats=5)
    address = f"/act/advocates/together/{event.pk}/"
    office, lead = signed_in(world.office), signed_in(world.lead)
    begun = _over(_page(office, address))
    assert begun == _over(_page(lead, address)) == ""
    office.post(address, {"words": "Parcels are late.", "over": begun})
    refused = lead.post(address, {"words": "Sizes are <odd>.", "over": begun})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Somebody kept other minutes while you wrote" in page
    assert "Parcels are late." in page
    assert "Sizes are &lt;odd&gt;.</textarea>" in page
    event.refresh_from_db()
    assert event.minutes == "Parcels are late."
    lead.post(address, {"words": "Parcels are late. Sizes are odd.", "over": _over(page)})
    event.refresh_from_db()
    assert event.minutes == "Parcels are late. Sizes are odd."


def _over(page: str) -> str:
    found = re.search(r'name="over"(?: value="([^"]*)")?', page)
    return found[1] or ""
