"""What coach and colleague are told: a voice waits for the coach, a one-to-one is near, an appeal came or was decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.queries import owner_of
from groundswell.foundation.saying import say
from groundswell.foundation.tidings import NewTiding, Pace, TidingKind
from groundswell.listen.signals.models import Signal, Withholding
from groundswell.listen.signals.queries import signals_visible_to

from .coaches import coach_of
from .models import Appeal, AppealDecision, Conversation
from .queries import appeals_to_decide, appeals_visible_to, conversations_visible_to, planned

SOON = timedelta(days=1)


def voices_that_wait(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Poor voices that a coach sees before the person."""
    waiting = Withholding.objects.filter(
        since__gt=since, since__lte=until, released_at=None, person=F("signal__employee")
    )
    for one in waiting.select_related("person__unit"):
        if coach := coach_of(one.person):
            yield NewTiding(
                coach.pk, one.signal_id, f"{one.pk}", one.since, say("A voice about {person} waits for you: you come first", person=one.person),
                reverse("coaching:person", args=[one.person_id]), moment=one.until, signal_id=one.signal_id,
            )  # fmt: skip


def talks_soon(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """One-to-ones of the next day, to both."""
    near = planned(Conversation.objects.filter(planned_at__gt=until, planned_at__lte=until + SOON))
    for talk in near:
        for person in (talk.coach_id, talk.person_id):
            link = reverse("coaching:conversation", args=[talk.pk])
            words = "Your one-to-one is near"
            yield NewTiding(person, talk.pk, f"{talk.pk}", until, words, link, moment=talk.planned_at)


def appeals_made(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Appeals, to whoever answers for the part where they are decided."""
    for one in Appeal.objects.filter(at__gt=since, at__lte=until, withdrawn_at=None).select_related("unit"):
        if owner := owner_of(one.unit):
            link = reverse("coaching:appeal", args=[one.pk])
            words = "A colleague says that a voice is not about them"
            yield NewTiding(owner.pk, one.pk, f"{one.pk}", one.at, words, link, signal_id=one.signal_id)


def appeals_decided(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Decisions, to whoever appealed."""
    for made in AppealDecision.objects.filter(at__gt=since, at__lte=until).select_related("appeal"):
        one, link = made.appeal, reverse("coaching:appeal", args=[made.appeal_id])
        words = "Your appeal is decided"
        yield NewTiding(one.person_id, one.pk, f"{made.pk}", made.at, words, link, signal_id=one.signal_id)


def still_waits(signals: QuerySet[Signal], user: User) -> QuerySet[Signal]:
    """Nobody has shown it to the person meanwhile."""
    return signals.filter(Exists(Withholding.objects.filter(signal=OuterRef("pk"), released_at=None)))


def still_planned(talks: QuerySet[Conversation], user: User) -> QuerySet[Conversation]:
    """Not held, and not called off."""
    return planned(talks)


def still_to_decide(appeals: QuerySet[Appeal], user: User) -> QuerySet[Appeal]:
    """Nobody has decided it meanwhile."""
    return appeals.filter(pk__in=appeals_to_decide(user).order_by().values("pk"))


TIDINGS = (
    TidingKind(
        "coaching.waits", "A poor voice waits for me as the coach", "1 voice waits for you as the coach",
        "{n} voices wait for you as the coach", "coaching:list", voices_that_wait, signals_visible_to, still_waits, Pace.NOW,
    ),
    TidingKind(
        "coaching.talk", "A one-to-one of mine is near", "1 one-to-one is near", "{n} one-to-ones are near", "coaching:list",
        talks_soon, conversations_visible_to, still_planned, moment_words="at {}",
    ),
    TidingKind(
        "coaching.appeal", "A colleague appeals against an attribution", "1 appeal waits for you", "{n} appeals wait for you",
        "coaching:list", appeals_made, appeals_visible_to, still_to_decide,
    ),
    TidingKind(
        "coaching.decided", "My appeal is decided", "1 appeal of yours is decided", "{n} appeals of yours are decided",
        "coaching:list", appeals_decided, appeals_visible_to,
    ),
)  # fmt: skip
