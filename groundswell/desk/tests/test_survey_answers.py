"""What they answered: every kind of question has its figure with margin, and each figure opens its voices."""

from types import SimpleNamespace

import pytest
from django.test import Client

from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.actions import begin_survey, publish_version
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, make_signal

CHOICES = [{"value": "shop", "text": {"en": "In the shop"}}, {"value": "web", "text": {"en": "On the web"}}]
QUESTIONS = [
    {"key": "happy", "kind": "satisfaction", "text": {"en": "How satisfied are you?"}, "required": True},
    {"key": "why", "kind": "text", "text": {"en": "You said {happy}. Why?"}},
    {"key": "ease", "kind": "effort", "text": {"en": "They made it easy"}},
    {"key": "stars", "kind": "rating", "text": {"en": "The coat?"}, "least": 1, "most": 3},
    {"key": "ways", "kind": "multiple", "text": {"en": "Where?"}, "choices": CHOICES},
    {
        "key": "parts",
        "kind": "matrix",
        "text": {"en": "How was each?"},
        "rows": [{"value": "price", "text": {"en": "The price"}}],
        "columns": [{"value": "good", "text": {"en": "Good"}}, {"value": "bad", "text": {"en": "Bad"}}],
    },
]
DEFINITION = {"schema": "groundswell.survey/1", "languages": ["en"], "questions": QUESTIONS}


def send(code: str, answers: dict[str, object], unit: str = "") -> None:
    page = Client().post(f"/s/{code}/?unit={unit}", answers | {"go": "send"})
    assert page.status_code == 302


@pytest.fixture
def coat(world):
    """Eight of ten are satisfied; six told where, one of them twice."""
    version = begin_survey("coat", "The coat", "experience", DEFINITION, by=world.office, at=NOW)
    for number in range(10):
        given: dict[str, object] = {
            "happy": "5" if number < 8 else "2",
            "ease": "6",
            "stars": str(1 + number % 3),
        }
        if number < 6:
            given |= {"ways": ["shop", "web"] if not number else ["shop"], "parts": "", "parts.price": "good"}
        if number == 9:
            given |= {"why": "Write to sam@people.example about the zip"}
        send("coat", given)
    read_new_signals(at=NOW)
    return SimpleNamespace(version=version, address="/listen/surveys/coat/answers/")


def page_of(client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, page.content
    return " ".join(page.content.decode().split())


def test_the_first_sentence_is_the_figure_of_the_core_question(coat, world, signed_in):
    page = page_of(signed_in(world.office), coat.address)
    assert "The coat: 80 of 100 are satisfied" in page
    assert "10 answers, since it began. 95% margin 49 to 94." in page


def test_each_kind_of_question_has_its_figure(coat, world, signed_in):
    page = page_of(signed_in(world.office), coat.address)
    assert "<b>100% found it easy</b>" in page
    assert "<b>Mean 1.9</b> of 1 to 3, between 1.3 and 2.5" in page
    assert "In the shop: 6, 100%, between 61 and 100%" in page
    assert "On the web: 1, 17%" in page
    assert "?part=price&amp;value=good" in page


def test_a_figure_opens_the_voices_behind_it(coat, world, signed_in):
    client = signed_in(world.office)
    for where, count in (
        ("happy/?value=2", 2),
        ("happy/", 10),
        ("ways/?value=web", 1),
        ("parts/?part=price&value=good", 6),
        ("parts/?part=price&value=bad", 0),
        ("why/", 1),
    ):
        assert f"{count} voice" in page_of(client, coat.address + where), where


def test_words_stand_on_the_page_of_voices_without_personal_data(coat, world, signed_in):
    page = page_of(signed_in(world.office), f"{coat.address}why/")
    assert "about the zip" in page
    assert "sam@people.example" not in page


def test_under_five_answers_no_figure_is_told(coat, world, signed_in):
    page = page_of(signed_in(world.office), coat.address)
    assert "Too few answers to tell: 1 of at least 5" in page


def test_a_lead_counts_only_what_is_in_sight(coat, world, signed_in):
    assert "No answers yet" in page_of(signed_in(world.lead), coat.address)
    assert signed_in(world.frontline).get(coat.address).status_code == 403


def test_the_period_and_the_wording_choose_what_is_counted(coat, world, signed_in, time_machine):
    client = signed_in(world.office)
    changed = DEFINITION | {"questions": [QUESTIONS[0] | {"text": {"en": "Are you happy?"}}, *QUESTIONS[1:]]}
    publish_version(coat.version.survey, changed, by=world.office, at=NOW, begins_edition=True)
    assert "no answers yet" in page_of(client, coat.address)
    assert "80 of 100" in page_of(client, f"{coat.address}?edition=1")
    assert client.get(f"{coat.address}?edition=7").status_code == 400
    assert client.get(f"{coat.address}?period=yesterday").status_code == 400


def test_recommendations_and_their_whys_are_counted_from_the_voices(world, signed_in):
    for score in (9, 10, 9, 3, 8):
        send("brand", {"score": str(score), "why": "Because"})
    page = page_of(signed_in(world.office), "/listen/surveys/brand/answers/")
    assert "Brand: +40 points" in page
    assert "5 wrote: read them" in page
    assert "1 voice: 3" in page_of(signed_in(world.office), "/listen/surveys/brand/answers/score/?value=3")
    make_signal(1, kind_of_score="relationship")
    assert "Brand: +40 points" in page_of(signed_in(world.office), "/listen/surveys/brand/answers/")


def test_answers_of_colleagues_stand_on_a_page_of_their_own(world, signed_in):
    asked = [{"key": "work", "kind": "employee", "text": {"en": "A good place to work?"}, "required": True}]
    begin_survey("pulse", "Pulse", "experience", DEFINITION | {"questions": asked}, by=world.office, at=NOW)
    for _ in range(12):
        send("pulse", {"work": "9"})
    client = signed_in(world.office)
    assert client.get("/listen/surveys/pulse/answers/")["Location"] == "/understand/employees/pulse/"
    assert client.get("/listen/surveys/pulse/answers/work/").status_code == 404
    assert Signal.objects.filter(score__isnull=False).count() == 0


def test_the_page_asks_the_same_questions_of_the_database_however_many_answered(
    coat, world, signed_in, django_assert_max_num_queries
):
    client = signed_in(world.office)
    for _ in range(3):
        send("coat", {"happy": "3"})
    with django_assert_max_num_queries(25):
        page_of(client, coat.address)
