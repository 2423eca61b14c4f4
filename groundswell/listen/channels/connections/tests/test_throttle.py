"""Who calls a hook too often, or guesses, is asked to come back; a provider never notices."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from groundswell.listen.channels.connections import hooks
from groundswell.listen.channels.connections.tests.listening import connected
from tests.world import NOW, World


@pytest.fixture(autouse=True)
def in_one_minute() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def called(path: str, **headers: str) -> int:
    return Client().post(path, b"{}", content_type="application/json", headers=headers).status_code


def test_a_guesser_is_stopped_and_may_come_back_in_a_minute(world: World, monkeypatch, in_one_minute):
    monkeypatch.setattr(hooks, "GUESSES", 2)
    answers = [called(f"/hooks/twilio/guess-{number}/") for number in range(4)]
    assert answers == [404, 404, 404, 429]
    in_one_minute.shift(60)
    assert called("/hooks/twilio/guess/") == 404


def test_wrong_signatures_are_guesses_whatever_address_a_header_claims(world: World, monkeypatch):
    monkeypatch.setattr(hooks, "GUESSES", 1)
    path = f"/hooks/typeform/{connected('typeform', None, 'key').token}/"
    answers = [called(path, x_forwarded_for=f"10.0.0.{number}") for number in range(3)]
    assert answers == [401, 401, 429]


def test_one_hook_takes_so_many_calls_and_leaves_the_others_alone(world: World, monkeypatch):
    monkeypatch.setattr(hooks, "CALLS", 2)
    loud, calm = (f"/hooks/help_scout/{connected('help_scout').token}/" for _ in range(2))
    assert [called(loud) for _ in range(3)] == [200, 200, 429]
    assert called(calm) == 200
    answer = Client().post(loud, b"{}", content_type="application/json")
    assert answer["Retry-After"] == "60"
