"""Scores for other systems: the same questions, the same sight."""

from datetime import timedelta

import pytest
from django.test import Client

from groundswell.foundation.access.actions import give_token
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, make_signal


@pytest.fixture
def answers(world, time_machine):
    time_machine.move_to(NOW)
    for score in (10, 9, 9, 8, 3, 2):
        make_signal(score, unit=world.leeds, touchpoint=world.delivery, at=NOW - timedelta(days=2))
    for score in (1, 2):
        make_signal(score, unit=world.york, touchpoint=world.returns, at=NOW - timedelta(days=2))
    read_new_signals(at=NOW)
    return world


def ask(user, path, scope="scores") -> tuple[int, dict]:
    _, secret = give_token("Lake", user, scopes=[scope], lasts=timedelta(days=1), by="test", at=NOW)
    answer = Client().get(path, headers={"authorization": f"Bearer {secret}"})
    return answer.status_code, answer.json()


def test_a_figure_comes_with_n_margin_definition_and_date(answers):
    status, found = ask(answers.office, "/api/v1/scores?period=2026-03")
    assert status == 200
    assert found["figure"] | {"low": 0, "high": 0} == {
        "n": 8, "score": -12.5, "low": 0, "high": 0, "promoters": 3, "passives": 1, "detractors": 4, "too_few": None,
    }  # fmt: skip
    assert found["question"]["since"] == "2026-03-01"
    assert found["definition"]["code"] == "nps"
    assert found["as_of"].startswith("2026-03-11")


def test_the_token_sees_what_its_owner_sees(answers):
    _, found = ask(answers.lead, "/api/v1/scores?period=2026-03&by=unit")
    assert [(row["name"], row["n"]) for row in found["rows"]] == [("Leeds", 6)]
    status, refused = ask(answers.lead, f"/api/v1/scores?unit={answers.york.pk}")
    assert (status, refused["class"]) == (422, "unusable")


def test_too_few_are_null_with_a_reason_and_the_rest_does_not_tell_them(answers):
    _, found = ask(answers.office, "/api/v1/scores?period=2026-03&by=touchpoint")
    assert [(row["code"], row["n"], bool(row["too_few"])) for row in found["rows"]] == [
        ("delivery", None, True),
        ("returns", None, True),
    ]


def test_another_scope_and_another_role_read_nothing(answers):
    assert ask(answers.office, "/api/v1/scores", scope="intake")[0] == 403
    assert ask(answers.frontline, "/api/v1/scores")[0] == 403
    assert Client().get("/api/v1/scores").status_code == 401
    assert Client().post("/api/v1/scores").status_code == 405


def test_what_cannot_be_asked_says_what_could(answers):
    status, refused = ask(answers.office, "/api/v1/scores?by=weather")
    assert (status, "touchpoint" in refused["sentence"]) == (422, True)
    assert ask(answers.office, "/api/v1/scores?unit=1&unit=2")[0] == 422


def test_months_are_rows_too_and_a_session_opens_nothing(answers, signed_in):
    assert ask(answers.office, "/api/v1/scores?by=month&period=2026-03")[1]["rows"][0]["n"] == 8
    assert signed_in(answers.office).get("/api/v1/scores").status_code == 401
