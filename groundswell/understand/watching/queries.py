"""Ask what is watched, what waits, and how often chance alone would raise an alarm."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import within_sight
from groundswell.science.streams.chart import FALSE_ALARM_EVERY, SLOW_FALSE_ALARM_EVERY

from .models import Alert, WatchedSeries


def living_series() -> QuerySet[WatchedSeries]:
    """What is watched now."""
    return WatchedSeries.objects.filter(ended_at=None)


def series_visible_to(user: User) -> QuerySet[WatchedSeries]:
    """What is watched within sight, and what the person was given to watch."""
    return WatchedSeries.objects.filter(_seen(user)).select_related(
        "touchpoint", "unit", "survey", "owner", "look"
    )


def alerts_visible_to(user: User) -> QuerySet[Alert]:
    """Alerts of the series within sight, the newest first."""
    about = ("series__touchpoint", "series__unit", "series__survey")
    found = Alert.objects.filter(_seen(user, "series__"))
    return found.select_related(*about, "owner", "acknowledgement__by", "settlement__by")


def open_alerts(alerts: QuerySet[Alert]) -> QuerySet[Alert]:
    """Those that nobody has settled."""
    return alerts.filter(settlement=None)


def false_alarm_words(watched: int, slow: int = 0) -> str:
    """How often chance alone opens an alert among so many series, in a sentence; ``slow`` of them are moving means."""
    if not watched:
        return "Nothing is watched."
    weeks = 1 / ((watched - slow) / FALSE_ALARM_EVERY + slow / SLOW_FALSE_ALARM_EVERY)
    often = f"about every {weeks:.0f} weeks" if weeks >= 1.5 else f"about {1 / weeks:.1f} times a week"
    figures = "1 figure is" if watched == 1 else f"{watched} figures are"
    return f"{figures} watched. Where nothing changes at all, chance alone still opens an alert {often}."


def _seen(user: User, of: str = "") -> Q:
    seen = within_sight(user, f"{of}unit")
    if not seen or not user.is_active or user.person_id is None:
        return seen
    return seen | Q(**{f"{of}owner": user.person_id})
