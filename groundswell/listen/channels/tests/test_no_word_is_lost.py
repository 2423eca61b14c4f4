"""Whatever a customer wrote is kept: after an error, after the quarter of an hour, after the first answer was sent."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from groundswell.listen.channels.inviting import invite
from groundswell.listen.channels.jobs import LEFT_ALONE_AFTER, take_answers
from groundswell.listen.channels.web.later import MOST_LATER
from groundswell.listen.channels.web.pages import KIOSK_ALONE_AFTER
from groundswell.listen.signals.models import Answer, Signal
from groundswell.listen.surveys.actions import begin_survey
from groundswell.listen.surveys.models import AnswerDraft
from groundswell.look.public_scripts import PUBLIC_SCRIPTS
from tests.world import NOW, make_customer

LONG = {
    "schema": "groundswell.survey/1",
    "languages": ["en"],
    "questions": [
        {"key": "score", "kind": "recommendation", "text": {"en": "Recommend?"}},
        {"key": "why", "kind": "text", "text": {"en": "You said {score}. Why?"}},
        {"key": "order", "kind": "text", "text": {"en": "Which order?"}, "pattern": "[A-Z]{2}[0-9]{4}"},
        {
            "key": "parts",
            "kind": "matrix",
            "required": True,
            "text": {"en": "How was each?"},
            "rows": [{"value": "price", "text": "Price"}, {"value": "help", "text": "Help"}],
            "columns": [{"value": "good", "text": "Good"}, {"value": "bad", "text": "Bad"}],
        },
    ],
}


@pytest.fixture
def link(world):
    version = begin_survey("long", "Long", "experience", LONG, by=world.office, at=NOW)
    invitation = invite(make_customer(), version, by=world.office, at=NOW, unit=world.leeds)
    return f"/a/{invitation.token}/"


def words_on(page) -> str:
    return " ".join(page.content.decode().split())


def left_alone(at) -> None:
    with time_machine.travel(at, tick=False):
        take_answers(at)


def test_words_that_cannot_be_used_stand_in_the_field_again(link):
    client = Client()
    client.post(link, {"q": "score", "score": "3"})
    page = client.post(link, {"q": "order", "order": "my <order>"})
    assert (page.status_code, "my &lt;order&gt;</textarea>" in words_on(page)) == (422, True)
    assert 'aria-invalid="true" aria-describedby="error"' in words_on(page)
    assert "<title>Write it in the form that is asked for. Which order?" in words_on(page)
    too_long = "x" * 10_001
    assert too_long in words_on(client.post(link, {"q": "why", "why": too_long}))


def test_a_table_that_is_not_complete_keeps_what_was_chosen(link):
    client = Client()
    client.post(link, {"q": "score", "score": "3"})
    page = words_on(client.post(link, {"q": "parts", "parts.price": "bad"}))
    assert 'name="parts.price" value="bad" checked' in page
    assert page.count('" checked') == 1


def test_what_was_right_is_kept_where_something_else_was_wrong(link):
    Client().post(link, {"q": "order", "score": "3", "why": "Late.", "order": "?"})
    assert AnswerDraft.objects.get().answers == {"score": 3, "why": "Late."}


def test_words_that_come_after_the_quarter_of_an_hour_are_a_voice_at_the_same_place(link, world):
    client = Client()
    with time_machine.travel(NOW, tick=False):
        client.post(link, {"q": "score", "score": "3"})
    left_alone(NOW + LEFT_ALONE_AFTER)
    for _ in range(2):
        page = client.post(link, {"q": "why", "why": "It took me twenty minutes to write."}, follow=True)
        assert "Thank you" in words_on(page)
    first, later = Signal.objects.order_by("pk")
    assert (first.score, first.comment) == (3, "")
    assert (later.score, later.comment) == (None, "It took me twenty minutes to write.")
    assert (later.unit, later.customer, later.version) == (world.leeds, first.customer, first.version)


def test_a_used_link_asks_for_the_why_that_is_missing_and_only_once(link):
    client = Client()
    client.post(link, {"q": "score", "score": "3", "go": "send"})
    client.post(link, {"q": "parts", "score": "3", "parts.price": "bad", "parts.help": "bad", "go": "send"})
    page = client.get(link)
    assert (page.status_code, "You said 3. Why?" in words_on(page)) == (410, True)
    client.post(link, {"q": "why", "why": "Late."})
    assert "You said 3. Why?" not in words_on(client.get(link))


def test_an_answer_goes_on_on_another_device_and_says_what_was_tapped(link):
    Client().post(link, {"q": "score", "score": "3"})
    other = Client()
    assert "You said 3 before." in words_on(other.get(link))
    assert "You said 3 before." not in words_on(other.get(f"{link}?q=why"))
    assert "before." not in words_on(other.get(f"{link}?q=score"))
    assert AnswerDraft.objects.count() == 1


def test_words_from_a_second_device_are_kept_beside_the_first_and_never_twice(link):
    phone, laptop = Client(), Client()
    phone.post(link, {"q": "score", "score": "3"})
    laptop.post(link, {"q": "why", "why": "Late and wet.", "go": "send"})
    laptop.post(link, {"q": "parts", "parts.price": "bad", "parts.help": "bad", "go": "send"})
    for _ in range(2):
        page = phone.post(link, {"q": "why", "why": "Late.", "go": "send"}, follow=True)
        assert "Thank you" in words_on(page)
    laptop.post(link, {"q": "why", "why": "Late and wet.", "go": "send"})
    said = Signal.objects.order_by("pk").values_list("score", "comment")
    assert list(said) == [(3, "Late and wet."), (None, "Late.")]


def had_on(page) -> str:
    return re.search(r'name="had" value="([^"]*)"', page.content.decode())[1]


def test_words_of_two_devices_stand_together_before_anything_is_sent_and_the_second_is_told(link):
    phone, laptop = Client(), Client()
    phone.post(link, {"q": "score", "score": "3"})
    on_phone, on_laptop = (had_on(device.get(f"{link}?q=why")) for device in (phone, laptop))
    laptop.post(link, {"q": "why", "why": "Late and wet.", "had": on_laptop})
    told = phone.post(link, {"q": "why", "why": "Nobody rang.", "had": on_phone, "go": "send"})
    assert (told.status_code, "Other words were written here meanwhile." in words_on(told)) == (422, True)
    assert "Late and wet. Nobody rang.</textarea>" in words_on(told)
    assert AnswerDraft.objects.get().answers["why"] == "Late and wet.\n\nNobody rang."
    phone.post(link, {"q": "why", "why": "Late, wet, and nobody rang.", "had": had_on(told)})
    assert AnswerDraft.objects.get().answers["why"] == "Late, wet, and nobody rang."


def test_the_same_device_sends_again_adds_and_takes_back_without_a_word_from_us(link):
    client = Client()
    client.post(link, {"q": "score", "score": "3"})
    had = had_on(client.get(f"{link}?q=why"))
    for words in ("Late.", "Late.", "Late. And wet."):
        assert client.post(link, {"q": "why", "why": words, "had": had}).status_code == 302
    now = had_on(client.get(f"{link}?q=why"))
    assert client.post(link, {"q": "why", "why": "", "had": now}).status_code == 302
    assert AnswerDraft.objects.get().answers == {"score": 3}


def test_an_order_number_is_one_value_and_the_last_one_stands(link):
    client = Client()
    client.post(link, {"q": "score", "score": "3"})
    for order in ("AB1234", "AB1235"):
        client.post(link, {"q": "order", "order": order, "had": ""})
    assert AnswerDraft.objects.get().answers["order"] == "AB1235"


def test_a_number_that_came_too_late_is_not_thanked_for(link):
    Client().post(link, {"q": "score", "score": "3"})
    Client().post(link, {"q": "parts", "parts.price": "bad", "parts.help": "bad", "go": "send"})
    page = Client().post(link, {"q": "score", "score": "9"}, follow=True)
    assert (page.status_code, "You have answered already" in words_on(page)) == (410, True)
    assert Signal.objects.get().score == 3


def test_a_used_link_is_no_letterbox(link):
    client = Client()
    client.post(link, {"q": "score", "score": "3", "go": "send"})
    client.post(link, {"q": "parts", "parts.price": "bad", "parts.help": "bad", "go": "send"})
    for number in range(MOST_LATER + 3):
        page = client.post(link, {"q": "why", "why": f"Number {number}."}, follow=True)
    assert Signal.objects.count() == 1 + MOST_LATER
    assert "You have answered already" in words_on(page)


def test_both_steps_of_an_open_link_sent_again_are_thanked_and_change_nothing(world):
    tap = {"q": "score", "score": "8", "submission": "mine", "lang": "en"}
    why = {"q": "why", "why": "Kind people.", "submission": "mine", "lang": "en", "go": "send"}
    client = Client()
    for _ in range(2):
        assert [client.post("/s/brand/", step).status_code for step in (tap, why)] == [302, 302]
    assert [(one.score, one.comment) for one in Signal.objects.all()] == [(8, "Kind people.")]


def test_an_open_link_takes_later_words_too_and_the_first_answer_stands(link):
    client = Client()
    page = client.post("/s/brand/", {"q": "score", "score": "8", "submission": "mine", "go": "send"})
    here = page["Location"].split("?")[0]
    assert "<textarea" not in words_on(client.get(page["Location"]))
    assert "<textarea" in words_on(client.get(here))
    client.post(here, {"q": "why", "why": "Kind people.", "score": "0"})
    assert list(Signal.objects.order_by("pk").values_list("score", "comment")) == [
        (8, ""),
        (None, "Kind people."),
    ]


def test_the_same_words_again_are_not_said_twice(link):
    client = Client()
    client.post(link, {"score": "3", "why": "Late.", "q": "why"})
    client.post(link, {"q": "parts", "parts.price": "bad", "parts.help": "bad", "go": "send"})
    client.post(link, {"q": "why", "why": "Late.", "go": "send"})
    client.post(link, {"q": "parts", "parts.price": "good", "parts.help": "good"})
    assert Signal.objects.count() == 1
    assert set(Answer.objects.values_list("choice", flat=True)) == {"bad"}


EMPLOYEES = {
    "schema": "groundswell.survey/1",
    "languages": ["en"],
    "questions": [
        {"key": "work", "kind": "employee", "text": {"en": "Recommend working here?"}},
        {"key": "why", "kind": "text", "text": {"en": "You said {work}. Why?"}},
    ],
}


def test_what_employees_said_is_shown_to_nobody_who_opens_the_link_again(world):
    begin_survey("team", "Team", "relationship", EMPLOYEES, by=world.office, at=NOW)
    client = Client()
    page = client.post("/s/team/", {"q": "work", "work": "2", "submission": "mine", "go": "send"})
    here = page["Location"].split("?")[0]
    assert "You said 2" not in words_on(client.get(here))
    client.post(here, {"q": "why", "why": "Long shifts."})
    assert set(Signal.objects.values_list("kind", "comment")) == {("employee", "")}
    assert Answer.objects.filter(words="Long shifts.").exists()


def test_words_that_are_not_sent_survive_a_reload_but_never_those_of_employees_or_of_a_shared_device(world):
    begin_survey("team", "Team", "relationship", EMPLOYEES, by=world.office, at=NOW)
    kept = {}
    for door, answer in (("/s/brand/", "score"), ("/s/team/", "work"), ("/s/brand/kiosk/", "score")):
        page = Client().post(door, {"q": answer, answer: "3", "submission": f"x{len(kept)}"}, follow=True)
        kept[door] = PUBLIC_SCRIPTS["keep"] in page.content.decode() and "data-keep" in words_on(page)
    assert kept == {"/s/brand/": True, "/s/team/": False, "/s/brand/kiosk/": False}


def test_a_shared_device_shows_nobody_what_another_said(world):
    client = Client()
    page = client.post("/s/brand/kiosk/", {"q": "score", "score": "2", "submission": "k", "unit": "leeds"})
    there = page["Location"]
    assert 'data-alone="/s/brand/kiosk/?unit=leeds"' in words_on(client.get(there))
    with time_machine.travel(AnswerDraft.objects.get().touched_at + KIOSK_ALONE_AFTER + timedelta(seconds=1)):
        page = client.get(there)
        assert (page.status_code, page["Location"]) == (302, "/s/brand/kiosk/?unit=leeds")
        client.post(there, {"q": "why", "why": "I was still writing.", "go": "send"})
    assert Signal.objects.get().comment == "I was still writing."


@pytest.mark.parametrize(
    "path", ["/a/cut-off/", "/s/nowhere/", "/s/brand/cut-off/", "/s/brand/kiosk/cut-off/"]
)
def test_a_link_that_leads_nowhere_says_what_to_do_in_the_customer_s_language(world, path):
    page = Client().get(path, headers={"accept-language": "de-AT,en;q=0.5"})
    assert page.status_code == 404
    assert "Dieser Link führt nirgendwohin" in words_on(page)
    assert 'href="/complain/"' in words_on(page)
    assert "sign-in" not in words_on(page)
