"""Words on the wall: exactly theirs, named as they chose, gone at once when they say so."""

import pytest
import time_machine
from django.db import IntegrityError, transaction

from groundswell.act.advocates import errors
from groundswell.act.advocates.actions import leave
from groundswell.act.advocates.giving import give_incentive
from groundswell.act.advocates.models import Incentive
from groundswell.act.advocates.models import Testimonial as Quoted
from groundswell.act.advocates.testifying import give_words, place, propose_words, take_down, withdraw
from groundswell.foundation.customers.actions import withdraw_consent
from groundswell.listen.channels.models import Message
from tests.world import NOW

from .scenes import make_advocate, make_platform

WORDS = "They found my size in “minutes” & smiled."


@pytest.fixture(autouse=True)
def on_that_day():
    with time_machine.travel(NOW, tick=False):
        yield


def _words(world, name="Petra Promoter", *, shown_as="first", placed=True, words=WORDS) -> Quoted:
    given = {"shown_as": shown_as, "town": "Leeds", "language": "en", "at": NOW}
    made = give_words(make_advocate(world, name), words, **given)
    if placed:
        place(made, by=world.office.person, at=NOW)
    return made


def _everywhere(client) -> list[str]:
    answers = [client.get(one) for one in ("/wall/", "/wall/frame/", "/wall.json")]
    assert {one.status_code for one in answers} == {200}
    assert {one["Cache-Control"] for one in answers} == {
        "max-age=0, no-cache, no-store, must-revalidate, private"
    }
    assert not any(one.cookies for one in answers)
    return [one.content.decode() for one in answers]


def test_words_are_shown_exactly_and_named_as_each_chose(world, client):
    for name, shown_as in (("Ada Full", "full"), ("Bea First", "first"), ("Cleo Nobody", "nobody")):
        _words(world, name, shown_as=shown_as)
    html, frame, feed = _everywhere(client)
    for page in (html, frame):
        assert page.count("They found my size in “minutes” &amp; smiled.") == 3
        assert "Ada Full" in page
        assert ">Bea, Leeds<" in page
        assert "Cleo" not in page
        assert "First" not in page
    assert feed.count("A customer") == 1
    assert "We chose these 3 of 3." in html


def test_only_what_was_placed_stands_there_and_the_page_says_that_it_is_a_choice(world, client):
    _words(world)
    _words(world, "Otto", placed=False, words="A second voice.")
    html, _, _ = _everywhere(client)
    assert "A second voice." not in html
    assert "We chose these 1 of 2." in html


@pytest.mark.parametrize("how", ["withdraw", "leave", "consent", "take_down", "page"])
def test_what_is_taken_back_is_gone_at_once_everywhere(world, client, how):
    made = _words(world)
    assert all(WORDS.split("“")[0] in page for page in _everywhere(client))
    deeds = {
        "withdraw": lambda: withdraw(made, at=NOW),
        "leave": lambda: leave(made.advocate, at=NOW),
        "consent": lambda: withdraw_consent(made.advocate.customer, "advocacy", by="x", at=NOW),
        "take_down": lambda: take_down(made, by=world.office.person, at=NOW),
        "page": lambda: client.post(f"/advocates/words/{made.token}/", {"deed": "withdraw"}),
    }
    deeds[how]()
    assert not any("They found" in page for page in _everywhere(client))
    own = client.get(f"/advocates/words/{made.token}/").content.decode()
    assert ("They are shown nowhere." in own) == (how in ("withdraw", "page"))


def test_what_was_taken_back_is_not_placed_again(world):
    made = _words(world)
    withdraw(made, at=NOW)
    with pytest.raises(errors.WordsGone):
        place(made, by=world.office.person, at=NOW)
    with pytest.raises(errors.WordsGone):
        propose_words(made, "Nicer.", by=world.office.person, at=NOW)


def test_other_words_need_the_customers_yes(world, client):
    made = _words(world)
    wording = propose_words(made, "They found my size.", by=world.office.person, at=NOW)
    assert "They found my size." in Message.objects.get(key=f"wording-{wording.pk}").body
    assert "“minutes”" in _everywhere(client)[0]
    with pytest.raises(errors.WordingOpen):
        propose_words(made, "Once more.", by=world.office.person, at=NOW)

    address = f"/advocates/words/{made.token}/"
    assert "They found my size." in client.get(address).content.decode()
    client.post(address, {"deed": "agree", "wording": "999999"})
    assert "“minutes”" in _everywhere(client)[0]
    client.post(address, {"deed": "agree", "wording": str(wording.pk)})
    assert "“minutes”" not in _everywhere(client)[0]
    assert "They found my size." in _everywhere(client)[0]


