"""Ask about connections: which are due, how they do, what they could not read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from groundswell.foundation.access.models import User

from .models import Connection, Fetch, HookCall, UnreadableMessage


def connections_visible_to(user: User) -> QuerySet[Connection]:
    """Connections are for those who see everything."""
    return (
        Connection.objects.all()
        if user.is_authenticated and user.sees_everything
        else Connection.objects.none()
    )


def due_connections(at: datetime) -> QuerySet[Connection]:
    """What is to be fetched now, the longest waiting first."""
    return Connection.objects.filter(ended_at=None, paused_at=None, next_at__lte=at).order_by("next_at", "id")


def calls_to_read() -> QuerySet[HookCall]:
    """Calls that were stored and not yet read."""
    return (
        HookCall.objects.filter(read_at=None, connection__paused_at=None)
        .select_related("connection")
        .order_by("id")
    )


def connection_by(channel: str, token: str) -> Connection | None:
    """The living connection behind the address of a hook."""
    return Connection.objects.filter(channel=channel, token=token, ended_at=None).first()


def with_health(connections: QuerySet[Connection]) -> QuerySet[Connection]:
    """The same with the last fetch, the last that worked, the last call and how much could not be read: one query."""
    fetches = Fetch.objects.filter(connection=OuterRef("pk")).order_by("-at", "-id")
    worked = fetches.filter(outcome=Fetch.Outcome.FETCHED)
    calls = HookCall.objects.filter(connection=OuterRef("pk")).order_by("-at")
    lost = UnreadableMessage.objects.filter(connection=OuterRef("pk")).values("connection")
    return connections.select_related("unit", "touchpoint").annotate(
        last_outcome=Subquery(fetches.values("outcome")[:1]),
        last_note=Subquery(fetches.values("note")[:1]),
        worked_at=Subquery(worked.values("at")[:1]),
        called_at=Subquery(calls.values("at")[:1]),
        lost=Coalesce(Subquery(lost.annotate(number=Count("*")).values("number")), 0),
    )


@dataclass(frozen=True, slots=True)
class Health:
    """How a connection does, in words, with what to do. ``state``: works, waits, trouble, lost, paused or ended."""

    state: str
    words: str
    worked_at: datetime | None = None

    @property
    def is_well(self) -> bool:
        return self.state in {"works", "waits", "paused", "ended"}


def health_of(connection: Connection) -> Health:
    """Judge a connection that ``with_health`` loaded."""
    found: Any = connection
    at = max(filter(None, (found.worked_at, found.called_at)), default=None)
    if found.ended_at:
        return Health("ended", "What arrived stays.", at)
    if found.paused_at:
        return Health("paused", "Nothing is fetched; what its hook is told is kept and read later.", at)
    if found.last_outcome and found.last_outcome != Fetch.Outcome.FETCHED:
        return Health("trouble", found.last_note or Fetch.Outcome(found.last_outcome).label, at)
    if found.lost:
        many = "One message" if found.lost == 1 else f"{found.lost:,} messages"
        return Health("lost", f"{many} could not be read. Open the connection to see why.", at)
    if at is None:
        return Health("waits", "Nothing has arrived yet.")
    return Health("works", "Everything that came could be read.", at)


@dataclass(frozen=True, slots=True)
class Standing:
    """All connections at a glance."""

    living: int
    in_trouble: tuple[Connection, ...]

    @property
    def sentence(self) -> str:
        """Where we listen, and whether it works."""
        if not self.living:
            return "Nothing is connected yet"
        many = "The connection" if self.living == 1 else f"All {self.living:,} connections"
        if not self.in_trouble:
            return f"{many} work{'s' if self.living == 1 else ''}"
        return f"{len(self.in_trouble):,} of {self.living:,} connection{'s'[: self.living > 1]} need{'s'[: len(self.in_trouble) == 1]} you"


def standing_of(connections: QuerySet[Connection]) -> Standing:
    """How they do together."""
    living = list(with_health(connections.filter(ended_at=None)).order_by("name", "id"))
    return Standing(len(living), tuple(one for one in living if not health_of(one).is_well))
