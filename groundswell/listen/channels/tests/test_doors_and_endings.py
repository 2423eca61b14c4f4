"""Where answers come in and where they end: places at doors, taps in messages, closed surveys, calls."""

import pytest
from django.test import Client
from django.urls import reverse

from groundswell.listen.channels.inviting import invite
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.actions import begin_survey, close_survey
from groundswell.listen.surveys.models import AnswerDraft
from groundswell.look.public_scripts import PUBLIC_SCRIPTS
from tests.world import NOW, make_customer


@pytest.fixture
def invitation(world):
    return invite(make_customer(), world.experience, by=world.office, at=NOW, unit=world.leeds)


@pytest.fixture
def link(invitation):
    return f"/a/{invitation.token}/"


def words_on(page) -> str:
    return " ".join(page.content.decode().split())


# Places


@pytest.mark.parametrize(
    "door", ["/s/brand/?unit=leeds", "/s/brand/?via=qr&unit=LEEDS", "/s/brand/kiosk/?unit=leeds"]
)
def test_a_door_that_stands_somewhere_gives_its_place_to_the_voice(world, door):
    client = Client()
    page = client.get(door)
    assert 'name="unit" value="leeds"' in words_on(page)
    page = client.post(door.split("?")[0], {"score": "9", "unit": "leeds", "submission": "x", "q": "score"})
    client.post(page["Location"], {"q": "why", "why": "Warm", "go": "send"})
    assert (Signal.objects.get().unit, Signal.objects.get().score) == (world.leeds, 9)


def test_a_place_that_nobody_knows_loses_no_answer(world):
    Client().post("/s/brand/?unit=atlantis", {"score": "9", "go": "send"})
    assert Signal.objects.get().unit is None


def test_a_personal_link_keeps_the_place_of_its_episode(link, world):
    Client().post(f"{link}?unit=york", {"score": "9", "unit": "york", "go": "send"})
    assert Signal.objects.get().unit == world.leeds


def test_a_kiosk_goes_back_to_its_own_place(world):
    client = Client()
    page = client.post("/s/brand/kiosk/", {"score": "9", "unit": "leeds", "go": "send"}, follow=True)
    assert "8; url=/s/brand/kiosk/?unit=leeds" in words_on(page)
    assert "Start again" in words_on(page)


def test_the_survey_page_prints_the_code_of_a_place(world, signed_in):
    client = signed_in(world.lead)
    page = words_on(client.get("/listen/surveys/brand/?unit=leeds"))
    assert "/s/brand/kiosk/?unit=leeds" in page
    assert "/listen/surveys/brand/qr.svg?unit=leeds" in page
    poster = client.get("/listen/surveys/brand/poster/?unit=leeds")
    assert "How likely are you" in words_on(poster)
    assert "Leeds" in words_on(poster)
    assert client.get("/listen/surveys/brand/poster/?unit=york").status_code == 404
    qr = "/listen/surveys/brand/qr.svg"
    assert client.get(qr).content != client.get(f"{qr}?unit=leeds").content


# The number row of a message


def test_a_tapped_number_is_sent_by_a_script_and_confirmed_without_one(link):
    page = words_on(Client().get(f"{link}?score=8"))
    assert 'value="8" required checked' in page
    assert "data-tapped" in page
    assert PUBLIC_SCRIPTS["tap"] in Client().get(f"{link}?score=8").content.decode()
    assert "Confirm" in page
    assert AnswerDraft.objects.count() == 0


def test_another_tapped_number_offers_the_change_and_changes_nothing(link):
    client = Client()
    client.post(link, {"q": "score", "score": "8"})
    page = words_on(client.get(f"{link}?score=2"))
    assert "Change 8 to 2" in page
    assert "Keep 8" in page
    assert "<script" not in page
    assert AnswerDraft.objects.get().answers == {"score": 8}
    client.post(link, {"q": "score", "score": "2"})
    assert AnswerDraft.objects.get().answers == {"score": 2}


def test_the_same_number_tapped_again_goes_on_where_one_stopped(link):
    Client().post(link, {"q": "score", "score": "8"})
    page = words_on(Client().get(f"{link}?score=8"))
    assert "Why?" in page
    assert "data-tapped" not in page


def test_words_of_a_survey_fill_in_numbers_and_nothing_else(world):
    words = {"change": {"en": "{0.__class__} {1}"}}
    definition = {
        "schema": "groundswell.survey/1",
        "languages": ["en"],
        "words": words,
        "questions": [{"key": "score", "kind": "recommendation", "text": {"en": "Recommend?"}}, {"key": "why", "kind": "text", "text": {"en": "Why?"}}],
    }  # fmt: skip
    version = begin_survey("odd", "Odd", "experience", definition, by=world.office, at=NOW)
    link = f"/a/{invite(make_customer(), version, by=world.office, at=NOW).token}/"
    Client().post(link, {"q": "score", "score": "8"})
    assert "{0.__class__} 2" in words_on(Client().get(f"{link}?score=2"))