def test_words_that_were_refused_are_never_shown(world, client):
    made = _words(world)
    wording = propose_words(made, "The best shop of all.", by=world.office.person, at=NOW)
    client.post(f"/advocates/words/{made.token}/", {"deed": "refuse", "wording": str(wording.pk)})
    assert "best shop" not in _everywhere(client)[0]
    propose_words(made, "They found my size.", by=world.office.person, at=NOW)


def test_the_customer_changes_the_name_themselves(world, client):
    made = _words(world, shown_as="full")
    client.post(f"/advocates/words/{made.token}/", {"deed": "name", "shown_as": "nobody", "town": ""})
    assert "Petra" not in "".join(_everywhere(client))


def test_who_was_given_something_is_shown_with_the_words_that_say_so(world, client):
    made = _words(world)
    said = "This customer was given something by us, not for these words."
    assert not any(said in page for page in _everywhere(client))
    give_incentive(
        made.advocate, kind="gift", value=10, given_for="thanks", why="A card.", by=world.lead.person, at=NOW
    )
    assert all(said in page for page in _everywhere(client))


def test_any_site_may_frame_the_wall_and_read_the_feed_and_nothing_else(world, client):
    _words(world)
    page, frame, feed = (client.get(one) for one in ("/wall/", "/wall/frame/", "/wall.json"))
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert feed["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in feed
    assert "Access-Control-Allow-Origin" not in page
    assert b"<script" not in frame.content
    assert client.post("/wall.json").status_code == 405
    told = feed.json()
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert set(told["items"][0]) == {
        "id",
        "content_text",
        "date_published",
        "language",
        "authors",
        "_disclosure",
    }


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl", "ar", "he"])
def test_the_wall_speaks_eight_languages(world, client, language):
    _words(world)
    page = client.get("/wall/", headers={"Accept-Language": language}).content.decode()
    assert f'<html lang="{language}"' in page
    assert ('dir="rtl"' in page) == (language in ("ar", "he"))
    assert ("What our customers say" in page) == (language == "en")
    asked = client.get(f"/wall/?lang={language}").content.decode()
    assert f'<html lang="{language}"' in asked


def test_an_empty_wall_says_so(world, client):
    assert "Nobody’s words stand here yet." in client.get("/wall/").content.decode()


def test_nothing_is_given_for_an_opinion(world):
    advocate = make_advocate(world)
    given = {
        "kind": "gift",
        "value": 10,
        "given_for": "thanks",
        "why": "x",
        "by": world.lead.person,
        "at": NOW,
    }
    with pytest.raises(errors.OpinionIsNotForSale):
        give_incentive(advocate, **given, depends_on_opinion=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Incentive.objects.create(
            advocate=advocate,
            kind="gift",
            value=1,
            given_for="thanks",
            why="x",
            given_at=NOW,
            depends_on_opinion=True,
        )
    give_incentive(advocate, **(given | {"value": 45}))
    with pytest.raises(errors.TooMuchGiven, match="50 is the most"):
        give_incentive(advocate, **given)


def test_nothing_is_given_for_a_review_where_the_platform_forbids_it(world):
    from groundswell.act.advocates.models import Ask

    advocate = make_advocate(world)
    asked = Ask.objects.create(advocate=advocate, kind="review", platform=make_platform(world), asked_at=NOW)
    with pytest.raises(errors.PlatformForbidsGifts, match="Prate forbids giving"):
        give_incentive(advocate, kind="gift", value=1, given_for="time", why="x", by=None, at=NOW, ask=asked)


def test_a_york_lead_sees_no_words_of_leeds_inside(world, signed_in):
    made = _words(world)
    assert signed_in(world.york_lead).get("/act/advocates/words/").status_code == 403
    office = signed_in(world.office)
    assert "“minutes”" in office.get("/act/advocates/words/").content.decode()
    office.post(f"/act/advocates/words/{made.pk}/take-down/")
    made.refresh_from_db()
    assert made.placed_at is None
