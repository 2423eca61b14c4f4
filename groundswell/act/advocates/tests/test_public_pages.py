"""What customers see with the link of their letter: no sign-in, no cookie, no script, eight languages."""

import re

import pytest
import time_machine

from groundswell.act.advocates.asking import answer_ask, ask, take_back
from groundswell.act.advocates.models import Advocate, LinkVisits, Referral, Wording
from groundswell.act.advocates.models import Testimonial as Quoted
from groundswell.act.advocates.wording import SPOKEN
from groundswell.foundation.customers.models import Customer
from tests.world import NOW, make_customer

from .scenes import make_advocate, make_event, make_thanks


@pytest.fixture(autouse=True)
def on_that_day():
    with time_machine.travel(NOW, tick=False):
        yield


def _page(client, address: str, language: str = "en") -> str:
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert not answer.cookies
    assert b"<script" not in answer.content
    return answer.content.decode()


def _asked(world, kind="case_study", **more):
    return ask(make_advocate(world), kind=kind, by=world.lead.person, at=NOW, **more)


def test_every_language_says_everything_and_fills_the_same_gaps():
    first = SPOKEN["en"]
    for language, words in SPOKEN.items():
        assert set(words) == set(first), language
        for name, text in words.items():
            assert text.strip(), (language, name)
            assert set(re.findall(r"\{\d\}", text)) == set(re.findall(r"\{\d\}", first[name])), (
                language,
                name,
            )


def test_looking_at_the_link_says_nothing_and_the_button_says_yes(world, client):
    address = f"/advocates/join/{make_thanks(world).token}/"

    assert "Would you speak for us?" in _page(client, address)
    assert not Advocate.objects.exists()
    client.post(address, {"answer": "join"}, headers={"Accept-Language": "nl"})
    page = _page(client, address)
    assert "Thank you for speaking for us" in page
    advocate = Advocate.objects.get()
    assert advocate.language == "nl"
    assert f"/r/{advocate.referral_code}/" in page
    client.post(address, {"answer": "leave", "why": "not_content"})
    advocate.refresh_from_db()
    assert (advocate.left_at, advocate.left_because) == (NOW, "not_content")
    assert "You no longer speak for us" in _page(client, address)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("yes", "You said yes on 11 March 2026."),
        ("not_now", "You said “not now”"),
        ("never", "never ask this again"),
    ],
)
def test_an_ask_is_answered_on_a_page_of_its_own(world, client, answer, says):
    made = _asked(world)
    address = f"/advocates/ask/{made.token}/"
    assert "Would you tell your story with us?" in _page(client, address)
    made.refresh_from_db()
    assert made.is_open
    client.post(address, {"answer": answer})
    made.refresh_from_db()
    assert (made.answer, made.answered_by) == (answer, "The customer")
    assert says in _page(client, address)


@pytest.mark.parametrize("language", sorted(SPOKEN))
@pytest.mark.parametrize("kind", ["testimonial", "referral"])
def test_the_page_speaks_eight_languages(world, client, language, kind):
    page = _page(client, f"/advocates/ask/{_asked(world, kind).token}/", language)
    assert f'<html lang="{language}"' in page
    assert SPOKEN[language][f"ask_{kind}"].replace("'", "&#x27;") in page


