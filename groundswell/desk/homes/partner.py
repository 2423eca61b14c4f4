"""A partner's morning: what is asked of their agency, and what is new on their boards."""

from datetime import datetime
from typing import Any

from groundswell.act.initiatives.waiting import in_a_sentence
from groundswell.act.partners.queries import agency_of, news_for
from groundswell.act.partners.waiting import lines_for
from groundswell.foundation.access.models import User


def home(user: User, at: datetime) -> dict[str, Any]:
    """What waits over all boards by its day, the boards, and what others wrote lately."""
    agency, lines = agency_of(user), lines_for(user, at)
    asked = sorted(
        ((wait, line.board) for line in lines for wait in line.mine), key=lambda one: one[0].by or at.date()
    )
    return {
        "agency": agency,
        "lines": lines,
        "asked": asked,
        "asked_words": in_a_sentence([wait for wait, _ in asked], whose=str(agency)),
        "news": news_for(user, at),
    }
