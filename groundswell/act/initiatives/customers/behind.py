"""The answers behind an effect on customers who were dealt: which side, and in which time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from groundswell.act.initiatives.models import Design
from groundswell.foundation.customers.revenue import months_from
from groundswell.listen.signals.models import Signal

from .answers import Times, Where, that_count
from .arms import arms_of
from .reading import midnight, place_of

if TYPE_CHECKING:
    from groundswell.act.initiatives.behind import Asked


def answers_of_lots(
    kept: Mapping[str, Any], asked: Asked, untouched: int | None, seen: QuerySet[Signal]
) -> QuerySet[Signal]:
    """Of the signals ``seen`` those that a figure counts, the newest first."""
    design = Design.objects.get(pk=kept["lots"])
    where = Where(kept["touchpoint"], kept["units"] and tuple(kept["units"]), kept["kind_of_score"])
    arms = arms_of(design)
    sides = [side == "with" for side in ("with", "without") if asked.side in ("", side)]
    whose = Q(pk__in=())
    for gets in sides:
        whose |= arms.holds(gets)
    if asked.of == "response_rate":
        found = seen.filter(_when(kept, asked, "invitation__invited_at"), whose, invitation__isnull=False)
        units, touchpoint = "invitation__unit", "invitation__touchpoint"
    else:
        where = (
            Where(untouched, where.unit_ids, where.kind_of_score)
            if asked.of == "untouched"
            else place_of(asked.of, where)
        )
        found = that_count(seen, where.kind_of_score).filter(_when(kept, asked, "submitted_at"), whose)
        units, touchpoint = "unit", "touchpoint"
    if where.unit_ids is not None:
        found = found.filter(**{f"{units}__in": where.unit_ids})
    if where.touchpoint_id is not None:
        here = Q(**{touchpoint: where.touchpoint_id})
        found = found.exclude(here) if where.is_elsewhere else found.filter(here)
    elif where.is_elsewhere:
        found = found.none()
    return found.order_by("-submitted_at", "-pk")


def _when(kept: Mapping[str, Any], asked: Asked, moment: str) -> Q:
    if asked.month:
        end = midnight(date.fromisoformat(kept["drawn_until"]) + timedelta(days=1))
        return Q(
            **{
                f"{moment}__gte": midnight(asked.month),
                f"{moment}__lt": min(midnight(months_from(asked.month, 1)), end),
            }
        )
    times = Times(*(datetime.fromisoformat(one) for one in kept["times"]))
    return {"before": times.before(moment), "after": times.after(moment)}.get(
        asked.when, times.before(moment) | times.after(moment)
    )
