"""The answers behind an effect: which units and months a reading counted, as kept with it, and the list of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import make_aware

from groundswell.foundation.access.models import User
from groundswell.foundation.customers.revenue import months_from
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.listen.surveys.models import KindOfScore
from groundswell.science.effects.by_design import Way

from .cells import Ground, first_month_with, is_mixed
from .customers.answers import that_count
from .customers.behind import answers_of_lots
from .models import EffectReading

LISTS = ("effect", "invited", "untouched", "detractors", "elsewhere", "relationship", "response_rate")
SIDES, TIMES = ("with", "without"), ("before", "after")
ALONE = (Way.INTERRUPTED, Way.BEFORE_AFTER)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which answers of a reading somebody wants to see; absent means all. ``month`` and ``since`` are of the pictures."""

    of: str = "effect"
    side: str = ""
    when: str = ""
    month: date | None = None
    since: int | None = None


def kept_ground(judged: Ground, until: date, drawn: Ground, today: date, way: Way) -> dict[str, Any]:
    """What the list behind a reading is found by: units with their start, and how many answers were counted on each side."""
    left_out = _left_out(judged, way)
    counted = judged.within(judged.units - left_out)
    return {
        "judged": _places(judged, until) | {"left_out": sorted(left_out)},
        "drawn": _places(drawn, today),
        "counts": {side: {when: _count(counted, side, when) for when in TIMES} for side in SIDES},
    }


def _places(ground: Ground, until: date) -> dict[str, Any]:
    return {
        "until": until.isoformat(),
        "with": {str(unit): ground.starts[unit].isoformat() for unit in sorted(ground.treated)},
        "without": sorted(ground.control),
    }


def _left_out(ground: Ground, way: Way) -> set[int]:
    """Units that cannot count: without answers on both sides of their start, with a gap where a blend needs every month, or
    without the change where one series is held against itself."""
    if way in ALONE:
        return ground.control
    if way is Way.SYNTHETIC:
        months = {month for unit, month in ground.tallies if unit in ground.treated}
        return {
            unit for unit in ground.control if any((unit, month) not in ground.tallies for month in months)
        }
    sides = {
        when: {
            unit
            for unit, month in ground.tallies
            if unit in ground.treated and _is(ground, unit, month, when)
        }
        for when in TIMES
    }
    both = sides["before"] & sides["after"]
    return ground.treated - both if both else set()


def _count(ground: Ground, side: str, when: str) -> int:
    units = ground.treated if side == "with" else ground.control
    return sum(
        tally.n
        for (unit, month), tally in ground.tallies.items()
        if unit in units and _is(ground, unit, month, when)
    )


def _is(ground: Ground, unit: int, month: date, when: str) -> bool:
    """Whether a month lies before or after the start: of its own unit, or the first one where a unit never starts."""
    start = ground.starts.get(unit) or ground.first_start
    return start is not None and (month >= first_month_with(start)) == (when == "after")


def counted(reading: EffectReading, asked: Asked) -> int | None:
    """How many the figure counts; None where the reading kept no such figure."""
    detail = reading.detail
    if asked.month:
        wanted = asked.month.isoformat()
        column = "treated_n" if asked.side == "with" else "control_n"
        return next((row[column] for row in detail["series"] if row["month"] == wanted), None)
    if asked.since is not None:
        return next((one["n"] for one in detail["moments"] if one["period"] == asked.since), None)
    if asked.of == "effect":
        counts = detail["ground"]["counts"]
        return sum(
            counts[side][when]
            for side in SIDES
            for when in TIMES
            if asked.side in ("", side) and asked.when in ("", when)
        )
    if asked.of == "invited":
        return (detail["weights"] or {}).get("answered")
    if asked.of == "untouched":
        return (detail["untouched"] or {}).get("n")
    return next((one["answers"] for one in detail["guards"] if one["watches"] == asked.of), None)


def answers_address(reading: EffectReading, **asked: object) -> str:
    """Where the answers behind a figure stand; empty where an older reading kept no way to find them."""
    if "ground" not in reading.detail:
        return ""
    where = reverse("initiatives:answers", args=[reading.initiative_id])
    return f"{where}?{urlencode({'reading': reading.pk, **asked})}"


def sides_of(reading: EffectReading) -> list[tuple[str, int, list[tuple[int, str]]]]:
    """Each side that was counted: its name, how many units, and its answers before and after the start with their lists."""
    if "ground" not in reading.detail:
        return []
    found = []
    for side, words in zip(SIDES, ("With the change", "Without it"), strict=True):
        units = (
            reading.detail["units_with" if side == "with" else "units_without"]
            if is_of_customers(reading)
            else len(units_behind(reading, Asked(side=side)))
        )
        asked = [Asked(side=side, when=when) for when in TIMES]
        counts = [
            (counted(reading, one) or 0, answers_address(reading, side=side, when=one.when)) for one in asked
        ]
        found += [(words, units, counts)] if units or side == "with" else []
    return found


