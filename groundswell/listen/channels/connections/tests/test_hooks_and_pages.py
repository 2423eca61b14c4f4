"""Hooks keep what they are told; pages say how every connection does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from groundswell.listen.channels.connections.actions import end_connection, read_again
from groundswell.listen.channels.connections.calls import forget_words, take_call
from groundswell.listen.channels.connections.channel import Call
from groundswell.listen.channels.connections.jobs import listen_outside
from groundswell.listen.channels.connections.models import Connection
from groundswell.listen.channels.connections.queries import due_connections
from groundswell.listen.signals.models import Signal
from tests.world import NOW, World

from .listening import connected, fetched, told
from .provider import Provider, Recorded, playing

MESSAGE = {"id": "m1", "from": "+441", "text": "Too slow", "to": "+449"}


def call(connection: Connection, body: object, token: str = "") -> int:
    address = f"/hooks/{connection.channel}/{token or connection.token}/"
    return Client(enforce_csrf_checks=True).post(address, body, content_type="application/json").status_code


def test_the_same_call_twice_is_one_voice(world: World):
    connection = connected("sms_gateway")
    assert [call(connection, MESSAGE), call(connection, MESSAGE)] == [200, 200]
    assert (Signal.objects.count(), connection.calls.count()) == (1, 1)


def test_an_unknown_token_an_ended_connection_and_another_channel_are_not_found(world: World):
    connection = connected("sms_gateway")
    assert call(connection, MESSAGE, "no-such-token") == 404
    assert Client().post(f"/hooks/chatwoot/{connection.token}/").status_code == 404
    end_connection(connection, by="tests", at=NOW)
    assert call(connection, MESSAGE) == 404
    assert Signal.objects.count() == 0


def test_a_body_over_one_mebibyte_is_refused(world: World):
    connection = connected("sms_gateway")
    assert call(connection, b" " * (1024 * 1024 + 1)) == 413
    assert connection.calls.count() == 0


def test_a_call_that_was_stored_before_a_crash_is_read_by_the_job(world: World):
    connection = connected("sms_gateway")
    body = b'{"id": "m1", "text": "Too slow"}'
    take_call(connection, Call(body, {"content-type": "application/json"}, "", NOW, {}, ""))
    assert told() == []
    listen_outside(NOW)
    listen_outside(NOW)
    assert told() == [("Too slow", None, None, None)]


REVIEW = {"id": "r1", "stars": 4, "title": "", "text": "Fine", "createdAt": "2026-03-01T10:00:00Z"}


def entered(provider: Provider, **more: str) -> dict[str, str]:
    return {
        "name": "Trustpilot UK", "business_unit": "b", "address": provider.address, "secret": "k",
        "kind_of_score": "experience", "places": "shop 7 = leeds",
    } | more  # fmt: skip


def test_what_is_entered_is_tried_before_it_is_connected(world: World, signed_in, settings):
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    client = signed_in(world.office)
    with playing(Recorded({}, 401)) as provider:
        refused = client.post("/listen/channels/new/trustpilot/", entered(provider))
        assert (refused.status_code, Connection.objects.count()) == (422, 0)
        page = refused.content.decode()
        assert "They do not accept our key (status 401)" in page
        assert ("Connect it all the same" in page, 'value="k"' in page) == (True, False)
        client.post("/listen/channels/new/trustpilot/", entered(provider, do="anyway"))
    assert Connection.objects.count() == 1
    with playing(Recorded({"reviews": [REVIEW]})) as provider:
        connection = Connection.objects.get()
        page = client.post(f"/listen/channels/{connection.pk}/", entered(provider, secret=""), follow=True)
        assert provider.asked[0][1]["apikey"] == "k", "the kept secret is tried where none is entered"
    assert "Changed. It works: 1 voice and there are more behind them." in page.content.decode()
    assert Signal.objects.count() == 0, "a trial stores nothing"


def test_the_office_connects_fetches_changes_and_ends(world: World, signed_in, settings):
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    client = signed_in(world.office)
    good = Recorded({"reviews": []})
    with playing(good) as provider:
        answer = client.post("/listen/channels/new/trustpilot/", entered(provider))
        connection = Connection.objects.get()
        assert answer["Location"] == f"/listen/channels/{connection.pk}/"
        assert connection.places == {"shop 7": "leeds"}
        assert "Fetch now" in client.get(f"/listen/channels/{connection.pk}/").content.decode()
        provider.answers[:] = [Recorded({}, 503)]
        page = client.post(f"/listen/channels/{connection.pk}/fetch/", follow=True).content.decode()
        assert ("come back later (status 503)" in page, "Next try" in page) == (True, True)
        page = client.get("/listen/channels/").content.decode()
        assert ("come back later (status 503)" in page, "1 of 1 connection needs you" in page) == (True, True)
        provider.answers[:] = [good]
        client.post(f"/listen/channels/{connection.pk}/fetch/")
        assert "The connection works" in client.get("/listen/channels/").content.decode()
        changed = entered(provider, name="TP", secret="")
        assert client.post(f"/listen/channels/{connection.pk}/", changed).status_code == 302
    assert "TP" in client.get("/listen/channels/").content.decode()
    assert ">k<" not in client.get(f"/listen/channels/{connection.pk}/").content.decode()
    client.post(f"/listen/channels/{connection.pk}/end/")
    assert "What arrived stays." in client.get("/listen/channels/").content.decode()


def test_a_paused_connection_keeps_what_it_is_told_and_reads_it_later(world: World, signed_in):
    connection, client = connected("sms_gateway"), signed_in(world.office)
    client.post(f"/listen/channels/{connection.pk}/pause/")
    assert call(connection, MESSAGE) == 200
    listen_outside(NOW)
    assert (told(), list(due_connections(NOW))) == ([], [])
    assert "Kept, not read yet" in client.get(f"/listen/channels/{connection.pk}/").content.decode()
    client.post(f"/listen/channels/{connection.pk}/go-on/")
    listen_outside(NOW)
    assert told() == [("Too slow", None, None, None)]


def test_what_could_not_be_read_is_read_again_when_the_settings_are_mended(world: World, signed_in):
    connection, client = connected("hotline", best="3"), signed_in(world.office)
    row = {"call_id": "7", "at": "2026-03-01T10:00:00Z", "note": "", "pressed": 5}
    call(connection, [row, row | {"call_id": "8", "pressed": 2}])
    assert (told(), connection.unreadable_messages.count()) == ([("", 2, 3, None)], 1)
    connection.settings = {"best": "5"}
    connection.save()
    client.post(f"/listen/channels/{connection.pk}/again/")
    listen_outside(NOW)
    assert sorted(told(), key=str) == [("", 2, 5, None), ("", 5, 5, None)]
    assert connection.unreadable_messages.count() == 0


def test_reading_again_fetches_from_the_beginning_and_doubles_nothing(world: World, settings):
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    with playing(Recorded({"reviews": [REVIEW]})) as provider:
        connection = connected("trustpilot", provider, "k", business_unit="b")
        assert fetched(connection).received == 1
        read_again(connection, by="tests", at=NOW)
        assert (connection.cursor, fetched(connection).received) == ({}, 0)
    assert Signal.objects.count() == 1


def test_a_provider_may_knock_before_it_calls(world: World):
    connection = connected("surveymonkey")
    assert Client().head(f"/hooks/surveymonkey/{connection.token}/").status_code == 200
    assert Client().head("/hooks/surveymonkey/none-of-ours/").status_code == 404
    assert connection.calls.count() == 0


def test_words_of_calls_go_after_a_week_and_those_that_nobody_could_read_after_a_month(world: World):
    connection = connected("sms_gateway")
    call(connection, MESSAGE)
    call(connection, {"text": "no id"})
    last = max(one.read_at for one in connection.calls.all())
    assert forget_words(at=last + timedelta(days=6)) == 0
    assert forget_words(at=last + timedelta(days=8)) == 1
    assert connection.calls.filter(body=b"").count() == 1
    assert forget_words(at=last + timedelta(days=31)) == 2
    assert (connection.calls.exclude(body=b"").count(), connection.unreadable_messages.count()) == (0, 0)
    call(connection, MESSAGE)
    assert (connection.calls.count(), Signal.objects.count()) == (2, 1), "known, though its words are gone"


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000/", "http://169.254.169.254/", "ftp://x.example/"])
def test_an_address_inside_our_network_is_refused_when_it_is_entered(world: World, signed_in, address: str):
    entered = {"name": "Feed", "address": address, "kind_of_score": "experience", "places": ""}
    assert signed_in(world.office).post("/listen/channels/new/feed/", entered).status_code == 422
    assert Connection.objects.count() == 0


def test_an_address_that_points_inside_later_is_not_fetched_either(world: World):
    with playing(Recorded({"reviews": []})) as provider:
        done = fetched(connected("trustpilot", provider, "k", business_unit="b"))
    assert (done.outcome, provider.asked) == ("refused", [])


def test_a_file_says_what_a_hook_would_be_told(world: World, signed_in, tmp_path):
    connection = connected("hotline")
    file = tmp_path / "calls.csv"
    file.write_text("call_id,at,note,pressed\n7,2026-03-01T10:00:00Z,Waited long,2\n")
    with file.open("rb") as content:
        page = signed_in(world.office).post(
            f"/listen/channels/{connection.pk}/file/", {"file": content}, follow=True
        )
    assert "Read: 1 new, 0 known, 0 unreadable." in page.content.decode()
    assert told() == [("Waited long", 2, 5, None)]


def test_only_those_who_steer_open_the_connections(world: World, signed_in):
    connection = connected("sms_gateway")
    for path in ("/listen/channels/", f"/listen/channels/{connection.pk}/", "/listen/channels/new/feed/"):
        assert signed_in(world.lead).get(path).status_code == 403
        assert signed_in(world.office).get(path).status_code == 200


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_three(
    world: World, signed_in, django_assert_max_num_queries
):
    client = signed_in(world.office)
    for _ in range(3):
        connected("sms_gateway")
        with django_assert_max_num_queries(10):
            client.get("/listen/channels/")


def test_what_is_a_choice_is_chosen_and_not_typed(world, signed_in):
    client = signed_in(world.office)
    page = client.get("/listen/channels/new/twilio/").content.decode()
    assert '<option value="yes">is an answer to the recommendation question</option>' in page
    wrong = {"name": "Texts", "asks": "perhaps", "secret": "s", "kind_of_score": "experience"}
    assert client.post("/listen/channels/new/twilio/", wrong).status_code == 422
