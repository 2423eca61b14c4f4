"""Ask what is new for somebody, and what became of the tellings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.channels.outbox.queries import messages_visible_to

from .hours import times_of
from .kinds import every_kind
from .models import ChatAddress, Habits, Telling, Tiding
from .readers import may_hear, rows_of
from .standing import Sorted
from .words import line_of


def tidings_of(user: User) -> QuerySet[Tiding]:
    """What was ever new for this person: nobody reads another's list."""
    return Tiding.objects.filter(**rows_of(user))


def unread_of(user: User) -> QuerySet[Tiding]:
    """What they have not looked at. One question, on every page."""
    return tidings_of(user).filter(read_at=None, is_hidden=False)


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line of the list."""

    tiding: Tiding
    words: str
    title: str
    is_settled: bool


def lines_for(user: User, tidings: Sequence[Tiding], found: Sorted) -> list[ListLine]:
    """Lines in the order given; what this person may not see (any more, or not yet) is left out."""
    standing, settled = {one.pk for one in found.standing}, {one.pk for one in found.settled}
    if not may_hear(user):
        return []
    zone = times_of(user.person, Habits.objects.filter(**rows_of(user)).first()).zone
    kinds = every_kind()
    return [
        ListLine(one, line_of(one, kinds[one.kind], zone), kinds[one.kind].title, one.pk in settled)
        for one in tidings
        if one.pk in standing | settled
    ]


def chats_visible_to(user: User) -> QuerySet[ChatAddress]:
    """The chats of the parts within sight, and one's own."""
    own = Q(person=user.person_id or 0)
    return ChatAddress.objects.filter(Q(unit__in=units_visible_to(user)) | own).select_related(
        "unit", "person"
    )


def chats_in_trouble() -> QuerySet[ChatAddress]:
    """Living chats whose last attempt failed."""
    return ChatAddress.objects.filter(ended_at=None).exclude(trouble="").select_related("unit", "person")


def tellings_visible_to(user: User) -> QuerySet[Telling]:
    """What was told to whom: for those who see everything."""
    every = Telling.objects.select_related("person", "partner", "chat__unit")
    return every if user.is_authenticated and user.sees_everything else every.none()


def messages_of(user: User, tellings: Sequence[Telling]) -> dict[str, Message]:
    """The messages of some tellings by their keys, each with its last ``outcome``. One query."""
    keys = [key for one in tellings for key in (one.letter_key, one.note_key)]
    return {message.key: message for message in messages_visible_to(user).filter(key__in=keys)}


def standing_of_tellings(*, since: datetime) -> dict[str, Any]:
    """How many were told since then, and what waits."""
    waiting = Tiding.objects.filter(is_pending=True)
    return {
        "told": Telling.objects.filter(at__gte=since).count(),
        "waiting": waiting.count(),
        "people_waiting": waiting.order_by().values("person", "partner").distinct().count(),
    }
