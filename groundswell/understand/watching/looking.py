"""The job's eyes: look at every series once a week is over, and open an alert where chance explains badly."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models.functions import TruncDate
from django.utils import timezone

from groundswell.foundation.history.actions import record
from groundswell.listen.signals.queries import living_signals

from .models import Alert, Look, WatchedSeries
from .queries import living_series
from .weeks import WEEK, Charted, Reading, last_week, monday_of, read_series

JOB = "watch series"
CATCH_UP = 4
"""So many weeks are looked at again: a file or another system may bring their voices late."""
Rule = Alert.Rule


@dataclass(frozen=True, slots=True)
class Found:
    """A signal of one week: by which rule, and since when."""

    rule: str
    point: Charted
    since: date
    is_high: bool


def look_at_everything(*, at: datetime) -> tuple[int, int]:
    """Every living series whose newest whole week nobody looked at, or of which voices came since. How many, and new alerts."""
    looked = opened = 0
    for series in living_series().select_related("look", "owner", "touchpoint", "unit", "survey"):
        week = last_week(series, at)
        look = series.look if hasattr(series, "look") else None
        late = late_weeks(look, week) if look else set()
        if look is None or look.week < week or late:
            looked += 1
            opened += look_at(series, week, after=look and look.week, late=late, at=at)
    return looked, opened


def late_weeks(look: Look, newest: date) -> set[date]:
    """The weeks that were looked at and of which voices came since: a file or another system brought them late."""
    zone = timezone.get_default_timezone()
    begins = datetime.combine(newest - (CATCH_UP - 1) * WEEK, time(), zone)
    ends = datetime.combine(look.week + WEEK, time(), zone)
    came = living_signals().filter(received_at__gt=look.at, submitted_at__gte=begins, submitted_at__lt=ends)
    days = came.order_by().annotate(day=TruncDate("submitted_at")).values_list("day", flat=True).distinct()
    return {monday_of(day) for day in days}


@transaction.atomic
def look_at(
    series: WatchedSeries,
    week: date,
    *,
    after: date | None = None,
    late: Collection[date] = (),
    at: datetime,
) -> int:
    """Look at the newest week, at those that nobody looked at before it, and at late ones. Returns how many alerts are new.

    A late week is judged by itself: a run of weeks that were told already is no news because the usual moved a little.
    """
    reading = read_series(series, week)
    is_slow = series.limits == WatchedSeries.Limits.SLOW
    first = max(after + WEEK if after else week, week - (CATCH_UP - 1) * WEEK)
    opened = 0
    for place, point in enumerate(reading.charted):
        is_late = point.week.monday in late and point.week.monday < first
        if is_late or point.week.monday >= first:
            signals = _signals(reading, place, is_slow)
            told = [found for found in signals if not is_late or found.rule != Rule.RUN]
            opened += sum(_opened(series, found, reading, at) for found in told)
    Look.objects.update_or_create(series=series, defaults=_look(reading, week, is_slow) | {"at": at})
    return opened


def _signals(reading: Reading, place: int, is_slow: bool) -> list[Found]:
    """What the chart says of one week: beyond the limits first; a run is told where the week itself is inside them."""
    point, centre = reading.charted[place], reading.centre or 0.0
    is_high = point.value > centre
    if "beyond" in point.signals:
        return [Found(Rule.SLOW if is_slow else Rule.BEYOND, point, point.week.monday, is_high)]
    if "run" in point.signals:
        first = place
        while first and (reading.charted[first - 1].value - centre) * (point.value - centre) > 0:
            first -= 1
        return [Found(Rule.RUN, point, reading.charted[first].week.monday, is_high)]
    return []


def _opened(series: WatchedSeries, found: Found, reading: Reading, at: datetime) -> bool:
    """Open it unless the owner knows already: an open alert on the same side, or one about the same run."""
    known = Alert.objects.filter(series=series, is_high=found.is_high)
    if known.filter(settlement=None).exists() or known.filter(rule=Rule.RUN, week__gte=found.since).exists():
        return False
    point = found.point
    alert, is_new = Alert.objects.get_or_create(
        series=series,
        rule=found.rule,
        week=point.week.monday,
        defaults={
            "since": found.since,
            "is_high": found.is_high,
            "value": point.value,
            "centre": reading.centre,
            "low": point.low,
            "high": point.high,
            "n": point.week.n,
            "owner": series.owner,
            "opened_at": at,
        },
    )
    if is_new:
        record("opened an alert", alert, by=JOB, at=at, series=str(series), week=f"{alert.week}")
    return is_new


def _look(reading: Reading, week: date, is_slow: bool) -> dict[str, object]:
    newest = reading.newest
    seen = reading.weeks[-1] if reading.weeks else None
    if newest is None:
        why = (
            "Fewer than 12 weeks have enough answers"
            if not reading.charted
            else "Too few answers in this week"
        )
        return {
            "week": week,
            "state": Look.State.FEW,
            "words": why,
            "value": None,
            "low": None,
            "high": None,
            "n": seen.n if seen else 0,
        }
    rules = {"beyond": Rule.SLOW if is_slow else Rule.BEYOND, "run": Rule.RUN}
    signals = [str(rules[signal].label) for signal in newest.signals]
    return {
        "week": week,
        "state": Look.State.SIGNAL if signals else Look.State.USUAL,
        "words": ", ".join(signals),
        "value": newest.value,
        "low": newest.low,
        "high": newest.high,
        "n": newest.week.n,
    }
