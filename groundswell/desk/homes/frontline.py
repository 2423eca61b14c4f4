"""Frontline: promises, praise and pain of the day, calls to make, one thank-you, what became of what I raised. No chart."""

from datetime import datetime, timedelta
from typing import Any

from groundswell.act.advocates.queries import promoters_to_thank
from groundswell.act.cases.queries import cases_of, with_places, with_state
from groundswell.act.huddles.queries import elevations_of, promises_due
from groundswell.desk.voices import as_cards, cards
from groundswell.foundation.access.models import User
from groundswell.listen.signals.queries import signals_visible_to

from .raised import raised_lines

FRESH = timedelta(days=14)


def home(user: User, at: datetime) -> dict[str, Any]:
    """The day of one colleague."""
    person = user.person
    if person is None:
        return {}
    mine = cards(
        signals_visible_to(user).filter(employee=person, submitted_at__gt=at - FRESH).exclude(comment="")
    )
    good = as_cards(mine.filter(score__gte=9)[:2], user)
    other = as_cards(mine.filter(score__lt=9)[:3], user)
    return {
        "promises": promises_due(person)[:5],
        "voices": good + other,
        "cases": with_places(with_state(cases_of(person), at))[:8],
        "to_thank": promoters_to_thank(user, at).filter(employee=person).exclude(comment="").first(),
        "raised": raised_lines(elevations_of(person)[:3], user),
    }
