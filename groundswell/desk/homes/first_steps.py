"""What a new organisation does first: bring what it has heard elsewhere, listen where customers speak by themselves, ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from groundswell.foundation.history.models import Event
from groundswell.listen.channels.models import Connection, FileImport
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import Invitation

NEW_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One thing to begin with: the page where it is done, and why."""

    title: str
    why: str
    page: str


FILE = FirstStep(
    "Bring a file", "What your survey tool has collected arrives with its history.", "channels:files"
)
CHANNEL = FirstStep(
    "Connect a channel",
    "Mailboxes, reviews and help desks: customers speak there already.",
    "channels:connections",
)
SURVEY = FirstStep(
    "Ask by a survey",
    "Two are worded for you. Test one, then give its link to customers.",
    "channels:surveys",
)


def first_steps(at: datetime) -> list[FirstStep]:
    """What is still to do of the three, while the organisation is new or has heard nothing; each is gone when it is done."""
    has_voices = Signal.objects.exists()
    if has_voices and not Event.objects.filter(verb="began", at__gt=at - NEW_FOR).exists():
        return []
    steps = []
    if not FileImport.objects.filter(accepted__gt=0).exists():
        steps.append(FILE)
    if not Connection.objects.filter(ended_at=None).exists():
        steps.append(CHANNEL)
    if not Invitation.objects.exists() and not Signal.objects.exclude(version=None).exists():
        steps.append(SURVEY)
    return steps
