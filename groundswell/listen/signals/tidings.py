"""What somebody is told about voices that speak of them. Which of them may be told, and when, other rooms may say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.foundation.saying import say
from groundswell.foundation.tidings import NewTiding, Pace, TidingKind

from .models import Signal
from .queries import living_signals, signals_visible_to

PRAISE = Q(score__gte=9)


def _about_somebody(which: Q, words: str) -> Callable[[datetime, datetime], Iterator[NewTiding]]:
    """Voices with words about one colleague."""

    def find(since: datetime, until: datetime) -> Iterator[NewTiding]:
        said = living_signals().filter(
            which, employee__isnull=False, received_at__gt=since, received_at__lte=until
        )
        for signal in said.exclude(comment="").select_related("touchpoint"):
            yield _tiding(signal, words)

    return find


def _tiding(signal: Signal, words: str) -> NewTiding:
    return NewTiding(
        person_id=signal.employee_id or 0,
        subject_id=signal.pk,
        key=f"{signal.pk}",
        at=signal.received_at,
        words=say("{what}: {touchpoint}", what=say(words), touchpoint=signal.touchpoint)
        if signal.touchpoint
        else words,
        link=reverse("desk:voice", args=[signal.pk]),
        signal_id=signal.pk,
    )


def still_about(signals: QuerySet[Signal], user: User) -> QuerySet[Signal]:
    """Nobody said meanwhile that it is about somebody else."""
    return signals.filter(employee=user.person_id or 0)


TIDINGS = (
    TidingKind(
        "voice.praise", "A customer praises me", "1 customer praised you", "{n} customers praised you", "desk:voices",
        _about_somebody(PRAISE, "A customer praised you"), signals_visible_to, still_about, Pace.DAILY,
    ),
    TidingKind(
        "voice.mine", "A customer speaks about their time with me", "1 customer spoke of you", "{n} customers spoke of you",
        "desk:voices", _about_somebody(~PRAISE | Q(score=None), "A customer spoke about their time with you"),
        signals_visible_to, still_about, Pace.DAILY,
    ),
)  # fmt: skip