def test_who_comes_second_is_told_kindly_what_was_answered_before(world, client):
    made = _asked(world)
    address = f"/advocates/ask/{made.token}/"
    answer_ask(made, "not_now", by=world.lead.person, at=NOW)
    answer = client.post(address, {"answer": "yes"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "This was answered already" in page
    assert "We noted this for you." in page
    made.refresh_from_db()
    assert made.answer == "not_now"


def test_an_ask_that_we_took_back_says_thank_you(world, client):
    made = _asked(world)
    take_back(made, by=world.lead.person, at=NOW)
    page = client.post(f"/advocates/ask/{made.token}/", {"answer": "yes"}).content.decode()
    assert "We do not need this any more. Thank you all the same." in page
    assert "<form" not in page


def test_sending_twice_is_answering_once(world, client):
    made = _asked(world)
    for _ in range(2):
        assert client.post(f"/advocates/ask/{made.token}/", {"answer": "yes"}).status_code == 302


def test_nothing_else_than_the_three_answers_is_taken(world, client):
    made = _asked(world)
    for answer in ("taken_back", "silent", "", "nonsense"):
        client.post(f"/advocates/ask/{made.token}/", {"answer": answer})
    made.refresh_from_db()
    assert made.is_open


def test_words_are_given_with_the_yes_exactly_as_they_are_written(world, client):
    made = _asked(world, "testimonial")
    address = f"/advocates/ask/{made.token}/"
    missing = client.post(address, {"words": " ", "shown_as": "full", "answer": "yes"})
    assert (missing.status_code, Quoted.objects.count()) == (422, 0)
    assert "Write the words that we may show." in missing.content.decode()
    given = {"words": "Small shop,\n  big heart.", "shown_as": "first", "town": "Leeds", "answer": "yes"}
    for _ in range(2):
        client.post(address, given)
    testimonial = Quoted.objects.get()
    assert Wording.objects.get().words == "Small shop,\n  big heart."
    assert (testimonial.shown_as, testimonial.town, testimonial.ask) == ("first", "Leeds", made)
    assert f"/advocates/words/{testimonial.token}/" in _page(client, address)


def test_who_would_rather_not_need_not_write_anything(world, client):
    made = _asked(world, "testimonial")
    client.post(f"/advocates/ask/{made.token}/", {"words": "", "shown_as": "first", "answer": "never"})
    made.refresh_from_db()
    assert (made.answer, Quoted.objects.count()) == ("never", 0)


def test_who_told_us_yes_on_the_telephone_still_writes_the_words(world, client):
    made = _asked(world, "testimonial")
    answer_ask(made, "yes", by=world.lead.person, at=NOW)
    address = f"/advocates/ask/{made.token}/"
    assert "<textarea" in _page(client, address)
    client.post(address, {"words": "Lovely.", "shown_as": "nobody", "answer": "yes"})
    assert Quoted.objects.count() == 1


def test_whoever_comes_after_the_last_seat_stands_on_the_list(world, client):
    event = make_event(world, seats=1)
    asks = [_asked(world, "event", about=event) for _ in range(2)]
    for made in asks:
        client.post(f"/advocates/ask/{made.token}/", {"answer": "yes"})
    first, second = (_page(client, f"/advocates/ask/{made.token}/") for made in asks)
    assert "Spring evening, 21 March 2026, 10:00. Where: Leeds" in first
    assert "All seats are taken" not in first
    assert "You are number 1 on the list" in second


def test_a_wrong_token_or_code_is_not_found(world, client):
    make_advocate(world)
    for address in ("/advocates/join/no/", "/advocates/ask/no/", "/advocates/words/no/", "/r/nobody/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "X", "email": "x@people.example"}).status_code == 404


def test_a_friend_comes_by_the_link_and_the_page_never_tells_whom_we_know(world, client):
    advocate = make_advocate(world)
    address, known = f"/r/{advocate.referral_code}/", make_customer("Kim Known")

    page = _page(client, address)
    assert "Petra recommends us to you" in page
    assert advocate.referral_code in page
    new = client.post(address, {"name": "Frida", "email": "frida@people.example", "may_write": "on"})
    old = client.post(address, {"name": "Frida", "email": known.email, "may_write": "on"})

    assert new.content == old.content
    assert Referral.objects.get().customer.email == "frida@people.example"
    assert LinkVisits.objects.get().count == 1


def test_a_page_that_a_browser_fetched_by_itself_is_no_visit(world, client):
    address = f"/r/{make_advocate(world).referral_code}/"
    client.get(address, headers={"Sec-Purpose": "prefetch"})
    client.head(address)
    assert not LinkVisits.objects.exists()


def test_a_friend_without_an_address_is_told_what_is_missing(world, client):
    answer = client.post(
        f"/r/{make_advocate(world).referral_code}/", {"name": "Frida"}, headers={"Accept-Language": "de"}
    )

    assert answer.status_code == 422
    assert "Das brauchen wir, um weiterzumachen." in answer.content.decode()
    assert not Customer.objects.filter(name="Frida").exists()
