"""Ask what was found last about each question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, F, Max, Min, OuterRef, QuerySet, Subquery, Sum

from groundswell.foundation.journeys.models import OperationalMeasure, Touchpoint
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import living_signals

from .gathering import number_in
from .models import DriverReading, VoiceMeasure

LOOKED_AT = 5_000
ORDER = {DriverReading.About.RELATIONSHIP: 0, DriverReading.About.WORDS: 1, DriverReading.About.TOUCHPOINT: 2}


def newest_readings() -> Sequence[DriverReading]:
    """The newest reading of every question: the relationship first, then words, then touchpoints along the journey."""
    same = DriverReading.objects.filter(about=OuterRef("about"))
    of_point = same.filter(touchpoint=OuterRef("touchpoint")).order_by("-at", "-id").values("pk")[:1]
    of_whole = same.filter(touchpoint=None).order_by("-at", "-id").values("pk")[:1]
    found = _newest(DriverReading.objects.filter(touchpoint=None), of_whole)
    found |= _newest(DriverReading.objects.exclude(touchpoint=None), of_point)
    rows = found.select_related("touchpoint__stage")
    return sorted(rows, key=lambda one: (ORDER[DriverReading.About(one.about)], one.touchpoint_id or 0))


def _newest(readings: QuerySet[DriverReading], newest: QuerySet) -> QuerySet[DriverReading]:
    return readings.filter(pk=Subquery(newest), at=F("at"))


def measures_known() -> QuerySet:
    """What operations measures: each measure and touchpoint with its months and places."""
    rows = OperationalMeasure.objects.order_by("name", "touchpoint__name")
    return rows.values("name", "unit_of_measure", "touchpoint__name").annotate(
        first=Min("month"), last=Max("month"), units=Count("unit", distinct=True), events=Sum("cases")
    )


def measured_touchpoints() -> list[Touchpoint]:
    """Where operations measures something, or where a number comes beside the newest answers."""
    found = set(OperationalMeasure.objects.order_by().values_list("touchpoint", flat=True))
    names = set(VoiceMeasure.objects.values_list("name", flat=True))
    if names:
        newest = living_signals().filter(touchpoint__isnull=False).exclude(metadata={}).order_by("-id")
        rows = newest.values_list("touchpoint", "metadata")[:LOOKED_AT]
        found |= {point for point, metadata in rows if names & metadata.keys()}
    return list(Touchpoint.objects.filter(pk__in=found))


class NumberSeen(NamedTuple):
    """A number among the newest answers that nobody looks at: how many answers have it, and from where to where it runs."""

    name: str
    answers: int
    low: float
    high: float


def numbers_seen() -> list[NumberSeen]:
    """What somebody could call a measure, the most frequent first."""
    known = set(VoiceMeasure.objects.values_list("name", flat=True))
    found: dict[str, list[float]] = defaultdict(list)
    newest = living_signals().exclude(kind=Signal.Kind.EMPLOYEE).exclude(metadata={}).order_by("-id")
    for metadata in newest.values_list("metadata", flat=True)[:LOOKED_AT]:
        for name, value in metadata.items():
            if name not in known and (number := number_in(value)) is not None:
                found[name].append(number)
    seen = [NumberSeen(name, len(each), min(each), max(each)) for name, each in found.items()]
    return sorted(seen, key=lambda one: (-one.answers, one.name))


def relationship_reading() -> DriverReading | None:
    """What was found last about touchpoints and the relationship score."""
    return DriverReading.objects.filter(about=DriverReading.About.RELATIONSHIP).first()
