"""Chats: an address that is a secret, tried before it is trusted, told once, and seen when it fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection as database

from groundswell.act.cases.actions import hand_over
from groundswell.act.telling.actions import connect_chat, end_chat, try_chat
from groundswell.act.telling.chat import hand_note, secret_name
from groundswell.act.telling.models import ChatAddress, Telling
from groundswell.act.telling.queries import chats_in_trouble
from groundswell.act.telling.team import tell_teams
from groundswell.listen.channels.connections.secrets import keep_secret, secret_path
from groundswell.listen.channels.connections.tests.provider import Provider, Recorded, playing
from groundswell.listen.channels.outbox.delivering import hand_over_due
from groundswell.listen.channels.outbox.models import CHAT, Delivery, LostAddress, Message
from tests.world import NOW, World

from .telling_world import DAY, HOUR, MINUTE, open_case, tell

pytestmark = pytest.mark.once


@pytest.fixture
def slack(settings) -> Iterator[Provider]:
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    with playing(Recorded(b"ok")) as running:
        yield running


@pytest.fixture
def chat(world: World, slack: Provider) -> ChatAddress:
    address = f"{slack.address}/services/T0/B0/secretsecret"
    return connect_chat("#leeds", "slack", address, unit=world.leeds, by="tests", at=NOW)


def deliver(at) -> list[str]:
    return hand_over_due(CHAT, hand_note, at=at)


def test_a_team_hears_once_how_much_is_new_for_its_people(world, chat, slack):
    for number in range(3):
        open_case(world, at=NOW + number * MINUTE)
    for minutes in (4, 20, 21, 60):
        tell(NOW + minutes * MINUTE)
        tell_teams(at=NOW + minutes * MINUTE)
        deliver(NOW + minutes * MINUTE)
    ((path, _, body),) = slack.asked
    assert path == "/services/T0/B0/secretsecret"
    assert b"3 new cases wait" in body
    assert b"/act/cases/" in body


def test_one_thing_that_two_people_hear_is_one_thing_for_the_team(world, chat, slack):
    case = open_case(world)
    tell(NOW + MINUTE)
    hand_over(case, to=world.frontline.person, why="Hers", by=world.lead.person, at=NOW + 2 * MINUTE)
    tell(NOW + 3 * MINUTE)
    tell(case.due_at + MINUTE)
    tell_teams(at=case.due_at + 20 * MINUTE)
    assert Message.objects.get(medium=CHAT).body.split("\n")[0] == "1 customer waits longer than promised"


def test_another_teams_chat_hears_nothing_of_it(world, chat, slack):
    york = connect_chat("#york", "slack", slack.address, unit=world.york, by="tests", at=NOW)
    open_case(world)
    tell(NOW + MINUTE)
    tell_teams(at=NOW + HOUR)
    assert not Telling.objects.filter(chat=york).exists()
    assert Telling.objects.filter(chat=chat).exists()


def test_what_was_new_before_a_chat_was_connected_is_not_told_there(world, slack):
    open_case(world)
    tell(NOW + MINUTE)
    connect_chat("#late", "slack", slack.address, unit=world.leeds, by="tests", at=NOW + MINUTE)
    tell_teams(at=NOW + HOUR)
    assert not Telling.objects.filter(chat__isnull=False).exists()


def test_what_was_settled_before_the_message_left_is_not_in_it(world, chat, slack):
    case, other = open_case(world), open_case(world)
    tell(NOW + MINUTE)
    tell_teams(at=NOW + 20 * MINUTE)
    hand_over(case, to=world.office.person, why="Theirs", by=world.lead.person, at=NOW + 21 * MINUTE)
    assert deliver(NOW + 22 * MINUTE) == ["sent"]
    assert b"1 new case waits" in slack.asked[0][2]
    hand_over(other, to=world.office.person, why="Theirs", by=world.lead.person, at=NOW + 23 * MINUTE)
    Message.objects.filter(medium=CHAT).update(due_at=NOW + 24 * MINUTE)
    assert deliver(NOW + 24 * MINUTE) == ["refused"]
    assert len(slack.asked) == 1


def test_a_team_is_left_alone_outside_its_hours(world, chat):
    open_case(world)
    tell(NOW + MINUTE)
    tell_teams(at=NOW + 9 * HOUR)
    assert not Telling.objects.filter(chat=chat).exists()
    tell_teams(at=NOW + DAY)
    assert Telling.objects.filter(chat=chat).exists()


def test_who_asks_for_patience_is_given_it(world, chat, slack):
    slack.answers[:] = [Recorded(b"slow down", 429, {"Retry-After": "600"}), Recorded(b"ok")]
    open_case(world)
    tell(NOW + MINUTE)
    tell_teams(at=NOW + 20 * MINUTE)
    assert deliver(NOW + 20 * MINUTE) == ["delayed"]
    assert deliver(NOW + 29 * MINUTE) == []
    assert "come back later" in chats_in_trouble().get().trouble
    assert deliver(NOW + 32 * MINUTE) == ["sent"]
    assert not chats_in_trouble().exists()


def test_a_chat_that_says_no_is_seen_and_nobodys_address_is_lost(world, chat, slack):
    slack.answers[:] = [Recorded(b"no_service", 404)]
    open_case(world)
    tell(NOW + MINUTE)
    tell_teams(at=NOW + 20 * MINUTE)
    assert deliver(NOW + 20 * MINUTE) == ["refused"]
    assert "404" in chats_in_trouble().get().trouble
    assert not LostAddress.objects.exists()


def test_nobody_is_followed_to_another_address(world, chat, slack):
    with playing(Recorded(b"ok")) as elsewhere:
        slack.answers[:] = [Recorded(b"", 302, {"Location": elsewhere.address})]
        assert "has moved" in try_chat(chat, by=world.lead, at=NOW)
        assert elsewhere.asked == []


def test_no_address_inside_our_network_is_reached(world, chat, settings):
    settings.OUTBOUND_MAY_REACH_LOOPBACK = False
    keep_secret(secret_name(chat), "http://127.0.0.1/services/secretsecret")
    trouble = try_chat(chat, by=world.lead, at=NOW)
    assert trouble == "127.0.0.1 leads into a private network. Give a public address."
    assert "secretsecret" not in ChatAddress.objects.get().trouble


def test_a_test_arrives_and_says_nothing_of_anybody(world, chat, slack):
    assert try_chat(chat, by=world.lead, at=NOW) == ""
    assert b"Groundswell can reach this chat" in slack.asked[0][2]


def test_the_address_stands_in_a_file_of_its_own_and_nowhere_in_the_database(world, chat, slack):
    slack.answers[:] = [Recorded(b"no", 500)]
    open_case(world)
    tell(NOW + MINUTE)
    tell_teams(at=NOW + 20 * MINUTE)
    deliver(NOW + 20 * MINUTE)
    try_chat(chat, by=world.lead, at=NOW)
    path = secret_path(secret_name(chat))
    assert path.read_text().endswith("secretsecret")
    assert path.stat().st_mode & 0o777 == 0o600
    tables = database.introspection.table_names()
    with database.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (names of our own tables)
            assert "secretsecret" not in str(cursor.fetchall()), table
    end_chat(chat, by=world.lead, at=NOW)
    assert not path.exists()


def test_a_message_whose_end_nobody_knows_is_not_sent_again(world, chat, slack, monkeypatch):
    """The worker is killed between the post and its note."""
    open_case(world)
    tell(NOW + MINUTE)
    tell_teams(at=NOW + 20 * MINUTE)

    def killed(message: Message) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        hand_over_due(CHAT, killed, at=NOW + 20 * MINUTE)
    for minutes in (21, 30, 300):
        assert deliver(NOW + minutes * MINUTE) == []
    assert Delivery.objects.get().outcome == "begun"
