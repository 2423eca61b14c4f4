"""The pages about one advocate and one promoter: thank, ask, note an answer, give, and who may not."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from groundswell.act.advocates.asking import ask
from groundswell.act.advocates.models import Ask, Incentive, Thanks
from groundswell.act.advocates.referring import bring_friend, claim_code
from tests.world import NOW, make_customer, make_signal

from .scenes import make_advocate, make_event, make_platform


@pytest.fixture(autouse=True)
def on_that_day():
    with time_machine.travel(NOW, tick=False):
        yield


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def _praise(world, words: str = "Wonderful.", unit=None):
    return make_signal(10, words, unit=unit or world.leeds, customer=make_customer("Petra Promoter"))


def test_from_the_list_to_a_thank_you(world, signed_in):
    signal = _praise(world, "The fit is wonderful.")
    client = signed_in(world.frontline)

    assert f'href="/act/advocates/thank/{signal.pk}/"' in _page(client, "/act/advocates/")
    assert "The fit is wonderful." in _page(client, f"/act/advocates/thank/{signal.pk}/")
    answer = client.post(f"/act/advocates/thank/{signal.pk}/", {"words": "You made our day."}, follow=True)

    assert "Your thanks are on their way to Petra Promoter." in answer.content.decode()
    assert Thanks.objects.get().by == world.frontline.person


def test_a_york_lead_neither_sees_nor_thanks_nor_asks_in_leeds(world, signed_in):
    signal, advocate = _praise(world, "A secret of Leeds."), make_advocate(world)
    made = ask(advocate, kind="case_study", by=world.lead.person, at=NOW)
    bring_friend(advocate, name="Frida Friend", email="frida@people.example", may_write=True, at=NOW)
    claim_code(advocate.referral_code, advocate.customer, bought_on=NOW.date(), by="x", at=NOW)
    york = signed_in(world.york_lead)

    assert "A secret of Leeds." not in _page(york, "/act/advocates/")
    for asks in ("advocates", "asks", "referrals", "to-ask&state=open_ask", "referrals&state=refused"):
        page = _page(york, f"/act/advocates/?show={asks}")
        assert "Petra" not in page
        assert "Frida" not in page
    assert "0 speak for you" in _page(york, "/act/advocates/health/")
    assert york.get(f"/act/advocates/thank/{signal.pk}/").status_code == 404
    for address in ("", "ask/", "give/"):
        assert york.post(f"/act/advocates/{advocate.pk}/{address}", {"what": "referral"}).status_code == 404
    assert york.post(f"/act/advocates/asks/{made.pk}/done/").status_code == 404
    assert Ask.objects.get().is_open


def test_the_frontline_thanks_but_does_not_ask(world, signed_in):
    advocate = make_advocate(world)
    frontline = signed_in(world.frontline)

    assert frontline.post(f"/act/advocates/{advocate.pk}/ask/", {"what": "referral"}).status_code == 403
    assert "Ask for one thing" not in _page(frontline, f"/act/advocates/{advocate.pk}/")
    assert not Ask.objects.exists()


def test_partners_and_strangers_do_not_come_in(world, signed_in):
    assert signed_in(world.partner).get("/act/advocates/").status_code == 403
    assert Client().get("/act/advocates/").status_code == 302


def test_a_lead_asks_and_notes_the_answer_on_the_page_of_the_advocate(world, signed_in):
    advocate = make_advocate(world)
    lead = signed_in(world.lead)

    lead.post(f"/act/advocates/{advocate.pk}/ask/", {"what": "case_study"})
    made = Ask.objects.get()
    page = _page(lead, f"/act/advocates/{advocate.pk}/")
    assert "You asked: Tell your story with us" in page
    refused = lead.post(f"/act/advocates/{advocate.pk}/ask/", {"what": "referral"}, follow=True)
    assert "One thing at a time" in refused.content.decode()
    lead.post(f"/act/advocates/asks/{made.pk}/yes/")
    again = lead.post(f"/act/advocates/asks/{made.pk}/taken-back/", follow=True)
    assert "Lena Lead answered this already: Yes" in again.content.decode()
    lead.post(f"/act/advocates/asks/{made.pk}/done/")
    assert Ask.objects.get().done_at == NOW


def test_only_what_can_be_asked_is_offered(world, signed_in):
    make_platform(world)
    make_platform(world, open_to_advocates=True, name="Shelf")
    event = make_event(world)
    page = _page(signed_in(world.lead), f"/act/advocates/{make_advocate(world).pk}/")
    assert "Write a review: Shelf" in page
    assert "Prate" not in page
    assert f'value="event-{event.pk}"' in page
    assert "advisory" not in page


def test_why_somebody_is_not_asked_stands_on_their_page_and_leads_to_its_list(world, signed_in):
    advocate = make_advocate(world)
    make_signal(2, customer=advocate.customer, at=NOW - timedelta(hours=1))
    lead = signed_in(world.lead)
    page = _page(lead, f"/act/advocates/{advocate.pk}/")
    assert "Was not content on 11 March 2026." in page
    assert "?show=to-ask&amp;state=poor" in page
    assert "Petra" in _page(lead, "/act/advocates/?show=to-ask&state=poor")
    assert "Petra" not in _page(lead, "/act/advocates/?show=to-ask")


def test_what_is_given_stands_beside_what_it_followed(world, signed_in):
    advocate, lead = make_advocate(world), signed_in(world.lead)
    made = ask(advocate, kind="case_study", by=None, at=NOW)
    given = {
        "kind": "meal",
        "value": "12.50",
        "given_for": "time",
        "why": "An hour of her time",
        "ask": made.pk,
    }
    assert (
        lead.post(f"/act/advocates/{advocate.pk}/give/", given | {"depends_on_opinion": "on"}).status_code
        == 422
    )
    assert not Incentive.objects.exists()
    lead.post(f"/act/advocates/{advocate.pk}/give/", given)
    page = _page(lead, f"/act/advocates/{advocate.pk}/")
    assert "An hour of her time" in page
    assert "After: tell your story with us." in page
