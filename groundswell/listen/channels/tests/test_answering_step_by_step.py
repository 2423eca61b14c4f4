"""No tap is lost, no case opens before the why, and whatever is sent twice is one response."""

from datetime import timedelta
from types import SimpleNamespace
from zlib import compress

import pytest
import time_machine
from django.test import Client

from groundswell.act.cases.jobs import open_cases
from groundswell.act.cases.models import Case
from groundswell.act.cases.opening import begin_inner_loop
from groundswell.listen.channels.inviting import invite
from groundswell.listen.channels.jobs import LEFT_ALONE_AFTER, take_answers
from groundswell.listen.channels.models import Message
from groundswell.listen.signals.models import Answer, Signal
from groundswell.listen.surveys.actions import begin_survey, close_survey, keep_revision
from groundswell.listen.surveys.models import AnswerDraft
from groundswell.listen.surveys.patterns import PATTERN
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, make_customer

WIDE = {
    "schema": "groundswell.survey/1",
    "languages": ["en", "de", "ar"],
    "consent": {"en": "We keep your answer for two years."},
    "questions": [
        {
            "key": "score",
            "kind": "recommendation",
            "required": True,
            "text": {"en": "Recommend {touchpoint}?", "de": "Empfehlen Sie uns?", "ar": "هل توصي بنا؟"},
            "low": {"en": "No", "ar": "لا"},
            "high": {"en": "Yes", "ar": "نعم"},
        },
        {"key": "why", "kind": "text", "text": {"en": "You said {score}. Why?"}},
        {
            "key": "ways",
            "kind": "multiple",
            "text": {"en": "Where?"},
            "visibleIf": "{score} <= 6",
            "choices": [
                {"value": "shop", "text": {"en": "Shop"}},
                {"value": "web", "text": {"en": "<b>Web</b>"}},
            ],
        },
        {
            "key": "parts",
            "kind": "matrix",
            "text": {"en": "How was each?"},
            "rows": [{"value": "price", "text": {"en": "Price"}}, {"value": "help", "text": {"en": "Help"}}],
            "columns": [{"value": "good", "text": {"en": "Good"}}, {"value": "bad", "text": {"en": "Bad"}}],
        },
        {"key": "ease", "kind": "effort", "text": {"en": "Was it easy?"}, "required": True},
    ],
}


@pytest.fixture
def wide(world):
    """A survey with every kind of turn, and one customer invited to it."""
    version = begin_survey(
        "wide", "Wide", "experience", WIDE, by=world.office, at=NOW, touchpoint=world.delivery
    )
    invitation = invite(
        make_customer(), version, by=world.office, at=NOW, touchpoint=world.delivery, unit=world.leeds
    )
    return SimpleNamespace(version=version, link=f"/a/{invitation.token}/", invitation=invitation)


def words_on(page) -> str:
    return page.content.decode()


def test_opening_a_link_stores_nothing_even_with_a_number_in_it(wide):
    for link in (wide.link, f"{wide.link}?score=9", "/s/wide/", "/s/wide/?via=qr", "/s/wide/kiosk/"):
        assert Client().get(link).status_code == 200
    assert (AnswerDraft.objects.count(), Signal.objects.count()) == (0, 0)


def test_the_first_tap_is_durable_and_opens_no_case_before_the_why(wide, world):
    begin_inner_loop(by=world.office, at=NOW)
    Client().post(wide.link, {"q": "score", "score": "2"})
    open_cases(NOW)
    assert AnswerDraft.objects.get().answers == {"score": 2}
    assert (Signal.objects.count(), Case.objects.count()) == (0, 0)


def test_a_tap_that_was_left_alone_becomes_a_voice_after_a_quarter_of_an_hour(wide):
    with time_machine.travel(NOW, tick=False):
        Client().post(wide.link, {"q": "score", "score": "2"})
    assert take_answers(NOW + LEFT_ALONE_AFTER - timedelta(seconds=1)) == ""
    assert take_answers(NOW + LEFT_ALONE_AFTER) == "1 taken"
    assert take_answers(NOW + LEFT_ALONE_AFTER) == ""
    signal = Signal.objects.get()
    assert (signal.score, signal.submitted_at, signal.unit) == (2, NOW, wide.invitation.unit)
    assert AnswerDraft.objects.count() == 0


def test_every_screen_is_answered_and_kept_with_the_voice(wide):
    client = Client()
    page = client.post(wide.link, {"q": "score", "score": "4"}, follow=True)
    assert "You said 4. Why?" in words_on(page)
    page = client.post(wide.link, {"q": "why", "why": "Late."}, follow=True)
    assert "&lt;b&gt;Web&lt;/b&gt;" in words_on(page)
    page = client.post(wide.link, {"q": "ways", "ways": ["web", "shop"]}, follow=True)
    assert "Price" in words_on(page)
    page = client.post(wide.link, {"q": "parts", "parts.price": "bad"}, follow=True)
    assert 'value="7"' in words_on(page)
    page = client.post(wide.link, {"q": "ease", "ease": "6", "go": "send"}, follow=True)
    assert "Thank you" in words_on(page)
    signal = Signal.objects.get()
    assert (signal.score, signal.comment, signal.version) == (4, "Late.", wide.version)
    kept = {(one.key, one.part, one.choice, one.number) for one in Answer.objects.all()}
    assert kept == {
        ("ways", "", "shop", None),
        ("ways", "", "web", None),
        ("parts", "price", "bad", None),
        ("ease", "", "", 6),
    }


