"""What is done with connections: made, changed, paused, gone on with, ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit

from ..registry import CHANNELS
from .models import Connection
from .secrets import keep_secret, second_of


@transaction.atomic
def connect(
    channel: str,
    name: str,
    *,
    by: object,
    at: datetime,
    settings: Mapping[str, str] | None = None,
    secret: str = "",
    second: str = "",
    unit: Unit | None = None,
    touchpoint: Touchpoint | None = None,
    places: Mapping[str, str] | None = None,
    kind_of_score: str = "experience",
) -> Connection:
    """Begin to listen at one more place. It is fetched at the next round."""
    connection = Connection.objects.create(
        channel=CHANNELS[channel].code,
        name=name,
        settings=dict(settings or {}),
        unit=unit,
        touchpoint=touchpoint,
        places=dict(places or {}),
        kind_of_score=kind_of_score,
        next_at=at,
        made_at=at,
    )
    _keep_secrets(connection, secret, second)
    record("connected", connection, by=by, at=at, channel=channel)
    return connection


@transaction.atomic
def change_connection(
    connection: Connection, *, by: object, at: datetime, secret: str = "", second: str = "", **changes: Any
) -> None:
    """Change what was entered, and try again at once. An empty secret keeps the old one."""
    for name, value in changes.items():
        setattr(connection, name, value)
    connection.next_at = at
    connection.save()
    _keep_secrets(connection, secret, second)
    record("changed connection", connection, by=by, at=at, changed=sorted(changes))


def _keep_secrets(connection: Connection, secret: str, second: str) -> None:
    for name, given in ((connection.pk, secret), (second_of(connection.pk), second)):
        if given:
            keep_secret(name, given)


@transaction.atomic
def pause_connection(connection: Connection, *, by: object, at: datetime) -> None:
    """Fetch nothing for now. What its hook is told is kept and read when the connection goes on."""
    connection.paused_at = at
    connection.save(update_fields=["paused_at"])
    record("paused connection", connection, by=by, at=at)


@transaction.atomic
def go_on_with_connection(connection: Connection, *, by: object, at: datetime) -> None:
    """Listen again, from where it stood."""
    connection.paused_at, connection.next_at = None, at
    connection.save(update_fields=["paused_at", "next_at"])
    record("went on with connection", connection, by=by, at=at)


@transaction.atomic
def read_again(connection: Connection, *, by: object, at: datetime) -> None:
    """Take everything from the beginning: kept calls are read anew, the place is fetched whole. Nothing arrives twice."""
    connection.unreadable_messages.all().delete()
    connection.calls.exclude(body=b"").update(read_at=None)
    connection.cursor, connection.next_at = {}, at
    connection.save(update_fields=["cursor", "next_at"])
    record("read connection again", connection, by=by, at=at)


@transaction.atomic
def end_connection(connection: Connection, *, by: object, at: datetime) -> None:
    """Stop listening there. What arrived stays."""
    connection.ended_at = at
    connection.save(update_fields=["ended_at"])
    record("ended connection", connection, by=by, at=at)
