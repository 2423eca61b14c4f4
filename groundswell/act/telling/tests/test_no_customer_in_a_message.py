"""No message to a colleague or a chat says who a customer is or what anybody wrote: tried with every kind there is."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from groundswell.act.cases.escalation.climbing import climb
from groundswell.act.telling.actions import connect_chat
from groundswell.act.telling.chat import FORMS, hand_note, payload_of
from groundswell.act.telling.kinds import every_kind
from groundswell.act.telling.models import ChatAddress, Tiding
from groundswell.act.telling.noting import note_tidings
from groundswell.act.telling.people import tell_people
from groundswell.act.telling.team import tell_teams
from groundswell.listen.channels.connections.tests.provider import Recorded, playing
from groundswell.listen.channels.outbox.delivering import hand_over_due
from groundswell.listen.channels.outbox.models import CHAT, Message
from tests.canary import CARLA
from tests.world import NOW, World

from .news import something_of_every_kind
from .telling_world import DAY, HOUR

TOLD_BY = [NOW + 2 * HOUR, NOW + 2 * HOUR + HOUR / 4, NOW + DAY]


def parts_of(words: str) -> set[str]:
    """Every piece of a name or a sentence that would give it away."""
    return {piece for piece in words.replace("@", " ").replace(".", " ").split() if len(piece) > 4}


NEEDLES = {
    *CARLA.needles,
    *parts_of(CARLA.name),
    *parts_of(CARLA.email),
    *parts_of(CARLA.words),
    CARLA.phone[-6:],
} - {
    "people",
    "example",
}


@pytest.fixture
def told(world: World, settings, time_machine) -> list[bytes]:
    """Everything that left the house: letters, and what a chat of each form was given."""
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    with playing(Recorded({})) as chat:
        for form in FORMS:
            connect_chat(f"#{form}", form, chat.address, unit=world.root, by="tests", at=NOW - DAY)
        for user, form in ((world.lead, "slack"), (world.office, "teams")):
            connect_chat("Mine", form, chat.address, person=user.person, by="tests", at=NOW - DAY)
        something_of_every_kind(world, CARLA)
        for at in TOLD_BY:
            time_machine.move_to(at, tick=False)
            climb(at=at)
            note_tidings(at=at, at_once=True)
            tell_people(at=at)
            tell_teams(at=at)
            hand_over_due(CHAT, hand_note, at=at)
        letters = Message.objects.filter(key__startswith="tidings-").values_list("subject", "body", "html")
        return [*(json.dumps(one).encode() for one in letters), *(body for _, _, body in chat.asked)]


def test_every_kind_is_tried_and_told(told):
    assert set(Tiding.objects.values_list("kind", flat=True)) == set(every_kind())
    waits = Tiding.objects.filter(is_pending=True, noted_at__lt=TOLD_BY[-1])
    assert list(waits.filter(is_hidden=False).values_list("kind", flat=True)) == []
    hidden = waits.filter(is_hidden=True).values_list("kind", flat=True)
    assert list(hidden) == ["voice.mine"], "the one that the coach sees first"
    assert len(told) > 8


@pytest.mark.once
def test_neither_a_message_nor_the_list_says_who_a_customer_is_and_a_chat_hears_numbers_only(told, world):
    """A chat does not even hear what a mail may say: no part, no moment, no reference of a complaint."""
    kept = " ".join(f"{one.words} {one.link} {one.key}" for one in Tiding.objects.all())
    for text in (kept.casefold(), *(body.decode().casefold() for body in told)):
        assert [needle for needle in NEEDLES if needle.casefold() in text] == []
    notes = Message.objects.filter(medium=CHAT)
    assert notes.count() >= 5
    allowed = {kind.counted(number) for kind in every_kind().values() for number in range(1, 30)}
    for note in notes:
        *lines, link = note.body.split("\n")
        assert set(lines) <= allowed
        assert link.startswith(f"{settings.BASE_URL}/")
        assert note.subject in {"What is new for you", f"What is new for {world.root}"}


@pytest.mark.parametrize("form", ChatAddress.Format.values)
def test_every_form_of_chat_gets_its_own_message(form):
    given = json.loads(payload_of(form, "2 new cases wait\n1 <b> & c\nhttps://voices.example/new/"))
    text = json.dumps(given)
    assert "2 new cases wait" in text
    assert "https://voices.example/new/" in text
    if form == "slack":
        assert given == {
            "text": "2 new cases wait\n1 &lt;b&gt; &amp; c\n<https://voices.example/new/|Open in Groundswell>"
        }
    if form == "teams":
        (attached,) = given["attachments"]
        assert (given["type"], attached["contentType"]) == (
            "message",
            "application/vnd.microsoft.card.adaptive",
        )
        assert attached["content"]["actions"][0] == {
            "type": "Action.OpenUrl", "title": "Open in Groundswell", "url": "https://voices.example/new/",
        }  # fmt: skip