def test_a_branch_that_was_left_again_leaves_no_answer(wide):
    client = Client()
    client.post(wide.link, {"score": "4", "why": "x", "ways": ["web"], "q": "ways"})
    client.post(wide.link, {"q": "score", "score": "9"})
    client.post(wide.link, {"q": "ease", "ease": "6", "go": "send"})
    assert Signal.objects.get().score == 9
    assert not Answer.objects.filter(key="ways").exists()


def test_going_back_shows_what_was_said_and_the_link_goes_on_where_one_stopped(wide):
    client = Client()
    client.post(wide.link, {"q": "score", "score": "9"})
    client.post(wide.link, {"q": "why", "why": "Kind <people>"})
    assert "Kind &lt;people&gt;" in words_on(client.get(f"{wide.link}?q=why"))
    assert "How was each?" in words_on(Client().get(wide.link))


def test_nothing_is_sent_without_an_answer_that_is_needed(wide):
    client = Client()
    client.post(wide.link, {"q": "score", "score": "9"})
    page = client.post(wide.link, {"q": "why", "why": "", "go": "send"}, follow=True)
    assert "Was it easy?" in words_on(page)
    assert Signal.objects.count() == 0


def test_two_tabs_back_and_a_retry_are_one_response(wide):
    one, two = Client(), Client()
    one.post(wide.link, {"q": "score", "score": "3"})
    two.post(wide.link, {"q": "score", "score": "4"})
    for tab in (one, two, one):
        page = tab.post(wide.link, {"q": "ease", "ease": "2", "go": "send"}, follow=True)
        assert "Thank you" in words_on(page)
    one.post(wide.link, {"q": "score", "score": "10", "go": "send"})
    take_answers(NOW + timedelta(days=9000))
    assert Signal.objects.get().score == 4


def test_a_double_tap_on_an_open_page_is_one_draft_and_another_page_is_another(wide):
    for submission in ("page-a", "page-a", "page-b"):
        Client().post("/s/wide/", {"q": "score", "score": "3", "submission": submission, "via": "qr"})
    assert AnswerDraft.objects.count() == 2
    assert set(AnswerDraft.objects.values_list("door", flat=True)) == {"qr"}
    assert 'name="via" value="qr"' in words_on(Client().get("/s/wide/?via=qr"))


def test_a_page_cannot_take_over_the_answers_of_a_personal_link(wide):
    Client().post(wide.link, {"q": "score", "score": "3"})
    Client().post("/s/wide/", {"q": "score", "score": "9", "submission": wide.invitation.token})
    assert AnswerDraft.objects.get(invitation=wide.invitation).answers == {"score": 3}
    assert Client().get(f"/s/wide/{wide.invitation.token}/").status_code == 404


@pytest.mark.parametrize(
    ("header", "wanted", "direction"),
    [("ar-EG,en;q=0.5", "ar", "rtl"), ("de", "de", "ltr"), ("fi", "en", "ltr")],
)
def test_the_browser_chooses_the_language_and_its_direction(wide, header, wanted, direction):
    page = words_on(Client().get(wide.link, headers={"accept-language": header}))
    assert f'<html lang="{wanted}" dir="{direction}">' in page


def test_the_address_may_choose_the_language_and_it_stays(wide):
    page = Client().post(f"{wide.link}?lang=ar", {"q": "score", "score": "3", "lang": "ar"}, follow=True)
    assert 'dir="rtl"' in words_on(page)
    assert 'dir="rtl"' in words_on(Client().get(wide.link))


def test_a_kiosk_goes_back_to_the_start_and_is_never_kept(wide):
    client = Client()
    page = client.get("/s/wide/kiosk/")
    assert "no-store" in page["Cache-Control"]
    page = client.post("/s/wide/kiosk/", {"q": "score", "score": "9", "submission": "k1"}, follow=True)
    here = page.redirect_chain[0][0].split("?")[0]
    page = client.post(here, {"q": "ease", "ease": "5", "go": "send"}, follow=True)
    assert 'http-equiv="refresh" content="8; url=/s/wide/kiosk/"' in words_on(page)
    assert Signal.objects.get().channel == Signal.Channel.SHOP


def test_a_colleague_enters_what_a_customer_says_on_the_telephone(wide, world, signed_in):
    client = signed_in(world.lead)
    told = {"email": "Ann@People.example", "unit": world.leeds.pk, "served": "on"}
    page = client.post("/listen/surveys/wide/phone/", told, follow=True)
    here = page.redirect_chain[-1][0]
    Client().post(here, {"score": "7", "ease": "5", "q": "ease", "go": "send"})
    signal = Signal.objects.get()
    assert (signal.channel, signal.unit, signal.employee) == ("phone", world.leeds, world.lead.person)
    assert signal.customer.email == "ann@people.example"


