"""Analyst: what moved, what is to be judged, whether it can be trusted, and the same answers for machines."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from groundswell.act.council.owed import owed_by
from groundswell.act.council.wanted import wanted_of
from groundswell.act.initiatives.queries import board
from groundswell.foundation.access.models import User
from groundswell.science.scores.definition import DEFINITIONS
from groundswell.understand.certified.queries import figures_visible_to, state_of, with_state
from groundswell.understand.evidence.queries import signals_without_reading
from groundswell.understand.evidence.store import evidence_store
from groundswell.understand.scores.question import Question
from groundswell.understand.watching.words import alerts_in_words

from .trusting import trust


def home(user: User, at: datetime) -> dict[str, Any]:
    """What can be asked, what moved by itself, and how it is defined."""
    certified = with_state(figures_visible_to(user)).order_by("-until", "-id")
    return {
        "wanted": wanted_of(user, at),
        "owed": owed_by(user, at),
        "rows": evidence_store().rows(),
        "unread": signals_without_reading().count(),
        "alerts": alerts_in_words(user)[:5],
        "moved": [figure for figure in certified[:100] if state_of(figure) == "moved"][:5],
        "initiatives": [line for line in board(user, at) if line.reading][:5],
        "definitions": DEFINITIONS.values(),
        **trust(Question(timezone.localdate()), user, at),
    }
