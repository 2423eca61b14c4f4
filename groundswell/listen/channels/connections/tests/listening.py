"""What tests of channels share: connect one, fetch it, read what arrived."""

from __future__ import annotations

from typing import Any

from groundswell.listen.channels.connections.actions import connect
from groundswell.listen.channels.connections.fetching import fetch_now
from groundswell.listen.channels.connections.models import Connection, Fetch
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import living_signals
from tests.world import NOW

from .provider import Provider


def connected(
    channel: str, provider: Provider | None = None, secret: str = "", second: str = "", **settings: Any
) -> Connection:
    """A connection to this provider."""
    places = settings.pop("places", {})
    address = {"address": provider.address} if provider else {}
    return connect(
        channel,
        channel,
        by="tests",
        at=NOW,
        settings=address | settings,
        secret=secret,
        second=second,
        places=places,
    )


def fetched(connection: Connection, at: Any = NOW) -> Fetch:
    """Fetch it now."""
    connection.refresh_from_db()
    done = fetch_now(connection, at=at)
    assert done is not None
    return done


def told() -> list[tuple[Any, ...]]:
    """Words, rating, best rating and score of every living signal, oldest key first."""
    return [
        (signal.comment, signal.rating, signal.rating_of, signal.score)
        for signal in living_signals().order_by("submitted_at", "key")
    ]


def the_signal() -> Signal:
    """The only one."""
    return living_signals().get()
