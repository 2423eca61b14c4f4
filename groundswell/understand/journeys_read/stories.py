"""The voices behind one way or turn, customer by customer, as far as somebody may see them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.db.models import QuerySet
from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.look.components import Voice

from .models import StoryVoice


def stories_behind(voices: QuerySet[StoryVoice], user: User) -> Sequence[Sequence[Voice]]:
    """Each customer's voices in their order; a story of which something is out of sight is left out. Two queries."""
    rows = list(voices.order_by("story", "place"))
    seen = {
        signal.pk: signal
        for signal in signals_visible_to(user)
        .filter(pk__in=[row.signal_id for row in rows], superseded_by=None)
        .select_related("touchpoint", "unit", "reading")
    }
    told = (list(story) for _, story in groupby(rows, key=lambda row: row.story))
    return [
        [_voice(seen[row.signal_id]) for row in story]
        for story in told
        if all(row.signal_id in seen for row in story)
    ]


def _voice(signal: Signal) -> Voice:
    return Voice(
        text=signal.reading.redacted_comment if hasattr(signal, "reading") else "",
        score=signal.score,
        said_at=signal.submitted_at,
        touchpoint=str(signal.touchpoint or signal.get_kind_of_score_display()),
        unit=str(signal.unit or ""),
        channel=signal.get_channel_display(),
        url=reverse("desk:voice", args=[signal.pk]),
    )
