"""No letter to an agency and no token of a partner says more than their boards; a letter repeats not even these."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from groundswell.act.telling.jobs import JOBS
from groundswell.act.telling.models import Tiding
from groundswell.desk.api_pages import operations
from groundswell.foundation.access.actions import give_token
from groundswell.listen.channels.models import Message
from tests.partner_house import House, forbidden, make_house
from tests.world import NOW, World


@pytest.fixture
def house(world: World, time_machine) -> House:
    time_machine.move_to(NOW, tick=False)
    return make_house(world)


def test_no_token_of_a_partner_reads_more_than_they_do(house):
    _, secret = give_token(
        "theirs",
        house.petra,
        scopes=("intake", "consent", "scores"),
        lasts=timedelta(days=1),
        by="test",
        at=NOW,
    )
    machine = Client(headers={"Authorization": f"Bearer {secret}"})
    for one in operations():
        if one.method == "get":
            said = machine.get(one.path).content.decode()
            assert [word for word in forbidden("quick", "both") if word in said] == [], one.name
            figures = [row for row in _rows(said) if row.get("n")]
            assert figures == [], one.name


def test_letters_to_a_partner_say_that_something_is_new_and_nothing_of_what(house, world, time_machine):
    boards, petra, simon = house.boards, house.petra, house.simon
    for days in (0, 1, 7):
        time_machine.move_to(NOW + timedelta(days=days, hours=1), tick=False)
        for job in JOBS:
            job.work(NOW + timedelta(days=days, hours=1))
    for user, own in ((petra, ("quick", "both")), (simon, ("slow", "both"))):
        letters = Message.objects.filter(address=user.email)
        said = " ".join(f"{one.subject} {one.body} {one.html}" for one in letters)
        assert "There is a new brief for you" in said
        assert [word for word in forbidden() if word in said] == [], "not even what is shared with them"
        shown = {reverse("partners:board", args=[boards[name].pk]) for name in own}
        links = Tiding.objects.filter(partner=user).values_list("link", flat=True)
        assert {link.partition("#")[0] for link in links} == shown
    assert not Message.objects.filter(address=world.partner.email).exists(), "the role alone is told nothing"


def _rows(said: str) -> list[dict]:
    """Everything in an answer that may be a figure."""
    try:
        waiting, found = [json.loads(said)], []
    except ValueError:
        return []
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found.append(one)
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return found
