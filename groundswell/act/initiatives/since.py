"""Since when each unit has the change: as it was dealt, as it was planned, and as it truly was."""

from collections.abc import Mapping
from datetime import date

from groundswell.foundation.organisation.queries import Place, places

from .designs.registering import came_after_the_start
from .models import Design, Initiative


def starts_of(initiative: Initiative, until: date, design: Design | None) -> dict[int, date]:
    """Since when each unit counts as with the change: as it was dealt before the start, else as it was rolled out."""
    ordered = places()
    starts = _rolled_out(initiative, until, ordered)
    return starts if design is None or came_after_the_start(design) else _as_dealt(design, starts, ordered)


def had_since(initiative: Initiative, until: date) -> dict[int, date]:
    """Since when each unit truly had it, whatever it was dealt: its roll-out, or what was noted to have gone otherwise."""
    ordered = places()
    had = _rolled_out(initiative, until, ordered)
    for unit, day in initiative.departures.values_list("unit", "had_it_from"):
        for below in at_or_below({unit}, ordered):
            had.pop(below, None)
            if day is not None and day <= until:
                had[below] = day
    return had


def _rolled_out(initiative: Initiative, until: date, ordered: list[Place]) -> dict[int, date]:
    given = {unit: day for unit, day in initiative.rollouts.values_list("unit", "from_on") if day <= until}
    return _starts(given, ordered)


def _as_dealt(design: Design, starts: dict[int, date], ordered: list[Place]) -> dict[int, date]:
    """A wave begins on its day, or when the first of its units does where that is later: who is late, or never begins, counts
    with it all the same, and who was to go without never begins. Otherwise those compared would not be those that were dealt."""
    dealt = list(design.allocations.values_list("unit", "wave", "from_on"))
    if not dealt:
        return starts
    members: dict[int, set[int]] = {}
    days: dict[int, date] = {}
    for unit, wave, from_on in dealt:
        if wave:
            below = at_or_below({unit}, ordered)
            members.setdefault(wave, set()).update(below)
            for one in below & starts.keys():
                days[wave] = max(from_on, min(starts[one], days.get(wave, starts[one])))
    return {unit: days[wave] for wave in days for unit in members[wave]}


def starts_planned(initiative: Initiative) -> dict[int, date]:
    """Since when each unit works with it or will, by what is rolled out and by the waves of its design."""
    waves = initiative.designs.filter(superseded_by=None, allocations__from_on__isnull=False)
    given = dict(waves.values_list("allocations__unit", "allocations__from_on"))
    given |= dict(initiative.rollouts.values_list("unit", "from_on"))
    return _starts(given, places())


def at_or_below(units: set[int], ordered: list[Place]) -> set[int]:
    """The units and everything below them."""
    return {
        below.unit_id
        for place in ordered
        if place.unit_id in units
        for below in ordered[place.first : place.last + 1]
    }


def _starts(given: Mapping[int, date], ordered: list[Place]) -> dict[int, date]:
    """Since when each unit works with the change, its own day or the day of a unit above it."""
    starts: dict[int, date] = {}
    for place in ordered:
        if place.unit_id not in given:
            continue
        day = given[place.unit_id]
        for below in ordered[place.first : place.last + 1]:
            starts[below.unit_id] = min(starts.get(below.unit_id, day), day)
    return starts
