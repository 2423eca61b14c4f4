"""The job's eyes: look at every series once a week is over, and open an alert where chance explains badly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from groundswell.foundation.history.actions import record
from groundswell.listen.channels.outbox.writing import write_message

from .models import Alert, Look, WatchedSeries
from .queries import living_series
from .weeks import WEEK, Charted, Reading, last_week, read_series
from .words import what_happened

JOB = "watch series"
CATCH_UP = 4
"""So many weeks are looked at where nobody looked for long."""
Rule = Alert.Rule


@dataclass(frozen=True, slots=True)
class Found:
    """A signal of one week: by which rule, and since when."""

    rule: str
    point: Charted
    since: date
    is_high: bool


def look_at_everything(*, at: datetime) -> tuple[int, int]:
    """Every living series whose newest whole week nobody looked at. Returns how many were looked at, and new alerts."""
    looked = opened = 0
    for series in living_series().select_related("look", "owner", "touchpoint", "unit", "survey"):
        week = last_week(series, at)
        before = series.look.week if hasattr(series, "look") else None
        if before is None or before < week:
            looked += 1
            opened += look_at(series, week, after=before, at=at)
    return looked, opened


@transaction.atomic
def look_at(series: WatchedSeries, week: date, *, after: date | None = None, at: datetime) -> int:
    """Look at the newest week, and at those that nobody looked at before it. Returns how many alerts are new."""
    reading = read_series(series, week)
    first = max(after + WEEK if after else week, week - (CATCH_UP - 1) * WEEK)
    opened = 0
    for place, point in enumerate(reading.charted):
        if point.week.monday >= first:
            opened += sum(_opened(series, found, reading, at) for found in _signals(reading, place))
    Look.objects.update_or_create(series=series, defaults=_look(reading, week) | {"at": at})
    return opened


def _signals(reading: Reading, place: int) -> list[Found]:
    """What the chart says of one week: beyond the limits first; a run is told where the week itself is inside them."""
    point, centre = reading.charted[place], reading.centre or 0.0
    is_high = point.value > centre
    if "beyond" in point.signals:
        return [Found(Rule.BEYOND, point, point.week.monday, is_high)]
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
        _tell(alert, at)
    return is_new


def _tell(alert: Alert, at: datetime) -> None:
    """One message to the owner, with figures and a link; never a word or a name of a customer."""
    if alert.owner is None or alert.owner.left_on is not None:
        return
    address = settings.BASE_URL + reverse("watching:alert", args=[alert.pk])
    body = f"{what_happened(alert)}\n\nRead the voices and say what explains it:\n{address}\n"
    write_message(key=f"alert-{alert.pk}", person=alert.owner, subject=str(alert), body=body, at=at)


def _look(reading: Reading, week: date) -> dict[str, object]:
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
    signals = [str(Rule(signal).label) for signal in newest.signals]
    return {
        "week": week,
        "state": Look.State.SIGNAL if signals else Look.State.USUAL,
        "words": ", ".join(signals),
        "value": newest.value,
        "low": newest.low,
        "high": newest.high,
        "n": newest.week.n,
    }
