"""Answers from other survey tools: recorded webhooks, signed as each tool signs."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from groundswell.listen.channels.connections.models import Connection, UnreadableMessage
from groundswell.listen.channels.connections.tests.listening import connected, the_signal, told
from groundswell.listen.channels.notices.signing import new_secret, signed_headers
from groundswell.listen.signals.models import Signal
from tests.world import NOW, World

FORM = {
    "event_id": "LtWXD3crgy",
    "event_type": "form_response",
    "form_response": {
        "form_id": "lT4Z3j",
        "token": "a3a12ec67a1365927098a606107fac15",
        "submitted_at": "2026-03-10T18:17:02Z",
        "landed_at": "2026-03-10T18:07:02Z",
        "calculated": {"score": 9},
        "definition": {
            "id": "lT4Z3j",
            "title": "How was it?",
            "fields": [
                {"id": "n1", "title": "Recommend?", "type": "nps", "ref": "would-recommend", "properties": {}},
                {"id": "o1", "title": "Easy?", "type": "opinion_scale", "ref": "ease",
                 "properties": {"steps": 11}},
                {"id": "t1", "title": "Why?", "type": "long_text", "ref": "why", "properties": {}},
            ],
        },
        "answers": [
            {"type": "number", "number": 9, "field": {"id": "n1", "type": "nps", "ref": "would-recommend"}},
            {"type": "number", "number": 3, "field": {"id": "o1", "type": "opinion_scale", "ref": "ease"}},
            {"type": "choice", "choice": {"label": "Barcelona"}, "field": {"id": "c1", "type": "dropdown"}},
            {"type": "text", "text": "Kind people", "field": {"id": "t1", "type": "long_text", "ref": "why"}},
            {"type": "text", "text": "Laura", "field": {"id": "s1", "type": "short_text", "ref": "name"}},
            {"type": "email", "email": "laura@people.example", "field": {"id": "e1", "type": "email"}},
        ],
    },
}  # fmt: skip
RESPONSE = {
    "webhookId": "cljwxvjos0003qhnvj2jg4k5i",
    "event": "responseFinished",
    "data": {
        "id": "cljwy2m8r0001qhclco1godnu",
        "createdAt": "2026-03-10T14:14:17.115Z",
        "updatedAt": "2026-03-10T14:14:29.368Z",
        "surveyId": "cljsf3d7a000019cv9apt2t27",
        "finished": True,
        "data": {"recommend": 2, "why": "Too slow", "colour": ["red"]},
        "variables": {},
        "ttc": {"recommend": 1200},
        "contactAttributes": {"email": "tom@people.example"},
        "tags": [],
    },
}
RECORDS = [
    {"submission_id": "s-1", "collected_at": "2026-03-10T14:00:00Z", "source_type": "survey", "field_id": "nps",
     "field_type": "nps", "value_number": 10, "user_id": "u-7"},
    {"submission_id": "s-1", "collected_at": "2026-03-10T14:00:00Z", "source_type": "survey", "field_id": "why",
     "field_type": "text", "value_text": "Lovely"},
    {"submission_id": "s-2", "collected_at": "2026-03-10T15:00:00Z", "source_type": "survey", "field_id": "ease",
     "field_type": "ces", "value_number": 7},
]  # fmt: skip


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def told_typeform(connection: Connection, form: Any, key: str = "open sesame") -> int:
    body = json.dumps(form).encode()
    mark = base64.b64encode(hmac.new(key.encode(), body, hashlib.sha256).digest()).decode()
    return called(connection, body, {"typeform-signature": f"sha256={mark}"})


def told_signed(connection: Connection, told: Any, secret: str, name: str = "msg_1") -> int:
    body = json.dumps(told).encode()
    return called(connection, body, signed_headers([secret], name, int(NOW.timestamp()), body))


def called(connection: Connection, body: bytes, headers: dict[str, str]) -> int:
    address = f"/hooks/{connection.channel}/{connection.token}/"
    answer = Client().post(address, body, content_type="application/json", headers=headers)
    return answer.status_code


def changed(form: dict, **fields: Any) -> dict:
    return form | {"form_response": form["form_response"] | fields}


def test_a_finished_typeform_is_a_voice_with_its_score_words_and_customer(world: World):
    connection = connected("typeform", None, "open sesame")
    assert told_typeform(connection, FORM) == 200
    assert told() == [("Kind people", None, None, 9)]
    assert the_signal().customer.email == "laura@people.example"
    assert the_signal().submitted_at.isoformat() == "2026-03-10T18:17:02+00:00"


def test_typeform_tells_it_twice_and_it_is_one_voice(world: World):
    connection = connected("typeform", None, "open sesame")
    told_typeform(connection, FORM)
    told_typeform(connection, FORM | {"event_id": "another attempt"})
    assert Signal.objects.count() == 1


def test_a_wrong_signature_of_typeform_is_refused(world: World):
    connection = connected("typeform", None, "open sesame")
    assert told_typeform(connection, FORM, "guessed") == 401
    assert called(connection, json.dumps(FORM).encode(), {}) == 401
    assert not Signal.objects.exists()


def test_an_opinion_scale_is_the_score_where_somebody_said_so(world: World):
    connection = connected("typeform", None, "open sesame", score_question="ease")
    told_typeform(connection, FORM)
    assert the_signal().score == 3


def test_a_scale_of_five_is_no_recommendation(world: World):
    connection = connected("typeform", None, "open sesame")
    answers = [{"type": "number", "number": 4, "field": {"id": "r1", "type": "rating", "ref": "stars"}}]
    told_typeform(connection, changed(FORM, answers=answers))
    assert not Signal.objects.exists()
    assert connection.calls.get().ignored == 1


def test_a_finished_response_of_formbricks_is_a_voice(world: World):
    secret = new_secret()
    connection = connected("formbricks", None, secret, score_question="recommend", words_question="why")
    assert told_signed(connection, RESPONSE, secret) == 200
    assert told() == [("Too slow", None, None, 2)]
    assert the_signal().customer.email == "tom@people.example"


def test_a_response_under_way_is_left(world: World):
    secret = new_secret()
    connection = connected("formbricks", None, secret, score_question="recommend")
    told_signed(connection, [RESPONSE | {"event": "responseUpdated"}], secret)
    assert not Signal.objects.exists()


def test_a_score_that_is_none_is_kept_with_its_reason(world: World):
    secret = new_secret()
    connection = connected("formbricks", None, secret, score_question="colour")
    assert told_signed(connection, RESPONSE, secret) == 200
    assert "TypeError" in UnreadableMessage.objects.get().reason


@pytest.mark.parametrize("channel", ["formbricks", "formbricks_hub"])
def test_a_wrong_signature_of_formbricks_is_refused(world: World, channel):
    connection = connected(channel, None, new_secret(), score_question="recommend")
    assert told_signed(connection, RESPONSE, new_secret()) == 401
    assert not Signal.objects.exists()


def test_hub_records_of_one_submission_are_one_voice(world: World):
    secret = new_secret()
    connection = connected("formbricks_hub", None, secret)
    assert told_signed(connection, RECORDS, secret) == 200
    assert told() == [("Lovely", None, None, 10)]


@pytest.mark.parametrize("order", [RECORDS, RECORDS[::-1]])
def test_hub_records_of_one_submission_are_one_voice_however_they_come(world: World, order):
    secret = new_secret()
    connection = connected("formbricks_hub", None, secret)
    for number, record in enumerate([*order, *order]):
        event = {
            "type": "feedback_record.created",
            "timestamp": f"2026-03-10T14:00:{number:02}Z",
            "data": record,
        }
        assert told_signed(connection, event, secret, f"msg_{number}") == 200
    assert told() == [("Lovely", None, None, 10)]
    assert Signal.objects.count() == 2, "the part that came first is superseded by the whole"
    assert the_signal().kind_of_score == "experience"


def test_two_texts_of_one_submission_stand_below_each_other(world: World):
    secret = new_secret()
    connection = connected("formbricks_hub", None, secret)
    more = RECORDS[1] | {"field_id": "wish", "value_text": "More colours"}
    for number, record in enumerate([*RECORDS[:2], more]):
        told_signed(connection, record, secret, f"msg_{number}")
    assert told() == [("Lovely\nMore colours", None, None, 10)]
