"""How far the answers reach: a file that comes late must not find a verdict that was passed without it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from groundswell.foundation.organisation.models import Unit
from groundswell.understand.scores.queries import Slice, histograms_by

from .cells import Ground

MOST = 0.75
RARE_SILENCE = 4.6
"""So many usual gaps between two answers pass without one in 1 of 100 cases: -ln 0.01."""
FEWEST_SILENT, SHORTEST = 14, 30
"""Days: so long a silence is none yet, and in fewer nobody knows the pace of a unit."""
LONG_BEFORE, LONGEST = timedelta(days=92), timedelta(days=400)
"""Whoever fell silent so long before the start is not awaited; and so far back a newest answer is told by its day."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Up to which day answers are here: of each side as far as most of its answers reach.

    ``silent``: whose answers are lacking. ``closed``: units where nobody works any more, of whom none is awaited.
    """

    until: date
    silent: tuple[int, ...] = ()
    newest: date | None = None
    """Of all answers; where it is later than ``until``, the silent units are why."""
    closed: tuple[int, ...] = ()

    def caveats(self, names: Mapping[int, str]) -> list[str]:
        """What a reader must know of units that are silent or closed."""
        found = []
        if self.silent:
            found.append(
                f"For longer than usual nothing has come from {named([names[one] for one in self.silent])}: what comes from there "
                "later changes the effect."
            )
        if self.closed:
            were = "was" if len(self.closed) == 1 else "were"
            found.append(
                f"{named([names[one] for one in self.closed])} {were} closed meanwhile. The answers from before count."
            )
        return found


def heard_of(ground: Ground, touchpoint_id: int | None, kind_of_score: str, until: date) -> Heard | None:
    """How far the answers of both sides reach: the earlier one of the two; None without any.

    A unit is silent where its newest answer lies further behind those of others than its usual pace explains. Where units with more than a
    quarter of the answers of a side are silent, it reaches no further than they do: what comes from some of them later
    would change it.
    """
    sides = [side for side in (ground.treated, ground.control) if side]
    newest = _newest_days(ground, touchpoint_id, kind_of_score, until)
    if not newest:
        return None
    start, latest = ground.first_start or until, max(newest.values())
    left = {unit for unit, day in newest.items() if day < start - LONG_BEFORE}
    closed = set(
        Unit.objects.filter(pk__in=ground.units).exclude(closed_on=None).values_list("pk", flat=True)
    )
    counts: Counter[int] = Counter()
    for (unit, _), tally in ground.tallies.items():
        counts[unit] += tally.n
    reached, silent = [], set()
    for side in sides:
        living = side - closed - left or side
        days = {unit: _reached(ground, unit, newest[unit], latest) for unit in living}
        silent |= {unit for unit, day in days.items() if day < latest}
        reached.append(min(max(newest[unit] for unit in side), most_of(counts, days)))
    gone = sorted(unit for unit in closed if newest[unit] >= start)
    return Heard(min(reached), tuple(sorted(silent)), latest, tuple(gone))


def named(names: Sequence[str], most: int = 3) -> str:
    """Such as: Leeds, York, Hull and 4 more."""
    listed, more = sorted(names)[:most], len(names) - most
    if more > 0:
        return f"{', '.join(listed)} and {more} more"
    return " and ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)


def _newest_days(
    ground: Ground, touchpoint_id: int | None, kind_of_score: str, until: date
) -> dict[int, date]:
    """The day of the newest answer of each unit."""
    months: dict[int, date] = {}
    for unit, month in ground.tallies:
        months[unit] = max(month, months.get(unit, month))
    if not months:
        return {}
    lately = Slice(
        kind_of_score=kind_of_score, touchpoint_id=touchpoint_id, unit_ids=tuple(sorted(ground.units)),
        since=max(min(months.values()), until - LONGEST), until=until,
    )  # fmt: skip
    for unit, day in histograms_by(["unit", "day"], lately):
        months[unit] = max(day, months[unit])
    return months


def _reached(ground: Ground, unit: int, newest: date, latest: date) -> date:
    """To ``latest`` where so long a silence comes by chance in one of a hundred at the unit's own pace, else to its newest answer."""
    counts = {month: tally.n for (one, month), tally in ground.tallies.items() if one == unit}
    days = max((newest - min(counts)).days + 1, SHORTEST)
    usual = max(RARE_SILENCE * days / sum(counts.values()), FEWEST_SILENT)
    return latest if (latest - newest).days <= usual else newest


def most_of(counts: Mapping[int, float], days: Mapping[int, date]) -> date:
    """The day up to which the units with three quarters of the ``counts`` reach."""
    whole, so_far = sum(counts[unit] for unit in days), 0.0
    for unit in sorted(days, key=lambda one: days[one], reverse=True):
        so_far += counts[unit]
        if so_far >= MOST * whole:
            return days[unit]
    return min(days.values())
