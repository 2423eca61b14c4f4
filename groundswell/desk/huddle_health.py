"""The health of the huddles up the tree: what teams hold and keep, and whether what they raise is answered in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from groundswell.act.huddles.health import Health, health_by_unit, summed
from groundswell.act.huddles.models import Elevation
from groundswell.act.opportunities.queries import with_answers
from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import Place, places, subtree_ids

RAISED_SHOWS = ("mine", "waiting", "late", "in_time", "due", "all")
"""``due`` are all whose first answer was due; ``in_time`` and ``late`` are parts of it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One part with everything below it."""

    unit_id: int
    name: str
    health: Health
    has_parts: bool


def rows_of(user: User, unit: Unit | None, days: int, at: datetime) -> list[Row]:
    """The part asked for, or what is on top of somebody's sight, and then each part right below it."""
    seen = set(units_visible_to(user).values_list("id", flat=True))
    ordered = [place for place in places() if place.unit_id in seen]
    top = next((one for one in ordered if unit is None or one.unit_id == unit.pk), None)
    if top is None:
        return []
    counts = health_by_unit(days, at)
    for unit_id, answered in _answers_by_unit(days, at).items():
        counts[unit_id] = counts.get(unit_id, Health()) + answered
    below = [place for place in ordered if place.parent_id == top.unit_id]
    return [_row(place, ordered, counts) for place in (top, *below)]


def _row(place: Place, ordered: list[Place], counts: dict[int, Health]) -> Row:
    inside = [one.unit_id for one in ordered if place.first <= one.first <= place.last]
    total = summed(counts.get(unit_id, Health()) for unit_id in inside)
    return Row(place.unit_id, place.name, total, place.last > place.first)


def _answers_by_unit(days: int, at: datetime) -> dict[int, Health]:
    due = due_elevations(Elevation.objects.all(), days, at).order_by().values("unit")
    in_time = Count("pk", filter=Q(answered_at__lte=F("answer_due_at")))
    return {
        row["unit"]: Health(raised=row["n"], answered=row["in_time"])
        for row in due.annotate(n=Count("pk"), in_time=in_time)
    }


def due_elevations(elevations: QuerySet[Elevation], days: int, at: datetime) -> QuerySet[Elevation]:
    """What was raised and whose first answer was due in the last days, answered or not; early answers count when due."""
    return with_answers(elevations).filter(answer_due_at__gt=at - timedelta(days=days), answer_due_at__lte=at)


def shown_elevations(
    elevations: QuerySet[Elevation], asked: dict[str, Any], user: User, at: datetime
) -> QuerySet[Elevation]:
    """What the list of raised things asks for, newest first."""
    if asked["unit"]:
        unit = Unit.objects.filter(pk=asked["unit"]).first()
        elevations = elevations.filter(unit__in=subtree_ids(unit) if unit else [])
    show, days = asked["show"], asked["days"]
    seen = due_elevations(elevations, days or 366, at) if days or show == "due" else with_answers(elevations)
    late = Q(answered_at__gt=F("answer_due_at")) | Q(answered_at=None, answer_due_at__lt=at)
    narrowed = {
        "mine": Q(raised_by=user.person_id),
        "waiting": Q(answered_at=None),
        "late": late,
        "in_time": Q(answered_at__lte=F("answer_due_at")),
    }.get(show, Q())
    return seen.filter(narrowed).select_related("unit", "raised_by", "joining", "setting_aside").order_by("-raised_at", "-pk")  # fmt: skip
