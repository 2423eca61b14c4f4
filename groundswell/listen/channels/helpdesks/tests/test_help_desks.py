"""Help desks in their real shapes: smileys are ratings, categories are never trusted."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from groundswell.listen.channels.connections.models import Connection, UnreadableMessage
from groundswell.listen.channels.connections.tests.listening import connected, fetched, the_signal, told
from groundswell.listen.channels.connections.tests.provider import Recorded, playing
from groundswell.listen.signals.models import Signal
from tests.world import NOW, World


@pytest.fixture(autouse=True)
def loopback(settings) -> None:
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True


def calls(connection: Connection, told: Any, **headers: str) -> Any:
    return Client(enforce_csrf_checks=True).post(
        f"/hooks/{connection.channel}/{connection.token}/", told, content_type="application/json", **headers
    )


def zendesk_rating(number: int, score: str, comment: str | None) -> dict[str, Any]:
    return {
        "id": number, "url": "https://x.zendesk.com/api/v2/satisfaction_ratings/1.json", "assignee_id": 1,
        "group_id": 44, "requester_id": 7, "ticket_id": 208, "score": score, "comment": comment,
        "reason": "Other", "reason_code": 0,
        "created_at": f"2026-02-0{number}T10:00:00Z", "updated_at": f"2026-02-0{number}T11:00:00Z",
    }  # fmt: skip


def test_zendesk_good_and_bad_are_two_of_two_and_an_offer_is_no_answer(world: World):
    ratings = [
        zendesk_rating(3, "good", "Thanks"),
        zendesk_rating(2, "bad", None),
        zendesk_rating(1, "offered", None),
    ]
    with playing(Recorded({"satisfaction_ratings": ratings, "meta": {"has_more": False}})) as provider:
        done = fetched(connected("zendesk", provider, "me@x.example/token:key", places={"44": "york"}))
    assert ("score=received" in provider.asked[0][0], "start_time=0" in provider.asked[0][0]) == (True, True)
    assert (told(), done.ignored) == ([("", 1, 2, None), ("Thanks", 2, 2, None)], 1)
    assert set(Signal.objects.values_list("unit__code", flat=True)) == {"york"}
    sent = provider.asked[0][1]["authorization"]
    assert base64.b64decode(sent.removeprefix("Basic ")) == b"me@x.example/token:key"


def test_zendesk_is_read_by_cursor_from_a_day_before_the_newest_rating(world: World):
    first = {
        "satisfaction_ratings": [zendesk_rating(3, "good", None)],
        "meta": {"has_more": True, "after_cursor": "c2"},
    }
    last = {
        "satisfaction_ratings": [zendesk_rating(2, "bad", "Slow")],
        "meta": {"has_more": False, "after_cursor": "c3"},
    }
    with playing(Recorded(first), Recorded(last), Recorded(last)) as provider:
        connection = connected("zendesk", provider, "me@x.example/token:key")
        assert fetched(connection).received == 2
        fetched(connection, NOW + timedelta(hours=1))
        fetched(connection, NOW + timedelta(days=2))
    newest = int(datetime(2026, 2, 3, 11, tzinfo=UTC).timestamp())
    asked = [parse_qs(urlsplit(path).query) for path, *_ in provider.asked]
    assert (asked[0]["page[size]"], asked[1]["page[after]"]) == (["100"], ["c2"])
    assert asked[2]["start_time"] == [str(newest - 24 * 3600)]
    assert asked[3]["start_time"] == [str(newest - 30 * 24 * 3600)], (
        "once a day a month back, for late changes"
    )


def test_the_newer_zendesk_survey_comes_by_the_hook_and_skipped_answers_are_left_out(world: World):
    response = {
        "id": "sr1", "survey_id": "s", "survey_version": 1, "expires_at": "2026-03-20T10:00:00Z",
        "answers": [
            {"type": "rating_scale", "rating": 2, "rating_category": "bad"},
            {"type": "open_ended", "value": "Nobody called"},
            {"type": "skipped"},
        ],
    }  # fmt: skip
    connection = connected("zendesk", None, "me@x.example/token:key", "sign")
    body, when = json.dumps({"survey_response": response}).encode(), datetime.now(UTC).isoformat()
    mark = base64.b64encode(hmac.new(b"sign", when.encode() + body, hashlib.sha256).digest()).decode()
    signed = {"HTTP_X_ZENDESK_WEBHOOK_SIGNATURE": mark, "HTTP_X_ZENDESK_WEBHOOK_SIGNATURE_TIMESTAMP": when}
    assert calls(connection, body + b" ", **signed).status_code == 401
    assert calls(connection, body, **signed).status_code == 200
    assert told() == [("Nobody called", 2, 5, None)]


def conversation(number: int, rating: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "type": "conversation", "id": str(number), "updated_at": 1770000000 + number,
        "source": {"author": {"type": "user", "id": "u", "email": "ann@people.example"}},
        "team_assignee_id": 5, "conversation_rating": rating,
    }  # fmt: skip


def test_intercom_gives_the_rated_conversations_page_by_page(world: World):
    rated = {
        "rating": 2,
        "remark": "<p>Too <b>slow</b></p>",
        "created_at": 1770000100,
        "updated_at": 1770000100,
    }
    first = {
        "conversations": [conversation(1, rated), conversation(2, None)],
        "pages": {"next": {"starting_after": "z"}},
    }
    last = {"conversations": [conversation(3, rated | {"remark": None, "rating": 5})], "pages": {}}
    with playing(Recorded(first), Recorded(last)) as provider:
        connection = connected("intercom", provider, "token")
        done = fetched(connection)
    assert (told(), done.ignored) == ([("Too slow", 2, 5, None), ("", 5, 5, None)], 1)
    assert set(Signal.objects.values_list("customer__email", flat=True)) == {"ann@people.example"}
    assert json.loads(provider.asked[1][2])["pagination"]["starting_after"] == "z"
    assert connection.cursor == {"since": 1770000003}


def test_a_rating_that_intercom_tells_and_that_is_fetched_is_one_voice(world: World):
    rated = conversation(1, {"rating": 2, "remark": "Slow", "created_at": 1770000100})
    notice = {"type": "notification_event", "topic": "conversation.rating.added", "data": {"item": rated}}
    with playing(Recorded({"conversations": [rated], "pages": {}})) as provider:
        connection = connected("intercom", provider, "token", "client secret")
        body = json.dumps(notice).encode()
        mark = "sha1=" + hmac.new(b"client secret", body, hashlib.sha1).hexdigest()
        assert calls(connection, body, HTTP_X_HUB_SIGNATURE="sha1=no").status_code == 401
        assert calls(connection, body, HTTP_X_HUB_SIGNATURE=mark).status_code == 200
        assert fetched(connection).known == 1
        ping = json.dumps({"type": "notification_event", "topic": "ping", "data": {"item": {}}}).encode()
        mark = "sha1=" + hmac.new(b"client secret", ping, hashlib.sha1).hexdigest()
        assert calls(connection, ping, HTTP_X_HUB_SIGNATURE=mark).status_code == 200
    assert told() == [("Slow", 2, 5, None)]


HELP_SCOUT: dict[str, Any] = {
    "message": {"name": "Monthly survey"},
    "response": {"value": "9", "category": "passive", "comment": "Kind people", "timestamp": "2026-02-01T10:00:00Z"},
    "_embedded": {"customer": {
        "id": 500, "firstName": "Ann", "_embedded": {"emails": [{"id": 1, "value": "Ann@People.example", "type": "home"}]},
    }},
    "_links": {"message:dashboard": {"href": "https://secure.example/messages/8de6"}},
}  # fmt: skip
RATING: dict[str, Any] = {
    "id": 5434, "ticketId": 1560011, "threadId": 3002084, "rating": "Great", "comments": "he was really helpful",
    "customer": {"id": 449379, "firstName": "John", "emails": [{"id": 1, "value": "john@people.example", "location": "work"}]},
    "mailbox": {"id": 1234, "name": "Help"}, "createdAt": "2026-02-02T12:34:12Z", "modifiedAt": "2026-02-02T20:18:33Z",
}  # fmt: skip


def signature(secret: str, body: bytes) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha1).digest()).decode()


def test_help_scouts_value_is_a_text_and_its_category_is_recomputed(world: World):
    connection, body = connected("help_scout", None, "shared"), json.dumps(HELP_SCOUT).encode()
    answer = calls(connection, body, HTTP_X_HELPSCOUT_SIGNATURE=signature("shared", body))
    assert answer.status_code == 200
    assert told() == [("Kind people", None, None, 9)]
    assert (the_signal().is_promoter, the_signal().kind_of_score) == (True, "experience")
    assert str(the_signal().customer) == "ann@people.example"


def test_a_wrong_signature_is_refused_and_nothing_is_kept(world: World):
    connection = connected("help_scout", None, "shared")
    body = json.dumps(HELP_SCOUT).encode()
    assert calls(connection, body, HTTP_X_HELPSCOUT_SIGNATURE=signature("other", body)).status_code == 401
    assert calls(connection, body).status_code == 401
    assert (Signal.objects.count(), connection.calls.count()) == (0, 0)


def test_great_okay_and_not_good_are_a_rating_of_three(world: World):
    connection = connected("help_scout", places={"Help": "leeds"})
    calls(connection, RATING)
    calls(connection, RATING | {"id": 5435, "rating": "not_good", "comments": "b"})
    assert told() == [("he was really helpful", 3, 3, None), ("b", 1, 3, None)]
    assert {signal.unit for signal in Signal.objects.all()} == {world.leeds}
    assert Signal.objects.filter(customer__email="john@people.example").count() == 2


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        ({"name": "Happy", "value": "😀", "comment": "Yes"}, [("Yes", 3, 3, None)]),
        ({"name": "Thumbs Down", "value": "👎"}, [("", 1, 2, None)]),
        ({"comment": "Only words"}, [("Only words", None, None, None)]),
        ({"value": "Blue"}, []),
    ],
)
def test_faces_thumbs_and_words_of_a_survey_are_no_recommendation(world: World, response, expected):
    answer = {"response": response | {"timestamp": "2026-02-01T10:00:00Z"}, "message": {"name": "Faces"}}
    calls(connected("help_scout"), answer)
    assert told() == expected


CHATWOOT = {
    "event": "message_updated", "id": 501, "content_type": "input_csat", "updated_at": "2026-02-01T10:00:00Z",
    "content_attributes": {"submitted_values": {"csat_survey_response": {"rating": 1, "feedback_message": "Rude"}}},
    "inbox": {"id": 3, "name": "Website"},
    "conversation": {"id": 9, "meta": {"sender": {"id": 1, "email": "bo@people.example"}}},
}  # fmt: skip


def test_chatwoot_tells_a_satisfaction_answer_and_all_its_other_events_are_left_out(world: World):
    connection = connected("chatwoot", places={"Website": "web"})
    calls(connection, CHATWOOT)
    calls(connection, CHATWOOT | {"event": "conversation_created"})
    calls(connection, CHATWOOT | {"id": 502, "content_attributes": {}})
    assert told() == [("Rude", 1, 5, None)]
    assert (str(the_signal().customer), the_signal().unit) == ("bo@people.example", world.web)
    assert sorted(connection.calls.values_list("ignored", flat=True)) == [0, 1, 1]


def test_chatwoot_signs_the_moment_and_the_body(world: World):
    connection, body = connected("chatwoot", None, "shared"), json.dumps(CHATWOOT).encode()
    now = int(datetime.now(UTC).timestamp())
    for when, expected in ((now - 3600, 401), (now, 200)):
        mark = "sha256=" + hmac.new(b"shared", f"{when}.".encode() + body, hashlib.sha256).hexdigest()
        signed = {"HTTP_X_CHATWOOT_SIGNATURE": mark, "HTTP_X_CHATWOOT_TIMESTAMP": str(when)}
        assert calls(connection, body, **signed).status_code == expected
    assert calls(connection, body).status_code == 401
    assert told() == [("Rude", 1, 5, None)]


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[1]", b"null", b'{"id": 1}', b"[" * 50_000])
@pytest.mark.parametrize("channel", ["help_scout", "chatwoot", "zendesk", "sms_gateway"])
def test_what_a_hook_cannot_read_is_kept_with_its_reason(world: World, channel: str, body: bytes):
    connection = connected(channel)
    assert calls(connection, body).status_code == 200
    assert bytes(connection.calls.get().body) == body
    left = connection.calls.get()
    assert (left.received, left.ignored + left.unreadable) == (0, 1)
    assert UnreadableMessage.objects.count() == left.unreadable
