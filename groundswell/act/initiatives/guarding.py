"""What must not get worse meanwhile: each guard of the design is told like the effect itself, and judged against its limit."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from groundswell.science.effects.any_day import at_any_look
from groundswell.science.effects.difference_in_differences import panel_effect
from groundswell.science.effects.effect import Contrast
from groundswell.science.effects.panel import Cell
from groundswell.science.scores.nps import NpsTally
from groundswell.understand.scores.queries import Slice, unit_month_tallies

from .cells import Ground, is_mixed, month_number, start_numbers
from .models import Design, Guard
from .responding import Rows, response_cells

SEED = 1994


@dataclass(frozen=True, slots=True)
class Watched:
    """One guard: what became of it, and whether its limit holds. Points above 0 are better, whatever is watched."""

    watches: str
    words: str
    worst: float
    found: Contrast | None
    answers: int
    """How many were looked at: answers, of the share who answer those who did."""

    @property
    def state(self) -> str:
        """held: surely not worse than its limit; broken: surely worse; open: cannot tell."""
        if self.found is None or self.found.low is None or self.found.high is None:
            return "open"
        if self.found.low > -self.worst:
            return "held"
        return "broken" if self.found.high < -self.worst else "open"


def guards_of(design: Design, ground: Ground, asked: Rows, until: date, over: float) -> list[Watched]:
    """Every guard of the design, its range true on any day like that of the effect."""
    watched = []
    for guard in design.guards.all():
        cells = [one for one in _cells(guard, design, ground, asked, until) if not _is_mixed(ground, one)]
        found = _told(cells, ground, over) if cells else None
        answers = sum(one.n for one in cells)
        if guard.watches == Guard.Watches.RESPONSE:
            answers = sum(round(one.n * one.mean / 100) for one in cells)
        watched.append(
            Watched(guard.watches, guard.get_watches_display(), float(guard.worst), found, answers)
        )
    return watched


def _is_mixed(ground: Ground, cell: Cell) -> bool:
    """Whether the unit began in the middle of that month: it counts neither here nor in the effect."""
    start = ground.starts.get(int(cell.unit))
    return start is not None and month_number(start) == cell.period and is_mixed(start, start.replace(day=1))


def _told(cells: list[Cell], ground: Ground, over: float) -> Contrast | None:
    effect = panel_effect(cells, start_numbers(ground), np.random.default_rng(SEED), permutations=0)
    if effect.estimate is None:
        return None
    once = Contrast(effect.estimate, effect.standard_error, effect.low, effect.high, effect.p_value)
    return at_any_look(once, over)


def _cells(guard: Guard, design: Design, ground: Ground, asked: Rows, until: date) -> list[Cell]:
    if guard.watches == Guard.Watches.RESPONSE:
        return response_cells(asked)
    if guard.watches == Guard.Watches.DETRACTORS:
        return [
            Cell(str(unit), month_number(month), -100 * tally.detractors / tally.n, tally.n)
            for (unit, month), tally in sorted(ground.tallies.items())
            if tally.n
        ]
    if guard.watches == Guard.Watches.RELATIONSHIP:
        return _scores(unit_month_tallies(Slice(kind_of_score="relationship", until=until)), ground)
    every = unit_month_tallies(Slice(kind_of_score=design.kind_of_score, until=until))
    return _scores(
        {place: tally - ground.tallies.get(place, NpsTally()) for place, tally in every.items()}, ground
    )


def _scores(tallies: dict[tuple[int, date], NpsTally], ground: Ground) -> list[Cell]:
    return [
        Cell(str(unit), month_number(month), tally.score, tally.n)
        for (unit, month), tally in sorted(tallies.items())
        if unit in ground.units and tally.score is not None
    ]
