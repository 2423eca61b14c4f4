"""Frontline: promises, praise and pain of the day, calls to make, one thank-you, what became of what I raised. No chart."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from groundswell.act.advocates.queries import promoters_to_thank
from groundswell.act.cases.figures import RECOVERED
from groundswell.act.cases.models import Case
from groundswell.act.cases.queries import cases_of, cases_visible_to, with_places, with_state
from groundswell.act.coaching.own import good_first, own_voices
from groundswell.act.coaching.queries import conversations_visible_to, open_actions_of, planned
from groundswell.act.council.owed import owed_by
from groundswell.act.council.wanted import wanted_of
from groundswell.act.huddles.queries import elevations_of, promises_due
from groundswell.act.praise.queries import cards_to, one_to_thank
from groundswell.desk.voices import as_cards, cards
from groundswell.foundation.access.models import User

from .case_work import case_work
from .raised import raised_lines

FRESH = timedelta(days=14)


def came_back_to(user: User, since: datetime) -> QuerySet[Case]:
    """Customers whose case this colleague closed and who are content by their second answer, the last closed first."""
    mine = cases_visible_to(user).filter(RECOVERED, closure__by=user.person, closed_at__gt=since)
    return mine.select_related("customer", "signal").order_by("-closed_at", "-pk")


def home(user: User, at: datetime) -> dict[str, Any]:
    """The day of one colleague."""
    person = user.person
    if person is None:
        return {}
    since = at - FRESH
    mine = cards(good_first(own_voices(user).filter(submitted_at__gt=since).exclude(comment=""), since))
    return {
        "promises": promises_due(person)[:5],
        "voices": [
            *as_cards(mine.filter(is_good=True)[:2], user),
            *as_cards(mine.filter(is_good=False)[:3], user),
        ],
        "talk": planned(conversations_visible_to(user)).first(),
        "agreed": open_actions_of(person)[:3],
        "card": cards_to(person).filter(at__gt=since).first(),
        "praised": one_to_thank(person, at),
        "cases": with_places(with_state(cases_of(person), at))[:8],
        "came_back": came_back_to(user, since)[:3],
        "to_thank": promoters_to_thank(user, at).filter(employee=person).exclude(comment="").first(),
        "work": case_work(user, at),
        "wanted": wanted_of(user, at),
        "owed": owed_by(user, at),
        "raised": raised_lines(elevations_of(person)[:3], user),
    }
