"""Two workers tell at the very same moment; one dies in the middle. Everybody hears once."""

from __future__ import annotations

import pytest

from groundswell.act.telling import people
from groundswell.act.telling.actions import connect_chat
from groundswell.act.telling.models import Telling, Tiding
from groundswell.act.telling.noting import note_tidings
from groundswell.act.telling.people import tell_person
from groundswell.act.telling.team import tell_team
from groundswell.listen.channels.outbox.models import Message
from tests.at_once import gave_at_once
from tests.world import NOW, make_world

from .telling_world import MINUTE, letters_to, open_case

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_workers_tell_one_person_once():
    world = make_world()
    for _ in range(3):
        open_case(world)
    gave_at_once(*[lambda: note_tidings(at=NOW + MINUTE, at_once=True)] * 2)
    assert Tiding.objects.filter(kind="case.opened").count() == 3
    gave = gave_at_once(*[lambda: tell_person(world.lead.person.pk, at=NOW + 7 * MINUTE)] * 2)
    assert sorted(one is None for one in gave) == [False, True]
    assert [one.subject for one in letters_to(world.lead.person)] == ["3 new cases wait"]


def test_two_workers_tell_one_team_once(settings):
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    world = make_world()
    chat = connect_chat("#leeds", "json", "http://127.0.0.1:9/x", unit=world.leeds, by="tests", at=NOW)
    open_case(world)
    note_tidings(at=NOW + MINUTE, at_once=True)
    gave_at_once(*[lambda: tell_team(chat.pk, at=NOW + 20 * MINUTE)] * 2)
    assert Telling.objects.count() == Message.objects.filter(medium="chat").count() == 1


def test_who_dies_while_telling_has_told_nothing(monkeypatch):
    world = make_world()
    open_case(world)
    note_tidings(at=NOW + MINUTE, at_once=True)

    def killed(*words: object, **more: object) -> None:
        raise KeyboardInterrupt

    whole = people.write_message
    monkeypatch.setattr(people, "write_message", killed)
    with pytest.raises(KeyboardInterrupt):
        tell_person(world.lead.person.pk, at=NOW + 7 * MINUTE)
    assert (Telling.objects.count(), Message.objects.count()) == (0, 0)
    assert Tiding.objects.get().is_pending
    monkeypatch.setattr(people, "write_message", whole)
    assert tell_person(world.lead.person.pk, at=NOW + 8 * MINUTE)
    assert len(letters_to(world.lead.person)) == 1
