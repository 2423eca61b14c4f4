"""A survey inside another app: its questions by version, its answers by the rules of the answer page."""

import asyncio
from pathlib import Path

import pytest

from groundswell.listen.channels.api.survey_rules import Surveys
from groundswell.listen.channels.api.wordings import wording
from groundswell.listen.signals.draining import drain_letterbox
from groundswell.listen.signals.letters import letterbox_path
from groundswell.listen.signals.models import Answer, Signal
from groundswell.listen.signals.said import further_answers
from groundswell.listen.surveys.actions import begin_survey, close_survey, publish_version
from groundswell.listen.surveys.models import Survey
from tests.world import NOW

from .door import Knock, knock

PLACE = [{"value": "shop", "text": {"en": "Shop"}}, {"value": "web", "text": {"en": "Web"}}]
QUESTIONS = [
    {"key": "score", "kind": "recommendation", "text": {"en": "Recommend us?"}, "required": True},
    {"key": "why", "kind": "text", "text": {"en": "Why?"}},
    {
        "key": "ways", "kind": "multiple", "text": {"en": "Where?"}, "choices": PLACE,
        "visibleIf": "{score} <= 6", "required": True,
    },
    {
        "key": "parts", "kind": "matrix", "text": {"en": "Parts?"},
        "rows": [{"value": "price", "text": {"en": "Price"}}], "columns": PLACE,
    },
]  # fmt: skip
DEFINITION = {"schema": "groundswell.survey/1", "languages": ["en"], "questions": QUESTIONS}
SENT = {"external_id": "A-1", "submitted_at": "2026-03-11T10:00:00Z", "survey": "coat"}


@pytest.fixture
def coat(world):
    return begin_survey(
        "coat", "The coat", "relationship", DEFINITION, by=world.office, at=NOW, touchpoint=world.delivery
    )


@pytest.fixture
def asked():
    """Reads the real surveys; the door runs beside the test's own transaction."""
    found: dict[tuple[str, int | None], object] = {}

    def look_up() -> None:
        for survey in Survey.objects.all():
            for number in (None, 1, 2):
                found[survey.code, number] = wording(survey.code, number)

    async def load(code: str, number: int | None) -> object:
        return found.get((code, number))

    look_up()
    load.look_up = look_up  # type: ignore[attr-defined]
    return load


@pytest.fixture
def send(coat, asked):
    """Send answers and get what the door says."""

    def send(answers: object, **more: object):
        asked.look_up()
        body = SENT | {"answers": answers} | more
        return knock(letterbox_path(), Knock(body), asked=asked)[0]

    return send


def get(path: str, asked: object, query: str = "", **who: str | None):
    one = Knock(None, method="GET", path=path, query=query, **who)
    return knock(letterbox_path(), one, asked=asked)[0]


def test_an_app_asks_what_the_newest_version_asks(coat, asked, world):
    told = get("/api/v1/surveys/coat", asked)
    assert told.status == 200
    assert (told.body["survey"], told.body["version"], told.body["languages"]) == ("coat", 1, ["en"])
    assert told.body["definition"] == coat.definition
    publish_version(
        coat.survey,
        DEFINITION | {"questions": QUESTIONS[:2]},
        by=world.office,
        at=NOW,
    )
    asked.look_up()
    assert get("/api/v1/surveys/coat", asked).body["version"] == 2
    assert get("/api/v1/surveys/coat", asked, "version=1").body["definition"] == coat.definition


def test_only_a_token_opens_the_questions(coat, asked):
    assert get("/api/v1/surveys/coat", asked, token=None).status == 401
    assert get("/api/v1/surveys/none", asked).problem == "unknown_survey"
    assert get("/api/v1/surveys/coat", asked, "page=2").problem == "unknown_parameter"


def test_a_closed_survey_tells_so(coat, asked, world, send):
    close_survey(coat.survey, by=world.office, at=NOW)
    asked.look_up()
    assert get("/api/v1/surveys/coat", asked).status == 410
    assert send({"score": 3}, submitted_at="2026-03-12T10:00:00Z").problem in {"closed", "date_out_of_range"}
    assert send({"score": 9}, submitted_at="2026-03-11T09:00:00Z").status == 201