def is_of_customers(reading: EffectReading) -> bool:
    """Whether customers were dealt, and not units."""
    return "lots" in reading.detail.get("ground", ())


def answers_behind(reading: EffectReading, asked: Asked, user: User) -> QuerySet[Signal]:
    """The answers that a figure of the reading counts, as far as the reader may see them, the newest first."""
    kept, seen = reading.detail["ground"], signals_visible_to(user)
    if "lots" in kept:
        return answers_of_lots(kept, asked, (reading.detail["untouched"] or {}).get("place"), seen)
    place, kind, ground = kept["touchpoint"], kept["kind_of_score"], _ground(reading, asked)
    if asked.of == "response_rate":
        there = _when_and_where(ground, asked, "invitation__unit", "invitation__invited_at")
        found = seen.filter(there, **({"invitation__touchpoint": place} if place else {}))
        return found.order_by("-submitted_at", "-pk")
    if asked.of == "relationship":
        kind, place = KindOfScore.RELATIONSHIP, None
    found = that_count(seen, kind).filter(_when_and_where(ground, asked))
    if asked.of == "untouched":
        place = reading.detail["untouched"]["place"]
    elif asked.of == "elsewhere":
        found, place = (found.exclude(touchpoint=place) if place else found.none()), None
    elif asked.of == "invited":
        found = found.filter(invitation__isnull=False)
    return (found.filter(touchpoint=place) if place else found).order_by("-submitted_at", "-pk")


def units_behind(reading: EffectReading, asked: Asked) -> list[int]:
    """The units whose answers a list holds; none where customers were dealt, in all of them."""
    if is_of_customers(reading):
        return []
    ground = _ground(reading, asked)
    sides = {"with": [int(unit) for unit in ground["with"]], "without": ground["without"]}
    if asked.since is not None:
        sides["without"] = []
    return [
        unit
        for side, units in sides.items()
        if asked.side in ("", side)
        for unit in units
        if unit not in _skipped(ground, asked)
    ]


def _ground(reading: EffectReading, asked: Asked) -> Mapping[str, Any]:
    """Pictures go on after the day on which the effect is judged; figures do not."""
    is_of_a_picture = asked.month is not None or asked.since is not None
    ground: Mapping[str, Any] = reading.detail["ground"]["drawn" if is_of_a_picture else "judged"]
    return ground


def _skipped(ground: Mapping[str, Any], asked: Asked) -> set[int]:
    return set(ground.get("left_out", ())) if asked.of == "effect" else set()


def _when_and_where(
    ground: Mapping[str, Any], asked: Asked, unit: str = "unit", moment: str = "submitted_at"
) -> Q:
    """Each group of units that began together, with the months in which its answers count."""
    wanted, skipped = Q(pk__in=()), _skipped(ground, asked)
    starts = {
        int(one): date.fromisoformat(day) for one, day in ground["with"].items() if int(one) not in skipped
    }
    if asked.side != "without":
        for start in sorted(set(starts.values())):
            together = [one for one, day in starts.items() if day == start]
            wanted |= Q(**{f"{unit}__in": together}) & _months(start, asked, moment) & _whole(start, moment)
    if asked.side != "with" and asked.since is None and starts:
        others = [one for one in ground["without"] if one not in skipped]
        wanted |= Q(**{f"{unit}__in": others}) & _months(min(starts.values()), asked, moment)
    return wanted & Q(**{f"{moment}__lt": _midnight(date.fromisoformat(ground["until"]) + timedelta(days=1))})


def _months(start: date, asked: Asked, moment: str) -> Q:
    first = first_month_with(start)
    month = asked.month if asked.since is None else months_from(first, asked.since)
    if month is not None:
        return _between(month, months_from(month, 1), moment)
    if not asked.when:
        return Q()
    return Q(**{f"{moment}__{'lt' if asked.when == 'before' else 'gte'}": _midnight(first)})


def _whole(start: date, moment: str) -> Q:
    """All but the month in the middle of which a unit began."""
    month = start.replace(day=1)
    return ~_between(month, months_from(month, 1), moment) if is_mixed(start, month) else Q()


def _between(first: date, after: date, moment: str) -> Q:
    return Q(**{f"{moment}__gte": _midnight(first), f"{moment}__lt": _midnight(after)})


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
