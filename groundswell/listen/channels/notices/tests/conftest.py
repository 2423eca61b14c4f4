"""A receiver on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from groundswell.listen.channels.connections.tests.provider import Provider, playing
from tests.world import World

from .telling import TAKEN


@pytest.fixture
def receiver(settings, world: World) -> Iterator[Provider]:
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    with playing(TAKEN) as running:
        yield running
