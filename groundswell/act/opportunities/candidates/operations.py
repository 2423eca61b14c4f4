"""Operational data: what is measured beside answers and surely goes along with the score."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import F, FloatField, Sum
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import localdate

from groundswell.foundation.journeys.models import OperationalMeasure
from groundswell.understand.drivers.models import DriverLine, DriverReading
from groundswell.understand.drivers.queries import measured_touchpoints, newest_readings

from .found import Candidate
from .models import Source

LEAST = 0.05
"""Of what the drivers of a reading explain together: what surely says less is no candidate."""


def from_measures(at: datetime) -> Iterator[Candidate]:
    """Measures in the newest readings of drivers whose share is surely more than a little, with where they stand lately."""
    readings = [one for one in newest_readings() if one.touchpoint_id]
    lines = DriverLine.objects.filter(
        reading__in=readings, kind=DriverLine.Kind.MEASURE, low__gte=LEAST
    ).select_related("reading__touchpoint")
    lately = _lately(localdate(at))
    for line in lines:
        reading, place = line.reading, line.reading.touchpoint
        along = reading.companions_of(line.name)
        if place is None or (line.says_nothing_of_its_own and not along):
            continue
        yield Candidate(
            key=f"measure:{place.pk}:{line.name}"[:120],
            source=Source.OPERATIONS,
            title=f"{line.name} at {place}"[:120],
            words=_words(line, reading, along, lately.get((place.pk, line.name), "")),
            strength=line.low,
            url=reverse("drivers:drivers"),
            touchpoint_id=place.pk,
        )


def why_no_measure(_: datetime) -> str:
    """What it means that no measure proposes anything."""
    places = list(measured_touchpoints())
    if not places:
        return "Nothing is measured beside answers yet. Bring waiting times or defects, and it says which go along with the score."
    told = {one.touchpoint: one.why_not for one in newest_readings() if one.touchpoint_id}
    waits = [place.name for place in places if place not in told]
    if waits:
        return f"What is measured at {', '.join(waits)} is looked at within six hours."
    silent = [f"{place}: {why}" for place, why in told.items() if why]
    return " ".join(["No measure surely goes along with the score that is not in the register.", *silent])


def _words(line: DriverLine, reading: DriverReading, along: list[str], lately: str) -> str:
    named = " and ".join(f"“{one}”" for one in along)
    together = (
        f" {named} nearly always comes along with it: which of them it is cannot be told." if along else ""
    )
    less = "lower" if line.slope < 0 else "higher"
    return (
        f"{abs(line.slope):.1f} points {less} per {line.per}, all else alike; {100 * line.relative:.0f}% "
        f"({100 * line.low:.0f} to {100 * line.high:.0f}) of what goes along with the score there, {line.n:,} answers "
        f"to {reading.until:%-d %B %Y}.{together}{lately}"
    )


def _lately(today: date) -> dict[tuple[int, str], str]:
    """Where each measure stands in the last three months and stood in the nine before, weighted by events."""
    month = today.year * 12 + today.month - 1
    first, turn = (date((month - back) // 12, (month - back) % 12 + 1, 1) for back in (11, 2))
    events = Cast(F("value"), FloatField()) * F("cases")
    rows = OperationalMeasure.objects.filter(month__gte=first, cases__gt=0).order_by()
    found: dict[tuple[int, str], list[tuple[float, int] | None]] = {}
    for place, part in ((0, rows.filter(month__lt=turn)), (1, rows.filter(month__gte=turn))):
        for row in part.values("touchpoint", "name").annotate(sum=Sum(events), n=Sum("cases")):
            found.setdefault((row["touchpoint"], row["name"]), [None, None])[place] = (row["sum"], row["n"])
    return {
        key: f" It was {now[0] / now[1]:.1f} in the last three months and {before[0] / before[1]:.1f} in the nine before."
        for key, (before, now) in found.items()
        if before and now
    }