def test_answers_become_a_voice_with_its_version_and_its_further_answers(send, coat, world):
    given = send(
        {"score": 3, "why": "Late", "ways": ["web", "shop"], "parts": {"price": "web"}},
        unit="leeds", email="carla@people.example",
    )  # fmt: skip
    assert given.status == 201
    assert drain_letterbox(at=NOW) == 1
    voice = Signal.objects.get()
    assert (voice.score, voice.kind_of_score, voice.comment) == (3, "relationship", "Late")
    assert (voice.version, voice.touchpoint, voice.unit) == (coat, world.delivery, world.leeds)
    told = [(one.key, one.part, one.choice) for one in Answer.objects.order_by("id")]
    assert told == [("ways", "", "shop"), ("ways", "", "web"), ("parts", "price", "web")]


def test_sent_twice_is_one_voice_with_one_set_of_answers(send):
    for _ in range(2):
        assert send({"score": 3, "ways": ["web"]}).status in {200, 201}
    drain_letterbox(at=NOW)
    drain_letterbox(at=NOW)
    assert (Signal.objects.count(), Answer.objects.count()) == (1, 1)


def test_an_answer_to_a_question_that_is_hidden_is_dropped_as_on_the_page(send, coat):
    assert send({"score": 9, "ways": ["web"]}).status == 201
    drain_letterbox(at=NOW)
    assert Answer.objects.count() == 0
    assert further_answers(coat.wording, {"score": 9}) == []


@pytest.mark.parametrize(
    ("answers", "problem", "field"),
    [
        (None, "required", "answers"),
        ([], "type", "answers"),
        ({}, "answer_missing", "answers.score"),
        ({"score": 3}, "answer_missing", "answers.ways"),
        ({"score": 11}, "answer", "answers.score"),
        ({"score": "9"}, "type", "answers.score"),
        ({"score": True}, "type", "answers.score"),
        ({"score": 9, "mood": 1}, "unknown_field", "answers.mood"),
        ({"score": 3, "ways": ["moon"]}, "answer", "answers.ways"),
        ({"score": 3, "ways": "web"}, "type", "answers.ways"),
        ({"score": 3, "ways": [1]}, "type", "answers.ways"),
        ({"score": 9, "parts": {"moon": "web"}}, "answer", "answers.parts"),
        ({"score": 9, "parts": {"price": "moon"}}, "answer", "answers.parts"),
        ({"score": 9, "why": "x" * 10_001}, "too_long", "answers.why"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(send, answers, problem, field):
    given = send(answers)
    assert (given.problem, given.body["field"]) == (problem, field)


def test_the_score_comes_from_the_answers_only(send):
    assert send({"score": 9}, score=3).problem == "unknown_field"
    assert send({"score": 9}, version=7).problem == "unknown_survey"
    assert send({"score": 9}, version="1").problem == "type"


@pytest.mark.parametrize(
    "query",
    [
        f"version={'9' * 5000}",
        "version=%D9%A2",
        "version=-1",
        "version=1.0",
        "version=",
        "version=1&version=1",
    ],
)
def test_a_version_is_a_short_number_or_refused(coat, asked, query):
    (answer,) = knock(
        letterbox_path(), Knock(method="GET", path="/api/v1/surveys/coat", query=query), asked=asked
    )
    assert (answer.status, answer.problem) == (400, "unknown_parameter")


def test_half_a_character_is_no_name_of_a_survey(send):
    answer = send({"score": 9}, survey="\ud800")
    assert (answer.status, answer.problem, answer.body["field"]) == (422, "invalid_text", "survey")


def test_a_version_is_read_once_in_half_a_minute():
    asked: list[str] = []

    async def load(code: str, number: int | None) -> object:
        asked.append(code)
        return object()

    async def twice() -> None:
        surveys = Surveys(load)  # type: ignore[arg-type]
        await surveys.wording("coat")
        await surveys.wording("coat")

    asyncio.run(twice())
    assert asked == ["coat"]


def test_a_plain_answer_asks_nothing_about_surveys(tmp_path: Path):
    async def load(code: str, number: int | None) -> None:
        raise AssertionError("the short way stays short")

    plain = {"external_id": "A-1", "submitted_at": "2026-03-11T10:00:00Z", "score": 9}
    assert knock(tmp_path / "box.sqlite3", Knock(plain), asked=load)[0].status == 201
