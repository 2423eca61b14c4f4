"""The lists of promoters and advocates: empty, narrowed, opened from the health of the community."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.act.advocates.asking import answer_ask, ask
from groundswell.act.advocates.referring import bring_friend, claim_code
from tests.world import NOW, make_customer, make_signal

from .scenes import make_advocate


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


SHOWS = ["to-thank", "to-ask", "advocates", "asks", "referrals"]


@pytest.mark.parametrize("show", SHOWS)
def test_empty_lists_teach(world, signed_in, show):
    assert 'class="empty"' in _page(signed_in(world.lead), f"/act/advocates/?show={show}")


@pytest.mark.parametrize(
    "asks",
    [
        *(f"?show={show}" for show in SHOWS),
        "?show=to-ask&state=open_ask",
        "?show=referrals&state=refused",
        "health/",
        "words/",
    ],
)
def test_the_lists_ask_the_same_questions_for_one_row_and_for_three(world, signed_in, asks):
    client = signed_in(world.office)

    def questions(new_rows: int) -> int:
        for _ in range(new_rows):
            _praise(world)
            advocate = make_advocate(world)
            ask(advocate, kind="case_study", by=world.lead.person, at=NOW)
            friend = bring_friend(
                advocate, name="Frida", email=f"frida{advocate.pk}@people.example", may_write=False, at=NOW
            )
            claim_code(
                make_advocate(world).referral_code, friend.customer, bought_on=NOW.date(), by="x", at=NOW
            )
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/act/advocates/{asks}")
        return len(asked)

    questions(1)
    for_one, for_three = questions(1), questions(2)
    assert for_one == for_three <= 40


def test_the_health_of_the_community_opens_its_lists(world, signed_in):
    for number in range(12):
        made = ask(make_advocate(world, f"Ada {number}"), kind="case_study", by=None, at=NOW)
        answer_ask(made, "yes" if number < 9 else "not_now", by="The customer", at=NOW)
    client = signed_in(world.office)
    page = _page(client, "/act/advocates/health/")
    assert "12 speak for you, 9 may be asked now, 3 rest" in page
    assert ">75<" in page
    assert "3 rest" in page
    for asks in (
        "show=advocates",
        "show=to-ask&state=resting",
        "show=asks&state=answered&days=365",
        "show=asks&state=ended&days=365",
        "show=to-ask&state=not_now",
    ):
        assert f"?{asks.replace('&', '&amp;')}" in page or f"?{asks}" in page
        assert 'class="empty"' not in _page(client, f"/act/advocates/?{asks}")


@pytest.mark.parametrize("role", ["lead", "office"])
def test_every_narrowing_of_every_list_opens(world, signed_in, role):
    from groundswell.act.advocates.lists import STATES

    client = signed_in(getattr(world, role))
    for show, states in STATES.items():
        for state in ("", *states):
            _page(client, f"/act/advocates/?show={show}&state={state}&days=365")
