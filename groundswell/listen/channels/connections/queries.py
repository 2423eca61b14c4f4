"""Ask about connections: which are due, how they do, what they could not read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery

from groundswell.foundation.access.models import User

from .models import Connection, Fetch, HookCall


def connections_visible_to(user: User) -> QuerySet[Connection]:
    """Connections are for those who see everything."""
    return (
        Connection.objects.all()
        if user.is_authenticated and user.sees_everything
        else Connection.objects.none()
    )


def due_connections(at: datetime) -> QuerySet[Connection]:
    """What is to be fetched now, the longest waiting first."""
    return Connection.objects.filter(ended_at=None, next_at__lte=at).order_by("next_at", "id")


def calls_to_read() -> QuerySet[HookCall]:
    """Calls that were stored and not yet read."""
    return HookCall.objects.filter(read_at=None).select_related("connection").order_by("id")


def connection_by(channel: str, token: str) -> Connection | None:
    """The living connection behind the address of a hook."""
    return Connection.objects.filter(channel=channel, token=token, ended_at=None).first()


def with_health(connections: QuerySet[Connection]) -> QuerySet[Connection]:
    """The same with the last fetch, the last call and how much could not be read: one query."""
    newest = Fetch.objects.filter(connection=OuterRef("pk")).order_by("-at", "-id")
    return connections.select_related("unit", "touchpoint").annotate(
        last_at=Subquery(newest.values("at")[:1]),
        last_outcome=Subquery(newest.values("outcome")[:1]),
        last_note=Subquery(newest.values("note")[:1]),
        last_received=Subquery(newest.values("received")[:1]),
        last_call_at=Max("calls__at"),
        lost=Count("unreadable_messages", distinct=True),
    )


@dataclass(frozen=True, slots=True)
class Health:
    """How a connection does, in words, with what to do."""

    is_well: bool
    words: str


def health_of(connection: Connection) -> Health:
    """Judge a connection that ``with_health`` loaded."""
    if connection.ended_at:
        return Health(True, "Ended. What arrived stays.")
    outcome, note = connection.last_outcome, connection.last_note  # type: ignore[attr-defined]
    if outcome and outcome != Fetch.Outcome.FETCHED:
        return Health(False, note or Fetch.Outcome(outcome).label)
    if connection.lost:  # type: ignore[attr-defined]
        return Health(False, "Some messages could not be read. Open the connection to see why.")
    if not connection.last_at and not connection.last_call_at:  # type: ignore[attr-defined]
        return Health(True, "Nothing yet.")
    return Health(True, "Works.")
