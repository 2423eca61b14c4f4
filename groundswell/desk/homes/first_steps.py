"""What a new organisation does first: listen, and then the whole loop, step by step, until each has been done once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from groundswell.act.cases.models import ContactAttempt
from groundswell.act.council.models import Body, Decision
from groundswell.act.huddles.models import Huddle
from groundswell.act.initiatives.models import Initiative
from groundswell.act.opportunities.models import Opportunity
from groundswell.act.replies.models import Announcement
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import may_open
from groundswell.foundation.customers.models import Consent, Revenue
from groundswell.foundation.history.models import Event
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.channels.models import Connection, FileImport
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import Invitation
from groundswell.prove.benefits.models import Benefit
from groundswell.understand.themes.models import Theme

NEW_FOR = timedelta(days=30)
LEARNS_FOR = timedelta(days=180)


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
Done = Callable[[], bool]
LOOP: tuple[tuple[FirstStep, Done], ...] = (
    (
        FirstStep(
            "Draw the parts of the organisation",
            "A voice belongs to a team, and its team answers it.",
            "desk:units",
        ),
        lambda: Unit.objects.filter(closed_on=None).exclude(parent=None).exists(),
    ),
    (
        FirstStep(
            "Name the touchpoints",
            "Moments in which customers meet you: scores and effects are measured there.",
            "journeys_read:touchpoints",
        ),
        lambda: Touchpoint.objects.exclude(stage=None).exists(),
    ),
    (
        FirstStep("Let colleagues in", "Whoever can act must read what customers said.", "desk:colleagues"),
        lambda: User.objects.filter(is_active=True).count() > 1,
    ),
    (
        FirstStep("Name the themes", "What many customers mean, by the words they use.", "theming:list"),
        lambda: Theme.objects.exists(),
    ),
    (
        FirstStep(
            "Get back to a customer", "Call, note how it went, close the case with its cause.", "cases:list"
        ),
        lambda: ContactAttempt.objects.exists(),
    ),
    (
        FirstStep("Hold a huddle", "Fifteen minutes with the team and its own voices.", "huddles:list"),
        lambda: Huddle.objects.exclude(ended_at=None).exists(),
    ),
    (
        FirstStep(
            "Bring what customers bring in", "So that an issue has its weight in money.", "desk:revenue"
        ),
        lambda: Revenue.objects.exists(),
    ),
    (
        FirstStep(
            "Enter an opportunity", "What no team can settle alone, from a theme.", "opportunities:register"
        ),
        lambda: Opportunity.objects.exists(),
    ),
    (
        FirstStep("Say who decides", "A body with seats, rights and an envelope.", "council:council"),
        lambda: Body.objects.filter(seats__isnull=False, rights__isnull=False).exists(),
    ),
    (
        FirstStep("Decide", "Propose what to do about the opportunity; the body decides.", "council:council"),
        lambda: Decision.objects.exists(),
    ),
    (
        FirstStep(
            "Begin an initiative",
            "What is approved becomes work with a measured effect.",
            "initiatives:board",
        ),
        lambda: Initiative.objects.exists(),
    ),
    (
        FirstStep("Note what it brought", "Against units without it, never against hope.", "benefits:list"),
        lambda: Benefit.objects.exists(),
    ),
    (
        FirstStep(
            "Bring what customers agreed to", "Nobody is written to who has not said yes.", "desk:agreed"
        ),
        lambda: Consent.objects.exists(),
    ),
    (
        FirstStep(
            "Tell what came of it", "You said, we did: to customers and to whoever raised it.", "replies:list"
        ),
        lambda: Announcement.objects.exists(),
    ),
)


@dataclass(frozen=True, slots=True)
class LoopStep:
    """A step of the loop, and whether it has been done once; ``is_next`` is the first that was not."""

    step: FirstStep
    is_done: bool
    is_next: bool


def first_steps(at: datetime) -> list[FirstStep]:
    """What is still to do of the three, while the organisation is new or has heard nothing; each is gone when it is done."""
    has_voices = Signal.objects.exists()
    if has_voices and not _began_after(at - NEW_FOR):
        return []
    steps = []
    if not FileImport.objects.filter(accepted__gt=0).exists():
        steps.append(FILE)
    if not Connection.objects.filter(ended_at=None).exists():
        steps.append(CHANNEL)
    if not Invitation.objects.exists() and not Signal.objects.exclude(version=None).exists():
        steps.append(SURVEY)
    return steps


def loop_steps(user: User, at: datetime) -> list[LoopStep]:
    """Once around the loop, in order, for the steps whose page this person opens; nothing once all of it was done, or when
    the organisation has been here for half a year."""
    if not _began_after(at - LEARNS_FOR):
        return []
    seen = [(step, done()) for step, done in LOOP if may_open(user, reverse(step.page))]
    first = next((step for step, is_done in seen if not is_done), None)
    return [LoopStep(step, is_done, step is first) for step, is_done in seen] if first else []


def _began_after(moment: datetime) -> bool:
    return Event.objects.filter(verb="began", at__gt=moment).exists()
