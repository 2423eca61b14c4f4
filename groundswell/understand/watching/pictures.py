"""The control chart of a series, with the places where its mean shifted, and the voices behind each week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from groundswell.look.charts import Chart, ControlMark, Shift, control
from groundswell.look.numbers import plain
from groundswell.science.streams.change_points import change_points
from groundswell.science.streams.chart import RUN

from .models import Alert, WatchedSeries
from .weeks import WEEK, Charted, Reading, Week
from .words import MEANINGS, UNITS

MOST_SHIFTS = 3
RULES = {"beyond": Alert.Rule.BEYOND.label, "run": Alert.Rule.RUN.label}


@dataclass(frozen=True, slots=True)
class Shifted:
    """A lasting change of the mean: the first week after it, where it may lie, from what to what."""

    week: date
    earliest: date
    latest: date
    before: float
    after: float


def shifts_of(reading: Reading) -> Sequence[Shifted]:
    """Where the mean changed for good: at most three, each with eight weeks on either side (Bai and Perron).

    Of 52 weeks in which nothing changes, about 1 series in 15 shows one all the same.
    """
    weeks = [point.week.monday for point in reading.charted]
    return [
        Shifted(
            weeks[found.last_before],
            weeks[min(found.range[0], len(weeks) - 1)],
            weeks[min(found.range[1], len(weeks) - 1)],
            found.mean_before,
            found.mean_after,
        )
        for found in change_points([point.value for point in reading.charted], MOST_SHIFTS, RUN)
    ]


def chart_of_series(series: WatchedSeries, reading: Reading, shifts: Sequence[Shifted]) -> Chart:
    """The year of weeks beside the usual."""
    known = {point.week.monday: point for point in reading.charted}
    slow = series.limits == WatchedSeries.Limits.SLOW
    wide = reading.extra_spread > 1.005
    limits = (
        f"Limits widened {reading.extra_spread:.1f} times by what usually differs (Laney)." if wide else ""
    )
    moving = "Each point is a mean of all weeks so far, of which the newest counts a fifth." if slow else ""
    return control(
        [_mark(series, week, known.get(week.monday)) for week in reading.weeks],
        centre=reading.centre,
        title=f"{series}, week by week",
        description=" ".join(filter(None, [MEANINGS[series.what], limits, moving])),
        unit=UNITS.get(series.what, "a week"),
        shifts=[Shift(_label(one.week), f"{plain(one.before)} → {plain(one.after)}") for one in shifts],
    )


def _mark(series: WatchedSeries, week: Week, point: Charted | None) -> ControlMark:
    url = voices_of(series, week.monday, week.monday)
    if point is None:
        return ControlMark(_label(week.monday), None, n=week.n, url=url)
    signal = ", ".join(str(RULES[one]) for one in point.signals)
    return ControlMark(_label(week.monday), point.value, point.low, point.high, week.n, signal, url)


def _label(monday: date) -> str:
    return f"{monday:%-d %b %y}"


def voices_of(series: WatchedSeries, first: date, last: date) -> str:
    """The list of voices of the weeks from ``first`` to ``last``."""
    counted = series.what == WatchedSeries.What.SCORE
    point = series.touchpoint or (series.survey and series.survey.touchpoint)
    asked = {
        "kind": series.kind_of_score if counted else "",
        "every": "" if counted else "1",
        "period": "730",
        "unit": series.unit_id,
        "touchpoint": point and point.pk,
        "since": first.isoformat(),
        "until": (last + WEEK - timedelta(days=1)).isoformat(),
    }
    return f"{reverse('desk:voices')}?{urlencode({name: value for name, value in asked.items() if value})}"
