"""Ask what was found last about each question."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, F, Max, Min, OuterRef, QuerySet, Subquery, Sum

from groundswell.foundation.journeys.models import OperationalMeasure

from .models import DriverReading

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


def relationship_reading() -> DriverReading | None:
    """What was found last about touchpoints and the relationship score."""
    return DriverReading.objects.filter(about=DriverReading.About.RELATIONSHIP).first()
