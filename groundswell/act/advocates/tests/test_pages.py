"""The pages about advocates, inside and in public."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.act.advocates.actions import ask, bring_friend, join, thank
from groundswell.act.advocates.models import Advocate, Ask, Referral, Thanks
from groundswell.foundation.customers.models import Customer
from tests.world import NOW, make_customer, make_signal


@pytest.fixture(autouse=True)
def on_that_day():
    with time_machine.travel(NOW, tick=False):
        yield


def _praise(world, words: str = "Wonderful.", unit=None):
    return make_signal(10, words, unit=unit or world.leeds, customer=make_customer("Petra Promoter"))


def _advocate(world) -> Advocate:
    return join(thank(_praise(world), words="Thanks.", by=world.lead.person, at=NOW), at=NOW)


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_the_list_to_a_thank_you(world, signed_in):
    signal = _praise(world, "The fit is wonderful.")
    client = signed_in(world.frontline)

    assert f'href="/act/advocates/thank/{signal.pk}/"' in _page(client, "/act/advocates/")
    assert "The fit is wonderful." in _page(client, f"/act/advocates/thank/{signal.pk}/")
    answer = client.post(f"/act/advocates/thank/{signal.pk}/", {"words": "You made our day."}, follow=True)

    assert "Your thanks are on their way to Petra Promoter." in answer.content.decode()
    assert Thanks.objects.get().by == world.frontline.person


def test_a_york_lead_neither_sees_nor_thanks_nor_asks_in_leeds(world, signed_in):
    signal, advocate = _praise(world, "A secret of Leeds."), _advocate(world)
    made = ask(advocate, kind="review", by=world.lead.person, at=NOW)
    bring_friend(advocate, name="Frida Friend", email="frida@people.example", may_write=True, at=NOW)
    york = signed_in(world.york_lead)

    assert "A secret of Leeds." not in _page(york, "/act/advocates/")
    for show, secret in (("advocates", "Petra"), ("asks", "Petra"), ("referrals", "Frida")):
        assert secret not in _page(york, f"/act/advocates/?show={show}")
    assert york.get(f"/act/advocates/thank/{signal.pk}/").status_code == 404
    assert york.get(f"/act/advocates/{advocate.pk}/").status_code == 404
    assert york.post(f"/act/advocates/{advocate.pk}/ask/", {"kind": "panel"}).status_code == 404
    assert york.post(f"/act/advocates/asks/{made.pk}/done/").status_code == 404
    assert Ask.objects.get().is_open


def test_the_frontline_thanks_but_does_not_ask(world, signed_in):
    advocate = _advocate(world)
    frontline = signed_in(world.frontline)

    assert frontline.post(f"/act/advocates/{advocate.pk}/ask/", {"kind": "review"}).status_code == 403
    assert "Ask for one thing" not in _page(frontline, f"/act/advocates/{advocate.pk}/")
    assert not Ask.objects.exists()


def test_partners_and_strangers_do_not_come_in(world, signed_in):
    assert signed_in(world.partner).get("/act/advocates/").status_code == 403
    assert Client().get("/act/advocates/").status_code == 302


def test_a_lead_asks_and_settles_on_the_page_of_the_advocate(world, signed_in):
    advocate = _advocate(world)
    lead = signed_in(world.lead)

    lead.post(f"/act/advocates/{advocate.pk}/ask/", {"kind": "review"})
    made = Ask.objects.get()
    assert "You asked: Write a review" in _page(lead, f"/act/advocates/{advocate.pk}/")
    refused = lead.post(f"/act/advocates/{advocate.pk}/ask/", {"kind": "panel"}, follow=True)
    assert "Settle it first" in refused.content.decode()
    lead.post(f"/act/advocates/asks/{made.pk}/done/")
    again = lead.post(f"/act/advocates/asks/{made.pk}/declined/", follow=True)
    assert "settled already: done" in again.content.decode()


@pytest.mark.parametrize("show", ["to-thank", "advocates", "asks", "referrals"])
def test_empty_lists_teach(world, signed_in, show):
    assert 'class="empty"' in _page(signed_in(world.lead), f"/act/advocates/?show={show}")


@pytest.mark.parametrize("show", ["to-thank", "advocates", "asks", "referrals"])
def test_the_lists_ask_the_same_questions_for_one_row_and_for_three(world, signed_in, show):
    client = signed_in(world.lead)

    def questions(new_rows: int) -> int:
        for _ in range(new_rows):
            _praise(world)
            advocate = _advocate(world)
            ask(advocate, kind="review", by=world.lead.person, at=NOW)
            email = f"frida{advocate.pk}@people.example"
            bring_friend(advocate, name="Frida", email=email, may_write=False, at=NOW)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/act/advocates/?show={show}")
        return len(asked)

    for_one, for_three = questions(1), questions(2)
    assert for_one == for_three <= 16


def test_looking_at_the_link_says_nothing_and_the_button_says_yes(world, client):
    thanks = thank(_praise(world), words="Thanks.", by=world.lead.person, at=NOW)
    address = f"/advocates/join/{thanks.token}/"

    assert "Would you speak for us?" in _page(client, address)
    assert not Advocate.objects.exists()
    client.post(address, {"answer": "join"})
    page = _page(client, address)
    assert "Thank you for speaking for us" in page
    assert f"/r/{Advocate.objects.get().referral_code}/" in page
    client.post(address, {"answer": "leave"})
    assert Advocate.objects.get().left_at == NOW


def test_a_wrong_token_or_code_is_not_found(world, client):
    _advocate(world)

    assert client.get("/advocates/join/not-a-token/").status_code == 404
    assert client.get("/r/nobody/").status_code == 404
    assert client.post("/r/nobody/", {"name": "X", "email": "x@people.example"}).status_code == 404


def test_a_friend_comes_by_the_link_and_the_page_never_tells_whom_we_know(world, client):
    advocate = _advocate(world)
    address = f"/r/{advocate.referral_code}/"
    known = make_customer("Kim Known")

    assert "Petra recommends us to you" in _page(client, address)
    new = client.post(address, {"name": "Frida", "email": "frida@people.example", "may_write": "on"})
    old = client.post(address, {"name": "Frida", "email": known.email, "may_write": "on"})

    assert new.content == old.content
    assert Referral.objects.get().customer.email == "frida@people.example"


def test_a_friend_without_an_address_is_told_what_is_missing(world, client):
    answer = client.post(f"/r/{_advocate(world).referral_code}/", {"name": "Frida"})

    assert answer.status_code == 422
    assert not Customer.objects.filter(name="Frida").exists()
