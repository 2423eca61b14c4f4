"""A new organisation is told how to begin; each step is gone when it is done."""

from datetime import timedelta

from django.urls import reverse

from groundswell.desk.homes.first_steps import CHANNEL, FILE, LOOP, SURVEY, first_steps, loop_steps
from groundswell.foundation.access.rules import may_open
from groundswell.foundation.history.actions import record
from groundswell.listen.channels.connections.actions import connect
from groundswell.listen.channels.models import FileImport
from groundswell.listen.signals.actions import NewSignal, receive_signal
from groundswell.understand.themes.actions import make_theme
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


def test_the_way_around_the_loop_names_what_comes_next(world: World, signed_in):
    record("began", world.root, by="tests", at=NOW)
    told = {one.step.title: (one.is_done, one.is_next) for one in loop_steps(world.office, NOW)}
    assert told["Draw the parts of the organisation"] == (True, False)
    assert told["Name the themes"] == (False, True)
    assert told["Decide"] == (False, False)
    make_theme("Queues", "", ["queue"], by="a test", at=NOW)
    after = {one.step.title: (one.is_done, one.is_next) for one in loop_steps(world.office, NOW)}
    assert (after["Name the themes"], after["Get back to a customer"]) == ((True, False), (False, True))


def test_every_step_of_the_loop_opens_for_the_office(world: World, signed_in):
    record("began", world.root, by="tests", at=NOW)
    client, steps = signed_in(world.office), loop_steps(world.office, NOW)
    assert len(steps) == len(LOOP)
    assert {client.get(reverse(one.step.page)).status_code for one in steps} == {200}


def test_the_way_is_shown_to_those_who_open_its_pages_and_for_half_a_year(world: World):
    record("began", world.root, by="tests", at=NOW)
    admin = make_user("Ada Admin", world.root, "administrator")
    pages = [one.step.page for one in loop_steps(admin, NOW)]
    assert all(may_open(admin, reverse(page)) for page in pages)
    assert loop_steps(world.office, NOW + timedelta(days=181)) == []
    assert loop_steps(world.office, NOW + timedelta(days=179)) != []
