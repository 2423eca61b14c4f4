"""Colleagues see the real screens while they word a survey, and nothing of it is stored."""

import pytest

from groundswell.listen.surveys.actions import keep_revision
from groundswell.listen.surveys.models import AnswerDraft, Revision
from groundswell.listen.surveys.tests.browser import fields_on
from tests.world import NOW

WIDE = {
    "schema": "groundswell.survey/1",
    "languages": ["en", "ar"],
    "thanks": {"en": "See you.", "ar": "إلى اللقاء"},
    "questions": [
        {"key": "score", "kind": "recommendation", "text": {"en": "Would you recommend {organisation}?", "ar": "هل توصي؟"}},
        {"key": "parts", "kind": "matrix", "text": {"en": "How was {touchpoint} in {unit}?"}, "rows": [{"value": "price", "text": {"en": "Price"}}], "columns": [{"value": "good", "text": {"en": "Good"}}, {"value": "bad", "text": {"en": "Bad"}}]},
        {"key": "why", "kind": "text", "text": {"en": "You said {score} and {parts.price}. Why?"}, "visibleIf": "{score} <= 6"},
        {"key": "empty", "kind": "single", "text": {}},
    ],
}  # fmt: skip
SCREEN = "/listen/surveys/delivery/screen/"


@pytest.fixture
def office(world, signed_in):
    keep_revision(world.experience.survey, WIDE, at=NOW)
    return signed_in(world.office)


def shown(client, **wanted):
    return client.get(SCREEN, wanted).content.decode()


def test_each_question_shows_as_customers_see_it_with_sample_answers(office):
    assert "Would you recommend Linden &amp; Lark?" in shown(office, show="score")
    assert '<button name="score" value="10">10</button>' in shown(office, show="score")
    matrix = shown(office, show="parts")
    assert "How was Delivery in Leeds?" in matrix
    assert 'name="parts.price" value="good"' in matrix
    assert "You said 8 and Good. Why?" in shown(office, show="why")


def test_a_language_that_runs_from_right_to_left_does_so_here(office):
    assert '<html lang="ar" dir="rtl">' in shown(office, show="score", lang="ar")
    assert "إلى اللقاء" in shown(office, show="thanks", lang="ar")


def test_a_question_that_is_not_complete_says_so_and_leaves_the_others_alone(office):
    assert "shows when its question is complete" in shown(office, show="empty")


def test_an_earlier_version_shows_its_own_screens(office):
    assert "How likely are you to recommend us to a friend?" in shown(office, show="score", version="1")


def test_what_the_form_holds_is_shown_before_it_is_kept_and_nothing_is_stored(office):
    fields = fields_on(office.get("/listen/surveys/delivery/edit/").content.decode())
    page = office.post(SCREEN, fields | {"show": "why", "q2-text-en": "Why only {score}?"})
    assert "Why only 8?" in page.content.decode()
    assert Revision.objects.get().definition == WIDE
    assert not AnswerDraft.objects.exists()


def test_the_screen_may_stand_in_our_own_pages_and_sends_nothing(office, client):
    page = office.get(SCREEN, {"show": "score"})
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert "form-action 'none'" in page["Content-Security-Policy"]
    assert "frame-src 'self'" in office.get("/listen/surveys/delivery/edit/")["Content-Security-Policy"]
    assert client.get("/s/delivery/")["X-Frame-Options"] == "DENY"


def test_the_preview_shows_every_screen_in_one_language_at_a_time(world, signed_in):
    keep_revision(world.experience.survey, WIDE | {"questions": WIDE["questions"][:3]}, at=NOW)
    page = signed_in(world.lead).get("/listen/surveys/delivery/preview/?lang=ar").content.decode()
    for key in ("score", "parts", "why", "thanks"):
        assert f"{SCREEN}?show={key}&amp;lang=ar" in page
    assert "Asked if question 1 is at most 6" in page
    assert "What changed since version 1" in page