def test_a_test_never_becomes_a_voice_and_tries_the_next_version(wide, world, signed_in):
    words = WIDE["questions"][0] | {"text": {"en": "A new wording?"}}
    keep_revision(wide.version.survey, WIDE | {"questions": [words, *WIDE["questions"][1:]]}, at=NOW)
    page = signed_in(world.office).post("/listen/surveys/wide/test/", follow=True)
    assert "A new wording?" in words_on(page)
    here = page.redirect_chain[-1][0]
    page = Client().post(here, {"score": "1", "ease": "5", "q": "ease", "go": "send"}, follow=True)
    assert "This was a test" in words_on(page)
    take_answers(NOW + timedelta(days=9000))
    assert Signal.objects.count() == 0
    assert AnswerDraft.objects.get().finished_at


def test_satisfaction_is_an_answer_and_never_a_score_of_recommendation(world):
    questions = [{"key": "ok", "kind": "satisfaction", "text": {"en": "Satisfied?"}}]
    definition = {"schema": "groundswell.survey/1", "languages": ["en"], "questions": questions}
    begin_survey("csat", "Csat", "experience", definition, by=world.office, at=NOW)
    page = Client().post("/s/csat/", {"q": "ok", "ok": "5", "submission": "one"}, follow=True)
    assert "Thank you" in words_on(page)
    signal = Signal.objects.get()
    assert (signal.score, signal.kind_of_score) == (None, "")
    assert Answer.objects.get().number == 5


def test_what_employees_say_enters_no_score_and_no_theme_of_customers(world):
    pattern = PATTERN["employee"]
    begin_survey("work", "Work", pattern.kind_of_score, pattern.definition, by=world.office, at=NOW)
    told = {"work": "2", "why": "Long shifts.", "q": "why", "go": "send", "submission": "one"}
    Client().post("/s/work/", told)
    signal = Signal.objects.get()
    assert (signal.score, signal.comment) == (None, "")
    assert set(Answer.objects.values_list("key", "words")) == {("work", ""), ("why", "Long shifts.")}
    assert not read_new_signals(at=NOW)


def test_the_message_names_the_place_and_has_no_gap(wide):
    assert "Recommend Delivery?" in Message.objects.get().body


def test_the_script_for_other_sites_is_small_and_sets_no_cookie(db):
    script = Client().get("/ask.js")
    assert len(script.content) < 6_500
    assert len(compress(script.content)) < 2_700
    assert b"cookie" not in script.content.split(b"*/")[1]
    assert b"innerHTML" not in script.content
    assert not script.cookies


def test_any_site_may_read_the_question_in_its_language_and_nothing_else(wide):
    told = Client().get("/s/wide/question.json?lang=ar")
    assert told["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in told
    content = told.json()
    assert (content["text"], content["lang"], content["dir"]) == ("هل توصي بنا؟", "ar", "rtl")
    assert content["numbers"] == list(range(11))
    german = Client().get("/s/wide/question.json?lang=fi", headers={"accept-language": "de"}).json()
    assert german["lang"] == "de"
    close_survey(wide.version.survey, by="office", at=NOW)
    assert Client().get("/s/wide/question.json").status_code == 410


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{unit}{{ 7|add:7 }}{% now %}"


def test_hostile_words_are_only_words_everywhere(world, signed_in):
    questions = [
        {"key": "score", "kind": "recommendation", "text": {"en": HOSTILE}, "low": {"en": HOSTILE}, "high": {"en": HOSTILE}},
        {"key": "why", "kind": "text", "text": {"en": HOSTILE}},
        {"key": "again", "kind": "text", "text": {"en": "{why}" + HOSTILE}},
    ]  # fmt: skip
    definition = {"schema": "groundswell.survey/1", "languages": ["en"], "questions": questions, "consent": {"en": HOSTILE}, "thanks": {"en": HOSTILE}}  # fmt: skip
    begin_survey("bad", "Bad", "experience", definition, by=world.office, at=NOW)
    client, office = Client(), signed_in(world.office)
    pages = [client.get("/s/bad/")]
    pages.append(client.post("/s/bad/", {"score": "3", "q": "score", "submission": "x"}, follow=True))
    here = pages[1].redirect_chain[0][0].split("?")[0]
    pages.append(client.post(here, {"q": "why", "why": HOSTILE}, follow=True))
    pages.append(client.post(here, {"q": "again", "again": HOSTILE, "go": "send"}, follow=True))
    for path in ("", "edit/", "preview/", "versions/1/"):
        pages.append(office.get(f"/listen/surveys/bad/{path}"))
    pages.append(office.get(f"/voices/{Signal.objects.get().pk}/"))
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in words_on(page)
        assert "<img src=x" not in words_on(page)
