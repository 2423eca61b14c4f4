"""How the huddles of each part do: held of planned, promises kept of due, how teams found them. No person is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import subtree_ids

from .calling_off import still_on
from .models import Huddle, Promise
from .planning import missed_before
from .queries import SETTLED

SHOWS = ("held", "missed", "planned", "called_off")
PROMISE_SHOWS = ("open", "overdue", "kept", "let_go", "due")
"""``due`` are all whose day has come, however they stand; those that somebody took over count with who has them now."""

Asked = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Health:
    """Counts of one part; they add up."""

    planned: int = 0
    held: int = 0
    due: int = 0
    kept: int = 0
    raised: int = 0
    answered: int = 0
    pulses: int = 0
    pulse_sum: int = 0

    def __add__(self, other: Health) -> Health:
        return Health(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def pulse(self) -> float | None:
        """The mean of how teams found their huddles, from 1 to 5; None while nobody said."""
        return self.pulse_sum / self.pulses if self.pulses else None


def planned_in(huddles: QuerySet[Huddle], days: int, at: datetime) -> QuerySet[Huddle]:
    """What was to be held in the last days: held, or the time for it is over; none that was called off."""
    huddles = still_on(huddles)
    over = Q(started_at__isnull=False) | Q(planned_at__lte=missed_before(at))
    return huddles.filter(over, planned_at__gt=at - timedelta(days=days), planned_at__lte=at)


def due_in(promises: QuerySet[Promise], days: int, at: datetime) -> QuerySet[Promise]:
    """Promises whose day came in the last days."""
    today = timezone.localdate(at)
    due = promises.filter(due_on__gt=today - timedelta(days=days), due_on__lte=today)
    return due.filter(followed_by=None)


def shown_huddles(huddles: QuerySet[Huddle], asked: Asked, at: datetime) -> QuerySet[Huddle]:
    """What a list asks for: held, missed or both, or called off, of a part and everything below it, in the last days."""
    if asked["unit"]:
        huddles = huddles.filter(unit__in=_below(asked["unit"]))
    if asked["show"] == "called_off":
        return huddles.filter(
            called_off_at__isnull=False, planned_at__gt=at - timedelta(asked["days"] or 366)
        )
    if asked["days"] or asked["show"] != "held":
        huddles = planned_in(huddles, asked["days"] or 366, at)
    if asked["show"] == "held":
        return huddles.filter(ended_at__isnull=False)
    return huddles.filter(started_at=None) if asked["show"] == "missed" else huddles


def shown_promises(promises: QuerySet[Promise], asked: Asked, at: datetime) -> QuerySet[Promise]:
    """What a list asks for, the nearest day first; what is over, the newest first."""
    if asked["unit"]:
        promises = promises.filter(huddle__unit__in=_below(asked["unit"]))
    show = asked["show"]
    if asked["days"] or show == "due":
        promises = due_in(promises, asked["days"] or 366, at)
    if show in {"open", "overdue"}:
        promises = promises.exclude(reviews__outcome__in=SETTLED)
    if show == "overdue":
        promises = promises.filter(due_on__lt=timezone.localdate(at))
    if show in SETTLED:
        promises = promises.filter(reviews__outcome=show)
    order = ("due_on", "id") if show in {"open", "overdue"} else ("-due_on", "-id")
    seen = promises.select_related("person", "huddle__unit", "follows__person")
    return seen.prefetch_related("reviews__by").order_by(*order)


def health_by_unit(days: int, at: datetime) -> dict[int, Health]:
    """What each part itself held and promised in the last days; parts below it are not in it."""
    found: dict[int, Health] = {}
    held = Q(ended_at__isnull=False) | Q(started_at__isnull=False)
    of_huddles = planned_in(Huddle.objects.order_by(), days, at).values("unit")
    for row in of_huddles.annotate(
        n=Count("pk"), held=Count("pk", filter=held), pulses=Count("pulse"), pulse_sum=Sum("pulse")
    ):
        counted = Health(
            planned=row["n"], held=row["held"], pulses=row["pulses"], pulse_sum=row["pulse_sum"] or 0
        )
        found[row["unit"]] = found.get(row["unit"], Health()) + counted
    kept = Count("pk", filter=Q(reviews__outcome="kept"), distinct=True)
    of_promises = due_in(Promise.objects.order_by(), days, at).values("huddle__unit")
    for row in of_promises.annotate(n=Count("pk", distinct=True), done=kept):
        unit = row["huddle__unit"]
        found[unit] = found.get(unit, Health()) + Health(due=row["n"], kept=row["done"])
    return found


def summed(parts: Iterable[Health]) -> Health:
    """Several parts together."""
    return sum(parts, Health())


def _below(unit_id: int) -> list[int]:
    unit = Unit.objects.filter(pk=unit_id).first()
    return subtree_ids(unit) if unit else []
