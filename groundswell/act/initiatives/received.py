"""What units got beside what they were dealt: who had the change although it should go without, who was late, and who never began."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format

from groundswell.science.effects.as_had import Had
from groundswell.science.effects.effect import Effect

from .cells import FIRST_DAYS, Ground, first_month_with, month_number
from .hearing import named
from .models import Initiative
from .since import had_since


@dataclass(frozen=True, slots=True)
class Received:
    """Units that got otherwise than they were dealt, and since when; ``late`` holds None for who never began."""

    ground: Ground
    had: Mapping[int, date]
    got: Mapping[int, date]
    late: Mapping[int, date | None]

    def __bool__(self) -> bool:
        return bool(self.got or self.late)

    def shares(self) -> Had:
        """Which share of each month each unit had it."""
        months = self.ground.months()
        return {
            (str(unit), month_number(month)): share
            for unit, since in self.had.items()
            if unit in self.ground.units
            for month in months
            if (share := _share_of(month, since))
        }

    def share_had(self, units: set[int]) -> float:
        """Of the answers of some units since the start, the share that was given where the change was."""
        shares, first = self.shares(), self.ground.first_start
        n = with_it = 0.0
        for (unit, month), tally in self.ground.tallies.items():
            start = self.ground.starts.get(unit, first)
            if unit in units and start is not None and month >= first_month_with(start):
                n += tally.n
                with_it += tally.n * shares.get((str(unit), month_number(month)), 0.0)
        return with_it / n if n else 0.0

    def caveat(self) -> str:
        """What a reader must know, in a sentence or two."""
        said = []
        if self.got:
            said.append(
                f"{len(self.got)} of {len(self.ground.control)} units that were to go without it {_have(self.got)} it all the same: "
                f"{self._each(self.got)}."
            )
        if self.late:
            said.append(
                f"{len(self.late)} of {len(self.ground.treated)} that were to have it began later, or never: {self._each(self.late)}."
            )
        return f"{' '.join(said)} They count as they were dealt, so less shows here than having it does."

    def _each(self, units: Mapping[int, date | None]) -> str:
        since = {
            unit: f"since {date_format(day, 'j F Y')}" if day else "never" for unit, day in units.items()
        }
        return named([f"{self.ground.names[unit]} ({since[unit]})" for unit in units])


def _have(units: Mapping[int, date | None]) -> str:
    return "has" if len(units) == 1 else "have"


def received_of(initiative: Initiative, ground: Ground, until: date) -> Received:
    """Of the units that are compared, those that got otherwise than the ground counts them, by more than a few days."""
    had = had_since(initiative, until)
    return Received(
        ground,
        had,
        {unit: had[unit] for unit in sorted(ground.control) if unit in had},
        {
            unit: had.get(unit)
            for unit in sorted(ground.treated)
            if unit not in had or first_month_with(had[unit]) > first_month_with(ground.starts[unit])
        },
    )


def received_detail(received: Received, effect: Effect) -> dict[str, Any]:
    """Plain values for a reading."""
    ground, having = received.ground, effect.having
    return {
        "caveat": received.caveat(),
        "got": len(received.got),
        "late": len(received.late),
        "share_with": received.share_had(ground.treated),
        "share_without": received.share_had(ground.control),
        "having": having and {"estimate": having.estimate, "low": having.low, "high": having.high},
    }


def _share_of(month: date, since: date) -> float:
    """Of the days of a month, those from ``since`` on; a start in the first days counts for all of it."""
    first = since.replace(day=1)
    if month != first:
        return float(month > first)
    days = monthrange(month.year, month.month)[1]
    return 1.0 if since.day <= FIRST_DAYS else (days - since.day + 1) / days
