"""Delighted and SurveyMonkey: fetched from the beginning, told at once, each response one voice."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import may_contact
from groundswell.listen.channels.connections.models import Connection
from groundswell.listen.channels.connections.tests.listening import connected, fetched, the_signal, told
from groundswell.listen.channels.connections.tests.provider import Recorded, playing
from groundswell.listen.channels.surveytools import delighted, surveymonkey
from groundswell.listen.signals.models import Signal
from tests.world import NOW, World

UPDATED = 1770000000


@pytest.fixture(autouse=True)
def loopback(settings) -> None:
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True


def called(connection: Connection, body: bytes, **headers: str) -> int:
    address = f"/hooks/{connection.channel}/{connection.token}/"
    return Client().post(address, body, content_type="application/json", headers=headers).status_code


def response(number: int, kind: str = "nps", score: int = 9, comment: str | None = None) -> dict[str, Any]:
    return {
        "id": str(number), "survey_type": kind, "score": score, "comment": comment, "permalink": "https://x.example/r",
        "person": {"id": "5975", "email": f"c{number}@people.example", "name": "Paul", "created_at": UPDATED},
        "created_at": UPDATED, "updated_at": UPDATED + number, "person_properties": None, "notes": [], "tags": [],
        "additional_answers": [],
    }  # fmt: skip


def delighted_event(kind: str, data: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    body = json.dumps({"event_type": kind, "event_id": "b8d0", "event_data": data}).encode()
    mark = "sha256=" + hmac.new(b"key", body, hashlib.sha256).hexdigest()
    return body, {"x-delighted-webhook-signature": mark}


def test_delighted_is_read_page_by_page_and_then_from_the_newest_change(world: World, monkeypatch):
    monkeypatch.setattr(delighted, "AT_ONCE", 2)
    pages = [[response(1, score=0), response(2)], [response(3, comment="Kind")], []]
    with playing(*(Recorded(page) for page in pages)) as provider:
        connection = connected("delighted", provider, "key")
        assert fetched(connection).received == 3
        fetched(connection)
    asked = [parse_qs(urlsplit(path).query) for path, *_ in provider.asked]
    assert [one["page"] for one in asked] == [["1"], ["2"], ["1"]]
    assert [one["updated_since"] for one in asked] == [["0"], ["0"], [str(UPDATED + 3)]]
    assert provider.asked[0][1]["authorization"] == "Basic " + base64.b64encode(b"key:").decode()
    assert told() == [("", None, None, 0), ("", None, None, 9), ("Kind", None, None, 9)]
    assert Customer.objects.filter(email__endswith="people.example").count() == 3


def test_a_response_that_delighted_tells_and_changes_is_one_voice(world: World):
    connection = connected("delighted", None, "key")
    first, changed = response(7, score=5), response(7, score=5, comment="Slow") | {"updated_at": UPDATED + 60}
    for given in (first, changed, changed):
        body, headers = delighted_event("survey_response.updated", given)
        assert called(connection, body, **headers) == 200
    assert (told(), the_signal().customer.email) == ([("Slow", None, None, 5)], "c7@people.example")
    assert called(connection, body, **{"x-delighted-webhook-signature": "sha256=00"}) == 401


@pytest.mark.parametrize(
    ("kind", "score", "expected"),
    [
        ("csat", 2, [("x", 2, 5, None)]),
        ("thumbs", 1, [("x", 2, 2, None)]),
        ("pmf", 2, [("x", None, None, None)]),
        ("enps", 9, []),
    ],
)
def test_other_scales_are_no_recommendation_and_employees_no_customers(world: World, kind, score, expected):
    body, headers = delighted_event("survey_response.created", response(1, kind, score, "x"))
    called(connected("delighted", None, "key"), body, **headers)
    assert told() == expected


def test_who_unsubscribes_at_delighted_is_not_written_to_from_here(world: World):
    connection = connected("delighted", None, "key")
    body, headers = delighted_event(
        "person.unsubscribed", {"person": {"id": "1", "email": "No@People.example"}}
    )
    assert called(connection, body, **headers) == 200
    refusing = Customer.objects.get(email="no@people.example")
    assert may_contact(refusing, "asking") is False
    assert refusing.consents.exclude(withdrawn_at=None).count() == 2
    assert (Signal.objects.count(), connection.calls.get().ignored) == (0, 1)


def monkey(number: int, words: str = "Too slow") -> dict[str, Any]:
    return {
        "id": str(number), "recipient_id": "", "collection_mode": "default", "response_status": "completed",
        "collector_id": "44", "survey_id": "3", "email_address": "", "first_name": "",
        "metadata": {"contact": {"email": {"type": "string", "value": f"m{number}@people.example"}}},
        "date_created": f"2026-02-0{number}T10:00:00+00:00", "date_modified": f"2026-02-0{number}T11:00:00+00:00",
        "pages": [{"id": "1", "questions": [
            {"id": "501", "answers": [{"choice_id": "9", "row_id": "1", "choice_metadata": {"weight": "-100"},
                                       "simple_text": "3 - Not likely"}]},
            {"id": "502", "answers": [{"text": words, "simple_text": words}]},
        ]}],
    }  # fmt: skip


def test_surveymonkey_is_read_page_by_page_and_a_weight_is_never_the_score(world: World):
    first = {"data": [monkey(1)], "links": {"next": "https://api.example/v3/next"}}
    last = {"data": [monkey(2, "")], "links": {}}
    with playing(Recorded(first), Recorded(last)) as provider:
        connection = connected("surveymonkey", provider, "token", survey="3", score_question="501")
        assert fetched(connection).received == 2
        fetched(connection)
    asked = [parse_qs(urlsplit(path).query) for path, *_ in provider.asked]
    assert [one["page"] for one in asked] == [["1"], ["2"], ["1"]]
    assert asked[2]["start_modified_at"] == ["2026-02-02T11:00:00+00:00"]
    assert told() == [("Too slow", None, None, 3), ("", None, None, 3)]
    assert set(Signal.objects.values_list("customer__email", flat=True)) == {
        "m1@people.example",
        "m2@people.example",
    }


def test_surveymonkeys_call_only_makes_us_fetch_at_once(world: World):
    event = {
        "name": "Ours", "filter_type": "survey", "filter_id": "3", "event_type": "response_completed", "event_id": "7",
        "object_type": "response", "object_id": "1", "event_datetime": "2026-02-01T10:00:00.182613+00:00",
        "resources": {"respondent_id": "1", "survey_id": "3", "collector_id": "44"},
    }  # fmt: skip
    with playing(Recorded({"data": [], "links": {}})) as provider:
        connection = connected("surveymonkey", provider, "token", "shared", survey="3", score_question="501")
        fetched(connection)
        later = connection.next_at
        body = json.dumps(event).encode()
        mark = base64.b64encode(hmac.new(b"client&shared", body, hashlib.sha1).digest()).decode()
        assert called(connection, body, **{"sm-apikey": "other", "sm-signature": mark}) == 401
        with time_machine.travel(NOW, tick=False):
            assert called(connection, body, **{"sm-apikey": "client", "sm-signature": mark}) == 200
    connection.refresh_from_db()
    assert (later, connection.next_at) == (NOW + surveymonkey.CHANNEL.every, NOW)
    assert Signal.objects.count() == 0