# Ends


def test_a_closed_survey_says_so_and_keeps_the_door_for_complaints(world):
    close_survey(world.relationship.survey, by=world.office, at=NOW)
    for path in ("/s/brand/", "/s/brand/kiosk/", "/s/brand/?via=qr"):
        page = Client().get(path)
        assert page.status_code == 410
        assert "This survey is closed. Thank you." in words_on(page)
        assert 'href="/complain/"' in words_on(page)
    assert Client().post("/s/brand/", {"score": "3"}).status_code == 410
    german = Client().get("/s/brand/", headers={"accept-language": "de"})
    assert german.status_code == 410


def test_answers_under_way_may_be_finished_after_the_survey_closed(world):
    page = Client().post("/s/brand/", {"score": "3", "q": "score"})
    close_survey(world.relationship.survey, by=world.office, at=NOW)
    Client().post(page["Location"], {"q": "why", "why": "Late", "go": "send"})
    assert Signal.objects.get().comment == "Late"


def test_a_personal_link_to_a_closed_survey_says_so(link, world):
    close_survey(world.experience.survey, by=world.office, at=NOW)
    page = Client().get(link)
    assert page.status_code == 410
    assert "This survey is closed" in words_on(page)


def test_a_used_link_says_that_it_was_used(link, invitation):
    page = Client().post(link, {"score": "9", "go": "send"}, follow=True)
    assert (page.status_code, "Your answer is with" in words_on(page)) == (200, True)
    page = Client().get(link)
    assert page.status_code == 410
    assert "You have answered already. Thank you." in words_on(page)
    assert f"/complain/?from={invitation.token}" in words_on(page)


def test_there_is_one_complaint_link_a_page_and_a_personal_one_says_who_comes(link, invitation):
    for path, wanted in ((link, f"/complain/?from={invitation.token}"), ("/s/brand/", "/complain/")):
        page = words_on(Client().get(path))
        assert page.count('href="/complain/') == 1
        assert f'href="{wanted}"' in page


@pytest.mark.parametrize("path", ["/s/brand/", "/s/brand/kiosk/", "/s/brand/x/", "/a/x/"])
def test_other_methods_are_refused(world, path):
    for method in ("put", "delete", "patch"):
        assert getattr(Client(), method)(path).status_code == 405


# Calls


def test_after_a_call_the_colleague_goes_on_with_the_next_caller(world, signed_in):
    client = signed_in(world.office)
    page = client.post("/listen/surveys/brand/phone/", {"email": "", "unit": ""}, follow=True)
    here = page.redirect_chain[-1][0]
    page = client.post(here, {"score": "7", "go": "send"}, follow=True)
    assert f'href="{reverse("asking:phone", args=["brand"])}"' in words_on(page)
    assert "Next caller" in words_on(page)
    assert "Back to the survey" in words_on(page)
    assert "Next caller" not in words_on(Client().get(here))


def test_the_frontline_is_led_only_where_it_may_go(world, signed_in):
    client = signed_in(world.frontline)
    page = client.post("/listen/surveys/brand/phone/", {"email": "", "unit": ""}, follow=True)
    page = client.post(page.redirect_chain[-1][0], {"score": "7", "go": "send"}, follow=True)
    assert "Next caller" in words_on(page)
    assert "Back to the survey" not in words_on(page)


# Languages


def test_words_that_are_not_translated_say_which_language_they_are(world):
    definition = {
        "schema": "groundswell.survey/1",
        "languages": ["en", "ar"],
        "consent": {"en": "We keep it."},
        "questions": [
            {"key": "score", "kind": "recommendation", "text": {"en": "Recommend <us>?"}, "low": {"en": "No", "ar": "لا"}}
        ],
    }  # fmt: skip
    begin_survey("arabic", "Arabic", "experience", definition, by=world.office, at=NOW)
    page = words_on(Client().get("/s/arabic/?lang=ar"))
    assert '<h1><bdi lang="en" dir="auto">Recommend &lt;us&gt;?</bdi></h1>' in page
    assert "<title>Recommend &lt;us&gt;?" in page
    assert '<bdi lang="en" dir="auto">We keep it.</bdi>' in page
    assert 'dir="auto">لا' not in page
    assert 'dir="auto"' not in words_on(Client().get("/s/arabic/?lang=en"))
