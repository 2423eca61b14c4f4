"""A new organisation is told how to begin; each step is gone when it is done."""

from datetime import timedelta

from groundswell.desk.homes.first_steps import CHANNEL, FILE, SURVEY, first_steps
from groundswell.foundation.history.actions import record
from groundswell.listen.channels.connections.actions import connect
from groundswell.listen.channels.models import FileImport
from groundswell.listen.signals.actions import NewSignal, receive_signal
from tests.world import NOW, World, make_signal, make_user


def test_an_empty_home_says_the_three_ways_to_begin(world: World, signed_in):
    page = signed_in(world.office).get("/").content.decode()
    assert "Let customers speak" in page
    for path in ("/listen/files/", "/listen/channels/", "/listen/"):
        assert f'href="{path}"' in page


def test_each_step_is_gone_when_it_is_done(world: World):
    record("began", world.root, by="tests", at=NOW)
    assert first_steps(NOW) == [FILE, CHANNEL, SURVEY]
    connect("chatwoot", "Chat", by="tests", at=NOW)
    assert first_steps(NOW) == [FILE, SURVEY]
    FileImport.objects.create(
        file_name="a.csv", kind_of_score="experience", by="tests", started_at=NOW, read=1, accepted=1
    )
    make_signal(9)
    assert first_steps(NOW) == [SURVEY]
    asked = NewSignal("web", "1", "web", NOW, 9, kind_of_score="experience", version_id=world.experience.pk)
    receive_signal(asked, at=NOW)
    assert first_steps(NOW) == []


def test_an_organisation_that_is_not_new_and_has_voices_is_left_in_peace(world: World):
    record("began", world.root, by="tests", at=NOW - timedelta(days=31))
    make_signal(9)
    assert first_steps(NOW) == []


def test_the_administrator_sees_which_connections_need_somebody(world: World, signed_in):
    connection = connect("chatwoot", "Chat of the shop", by="tests", at=NOW)
    connection.unreadable_messages.create(digest="d", raw="?", reason="no id", at=NOW)
    page = signed_in(make_user("Ada Admin", world.root, "administrator")).get("/").content.decode()
    assert "1 of 1 connection needs you" in page
    assert f'href="/listen/channels/{connection.pk}/"' in page
