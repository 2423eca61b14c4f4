"""A customer answers once, by a link of their own or by an open one."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.listen.channels.inviting import invite
from groundswell.listen.channels.models import Message
from groundswell.listen.channels.web.answers import keep_answers, take_left_alone
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.actions import begin_survey
from groundswell.listen.surveys.errors import AlreadyAnswered
from groundswell.listen.surveys.models import AnswerDraft
from tests.world import NOW, make_customer


@pytest.fixture
def invitation(world):
    return invite(
        make_customer(),
        world.experience,
        by=world.office,
        at=NOW,
        touchpoint=world.delivery,
        unit=world.leeds,
        employee=world.frontline.person,
    )


def test_the_invitation_waits_in_the_outbox_with_its_link_and_the_numbers(invitation):
    message = Message.objects.get()
    assert f"/a/{invitation.token}/" in message.body
    assert message.html.count("?score=") == 11


def test_a_customer_who_did_not_consent_gets_no_message(world):
    invite(make_customer(consents=False), world.experience, by=world.office, at=NOW)
    assert Message.objects.count() == 0


def test_an_answer_keeps_the_places_of_its_episode(invitation, world):
    page = Client().post(
        f"/a/{invitation.token}/", {"score": "3", "why": " Came late.\r\nTwice. ", "go": "send"}, follow=True
    )
    assert "Thank you" in page.content.decode()
    signal = Signal.objects.get()
    assert (signal.score, signal.comment, signal.kind_of_score) == (3, " Came late.\nTwice. ", "experience")
    assert (signal.unit, signal.touchpoint, signal.employee) == (
        world.leeds,
        world.delivery,
        world.frontline.person,
    )
    assert signal.customer == invitation.customer


def test_the_first_answer_stands(invitation):
    client = Client()
    for score in ("3", "9"):
        client.post(f"/a/{invitation.token}/", {"score": score, "go": "send"})
    assert Signal.objects.get().score == 3


def test_a_number_tapped_in_the_mail_is_chosen_on_the_page(invitation):
    page = Client().get(f"/a/{invitation.token}/?score=7").content.decode()
    assert 'value="7" required checked' in page


@pytest.mark.parametrize("score", ["", "11", "-1", "seven", "9.5"])
def test_a_score_off_the_scale_is_refused_with_what_to_do(invitation, score):
    page = Client().post(f"/a/{invitation.token}/", {"q": "score", "score": score})
    assert page.status_code == 422
    assert "Choose a number on the scale" in page.content.decode()
    assert (Signal.objects.count(), AnswerDraft.objects.count()) == (0, 0)


def test_an_unknown_link_is_not_found(world):
    assert Client().get("/a/no-such-token/").status_code == 404


def test_a_double_tap_on_the_open_link_is_one_answer(world):
    for _ in range(2):
        Client().post("/s/brand/", {"score": "10", "submission": "one-tap", "go": "send"})
    assert Signal.objects.get().kind_of_score == "relationship"


def test_a_tap_that_was_under_way_while_the_answer_was_sent_begins_no_second_one(invitation):
    late = AnswerDraft(token="late", version=invitation.version, door="open", started_at=NOW)
    take_left_alone(keep_answers(late, {"score": 9}, at=NOW), at=NOW)
    again = AnswerDraft(token="late", version=invitation.version, door="open", started_at=NOW)
    with pytest.raises(AlreadyAnswered):
        keep_answers(again, {"score": 3}, at=NOW)
    assert [signal.score for signal in Signal.objects.filter(key="late")] == [9]
    assert not AnswerDraft.objects.filter(token="late").exists()


@pytest.mark.django_db(transaction=True)
def test_the_last_answer_and_its_signal_are_one_commit(invitation):
    page = f"/a/{invitation.token}/"
    Client().post(page, {"score": "9"})
    with CaptureQueriesContext(connection) as asked:
        Client().post(page, {"q": "why", "why": "Quick", "go": "send"})
    assert Signal.objects.filter(comment="Quick").exists()
    assert sum(one["sql"] == "COMMIT" for one in asked) == 1


def test_the_answer_page_is_one_small_request_and_asks_nobody_else(invitation):
    page = Client().get(f"/a/{invitation.token}/")
    assert len(page.content) < 15_000
    loads = re.findall(rb'<(?:link|img|script)[^>]+(?:href|src)="([^"]+)"', page.content)
    assert [one for one in loads if not one.startswith(b"data:")] == []
    assert b"http://" not in page.content
    assert b"<script" not in page.content
    assert "unsafe" not in page["Content-Security-Policy"]


TONGUES = ["en", "de", "fr", "es", "it", "nl", "ar", "he", "pl", "tr"]


def in_all(words: str) -> dict[str, str]:
    return {language: f"{words} ({language})" for language in TONGUES}


def listed(name: str, count: int) -> list[dict]:
    return [{"value": f"{name[0]}{n}", "text": in_all(f"{name} number {n}")} for n in range(count)]


def test_a_large_table_and_thirty_choices_in_ten_languages_stay_small(world):
    questions = [
        {"key": "score", "kind": "recommendation", "text": in_all("How likely are you to recommend us?")},
        {"key": "parts", "kind": "matrix", "text": in_all("How was each?"), "rows": listed("A row with words", 10), "columns": listed("Column", 5)},
        {"key": "which", "kind": "multiple", "text": in_all("Which of these?"), "choices": listed("Choice", 30)},
    ]  # fmt: skip
    definition = {"schema": "groundswell.survey/1", "languages": TONGUES, "questions": questions}
    begin_survey("wide", "Wide", "experience", definition, by=world.office, at=NOW)
    client = Client()
    page = client.post("/s/wide/", {"q": "score", "score": "9", "submission": "x", "lang": "he"}, follow=True)
    sizes = [len(client.get(f"/s/wide/x/?q={key}&lang={lang}").content) for key in ("parts", "which") for lang in ("en", "ar", "he")]  # fmt: skip
    assert "A row with words number 9 (he)" in page.content.decode()
    assert max(sizes) < 13_000
