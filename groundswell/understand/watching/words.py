"""A signal in words, as the page and the letter say it."""

from __future__ import annotations

from typing import Any

from groundswell.foundation.access.models import User
from groundswell.foundation.saying import Said, listed, say
from groundswell.listen.surveys.models import KindOfScore
from groundswell.look.numbers import ABSENT

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


def what_happened(alert: Alert) -> Said:
    """The signal in one sentence."""
    series = alert.series
    parts = {
        "series": _named(series),
        "figure": _figure(series, alert.value),
        "week": alert.week,
        "side": say("above") if alert.is_high else say("below"),
    }
    if alert.rule == Alert.Rule.RUN:
        weeks, usual = (alert.week - alert.since) // WEEK + 1, _figure(series, alert.centre)
        return say(
            "{series}: {n} weeks in a row {side} the usual {usual}, last {figure} in the week of {week:date}",
            n=weeks, usual=usual, **parts,
        )  # fmt: skip
    usual = say("{low} to {high}", low=_number(alert.low), high=_figure(series, alert.high))
    if alert.rule == Alert.Rule.SLOW:
        words = (
            "{series}: the moving mean stood at {figure} in the week of {week:date}, {side} its range {usual}"
        )
        return say(words, usual=usual, **parts)
    return say(
        "{series}: {figure} in the week of {week:date}, {side} the usual {usual}", usual=usual, **parts
    )


def _figure(series: WatchedSeries, value: float | None) -> Any:
    unit = UNITS.get(series.what)
    return say(f"{{figure}} {unit}", figure=_number(value)) if unit else _number(value)


def _number(value: float | None) -> float | str:
    return ABSENT if value is None else value


def _named(series: WatchedSeries) -> Said:
    """The name of a series, in the words of its reader."""
    name = _score(series) if series.what == WatchedSeries.What.SCORE else _count(series)
    return listed(name, say("slowly")) if series.limits == WatchedSeries.Limits.SLOW else name


def _score(series: WatchedSeries) -> Said:
    kind = "" if series.kind_of_score == KindOfScore.EXPERIENCE else series.get_kind_of_score_display()
    pieces = [say(f"{kind} score") if kind else "", series.touchpoint, series.unit]
    return listed(*pieces) if any(pieces) else say("Score")


def _count(series: WatchedSeries) -> Said:
    what, about = say(series.get_what_display()), series.survey or series.touchpoint or series.unit
    return say("{what}: {about}", what=what, about=about) if about else what


def alerts_in_words(user: User) -> list[tuple[Alert, str]]:
    """What waits for a word within sight, the newest first. One query."""
    return [(alert, f"{what_happened(alert)}.") for alert in open_alerts(alerts_visible_to(user))]
