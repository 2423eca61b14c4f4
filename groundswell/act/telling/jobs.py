"""Regular work: note what is new, tell it, forget what was read long ago."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job
from groundswell.listen.channels.outbox.delivering import hand_over_due, undelivered
from groundswell.listen.channels.outbox.models import CHAT, Delivery

from .chat import hand_note
from .forgetting import forget_tidings
from .noting import note_tidings
from .people import look_again_at_waiting, tell_people
from .team import tell_teams

AT_ONE_TIME = 10
"""A slow chat takes ten seconds at most: other work goes on soon."""


def tell(at: datetime) -> str:
    """Note what is new and tell what is due."""
    new, late = note_tidings(at=at), look_again_at_waiting(at=at)
    people, teams = tell_people(at=at), tell_teams(at=at)
    said = {"new": new, "people told": people, "teams told": teams, "waiting letters changed": late}
    return ", ".join(f"{number} {what}" for what, number in said.items() if number)


def hand_notes(at: datetime) -> str:
    """Deliver chat messages that are due; one bad address never stops the rest."""
    counts = Counter(hand_over_due(CHAT, hand_note, at=at, most=AT_ONE_TIME))
    sent = counts.pop(Delivery.Outcome.SENT, 0)
    return f"{sent} sent, {counts.total()} not" if sent or counts else ""


def forget(at: datetime) -> str:
    """Forget what is over."""
    count = forget_tidings(at=at)
    return f"{count} tidings forgotten" if count else ""


JOBS = [
    Job("tell colleagues", timedelta(seconds=30), tell),
    Job(
        "deliver chat messages",
        timedelta(seconds=5),
        hand_notes,
        is_wanted=lambda: undelivered().filter(medium=CHAT).exists(),
    ),
    Job("forget tidings", timedelta(days=1), forget),
]
