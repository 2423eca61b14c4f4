"""The answers of an initiative as units by months: who works with the change since when, and who does not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add

from groundswell.foundation.customers.revenue import months_from
from groundswell.foundation.organisation.queries import places, subtree_ids
from groundswell.science.effects.panel import Cell
from groundswell.science.scores.nps import NpsTally
from groundswell.understand.scores.queries import Slice, unit_month_tallies

from .models import Design, Initiative
from .since import at_or_below, had_since, starts_of

FIRST_DAYS = 3
"""A change up to this day of a month counts for the whole month; later, that month is mixed and left out."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the effect is measured on: answers per unit and month, and the day on which a unit began."""

    tallies: dict[tuple[int, date], NpsTally]
    starts: dict[int, date]
    names: dict[int, str]

    @property
    def units(self) -> set[int]:
        return {unit for unit, _ in self.tallies}

    @property
    def treated(self) -> set[int]:
        return {unit for unit in self.units if unit in self.starts}

    @property
    def control(self) -> set[int]:
        return self.units - self.treated

    @property
    def first_start(self) -> date | None:
        return min((self.starts[unit] for unit in self.treated), default=None)

    def pooled(self, units: Iterable[int], month: date) -> NpsTally:
        """All answers of some units in one month."""
        return reduce(add, (self.tallies.get((unit, month), NpsTally()) for unit in units), NpsTally())

    def within(self, units: set[int]) -> "Ground":
        """The same for some units alone."""
        return Ground(
            {place: tally for place, tally in self.tallies.items() if place[0] in units},
            {unit: day for unit, day in self.starts.items() if unit in units},
            {unit: name for unit, name in self.names.items() if unit in units},
        )

    def counts(self, *, after: bool) -> dict[float, int]:
        """Answers of units with the change, after their start or before it, by what each adds to the score."""
        tallies = (
            tally
            for (unit, month), tally in self.tallies.items()
            if unit in self.starts and (month >= self.starts[unit].replace(day=1)) == after
        )
        whole = reduce(add, tallies, NpsTally())
        return {100.0: whole.promoters, 0.0: whole.passives, -100.0: whole.detractors}

    def months(self) -> list[date]:
        return sorted({month for _, month in self.tallies})


def ground_of(initiative: Initiative, until: date, design: Design | None = None) -> Ground:
    """Answers where the design says, else at the initiative's touchpoint, and since when which unit counts as with it."""
    starts = starts_of(initiative, until, design)
    if design is None:
        return ground_at(initiative.touchpoint_id, starts, until)
    ground = ground_at(design.touchpoint_id, starts, until, design.kind_of_score)
    return ground.within(units_compared(design, ground.units, {**starts, **had_since(initiative, until)}))


def units_compared(design: Design, units: set[int], having: Mapping[int, date]) -> set[int]:
    """Of some units those that the design dealt, and all below them: others were never to be compared. All where it dealt none.

    A blend is made of every unit that goes without, whatever its share on record, and of none that is ``having`` the change as well.
    """
    if design.unit:
        units = units & set(subtree_ids(design.unit))
    waves = dict(design.allocations.values_list("unit", "wave"))
    if not waves:
        return units
    ordered = places()
    if design.kind == Design.Kind.SYNTHETIC:
        chosen = at_or_below({unit for unit, wave in waves.items() if wave}, ordered)
        return {unit for unit in units if unit in chosen or unit not in having}
    return units & at_or_below(set(waves), ordered)


def ground_at(
    touchpoint_id: int | None, starts: Mapping[int, date], until: date, kind_of_score: str = "experience"
) -> Ground:
    """Answers at one touchpoint, or at all, of every unit of the same kind that ever had answers there.

    The month in the middle of which a unit changed is left out.
    """
    of_unit = {place.unit_id: place for place in places()}
    tallies = unit_month_tallies(Slice(kind_of_score=kind_of_score, touchpoint_id=touchpoint_id, until=until))
    with_answers = {unit for unit, _ in tallies}
    wanted = {of_unit[unit].kind for unit in with_answers & set(starts)}
    kept = {unit for unit in with_answers if unit in of_unit and of_unit[unit].kind in wanted}
    return Ground(
        tallies={
            (unit, month): tally
            for (unit, month), tally in tallies.items()
            if unit in kept and not is_mixed(starts.get(unit), month)
        },
        starts={unit: start for unit, start in starts.items() if unit in kept},
        names={unit: of_unit[unit].name for unit in kept},
    )


def cells_of(ground: Ground) -> list[Cell]:
    """One cell per unit and month with answers."""
    return [
        Cell(str(unit), month_number(month), tally.score, tally.n)
        for (unit, month), tally in sorted(ground.tallies.items())
        if tally.score is not None
    ]


def start_numbers(ground: Ground) -> dict[str, int | None]:
    """The first month in which a unit worked with the change, as a number; units without it are absent."""
    return {str(unit): month_number(first_month_with(start)) for unit, start in ground.starts.items()}


def month_number(month: date) -> int:
    """Months in a row: January of year 0 is 0."""
    return month.year * 12 + month.month - 1


def is_mixed(start: date | None, month: date) -> bool:
    """Whether a unit began so late in this month that it counts neither as before nor as after."""
    return start is not None and start.replace(day=1) == month and start.day > FIRST_DAYS


def first_month_with(start: date) -> date:
    """The first day of the first whole month with the change."""
    return months_from(start.replace(day=1), 1 if start.day > FIRST_DAYS else 0)
