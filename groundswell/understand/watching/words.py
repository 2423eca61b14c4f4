"""A signal in words, as the page and the letter say it."""

from __future__ import annotations

from groundswell.foundation.access.models import User
from groundswell.look.numbers import plain

from .models import Alert, WatchedSeries
from .queries import alerts_visible_to, open_alerts
from .weeks import WEEK

UNITS = {WatchedSeries.What.SCORE: "points", WatchedSeries.What.RESPONSE: "per cent"}
MEANINGS = {
    WatchedSeries.What.SCORE: "Net promoter score of the answers given in each week; weeks with fewer than 10 are left open.",
    WatchedSeries.What.RESPONSE: "Share of those asked in each week who answered within seven days; weeks with fewer than 20 asked are left open.",
    WatchedSeries.What.ANSWERS: "Voices of customers received in each week, by any way.",
    WatchedSeries.What.COMPLAINTS: "Complaints in the register, by the week in which they were said.",
}


def written(series: WatchedSeries, value: float | None) -> str:
    """A figure in the unit of its series."""
    return " ".join(filter(None, [plain(value), UNITS.get(series.what)]))


def what_happened(alert: Alert) -> str:
    """The signal in one sentence."""
    series, side = alert.series, "above" if alert.is_high else "below"
    figure, day = written(series, alert.value), f"{alert.week:%-d %B %Y}"
    if alert.rule == Alert.Rule.RUN:
        weeks = (alert.week - alert.since) // WEEK + 1
        usual = written(series, alert.centre)
        return (
            f"{series}: {weeks} weeks in a row {side} the usual {usual}, last {figure} in the week of {day}."
        )
    if alert.rule == Alert.Rule.SLOW:
        mean, usual = written(series, alert.value), f"{plain(alert.low)} to {written(series, alert.high)}"
        return f"{series}: the moving mean stood at {mean} in the week of {day}, {side} its range {usual}."
    usual = f"{plain(alert.low)} to {written(series, alert.high)}"
    return f"{series}: {figure} in the week of {day}, {side} the usual {usual}."


def alerts_in_words(user: User) -> list[tuple[Alert, str]]:
    """What waits for a word within sight, the newest first. One query."""
    return [(alert, what_happened(alert)) for alert in open_alerts(alerts_visible_to(user))]
