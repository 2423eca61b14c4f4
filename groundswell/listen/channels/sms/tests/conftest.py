"""Texting: a day, a customer with a number, Twilio and a gateway on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from groundswell.foundation.customers.actions import find_or_make_customer
from groundswell.foundation.customers.models import Consent, Customer
from groundswell.listen.channels.connections.tests.listening import connected
from groundswell.listen.channels.connections.tests.provider import Provider, Recorded, playing
from tests.world import NOW, World

from .texting import NUMBER, TAKEN


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def customer(world: World) -> Customer:
    found = find_or_make_customer({"phone": NUMBER})
    assert found is not None
    for purpose in (Consent.Purpose.ASKING, Consent.Purpose.CONTACT):
        Consent.objects.create(customer=found, purpose=purpose, channel="text", given_at=NOW)
    return found


@pytest.fixture
def reachable(settings) -> None:
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    settings.BASE_URL = "https://voices.example"


@pytest.fixture
def twilio(reachable, world: World) -> Iterator[Provider]:
    with playing(TAKEN) as provider:
        connected("twilio", provider, "auth token", account="AC1", sender="+447700900009", asks="no")
        yield provider


@pytest.fixture
def gateway(reachable, world: World) -> Iterator[Provider]:
    with playing(Recorded({"id": "g-1"}, 202)) as provider:
        connected("sms_gateway", provider, "key", sender="Linden")
        yield provider
