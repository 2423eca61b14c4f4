"""The effect by time since the start, and what stood there before it: months before the start should show nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from groundswell.science.effects.effect import Contrast
from groundswell.science.effects.panel import Cell, contrast, panel_of, passing_time, placed_of


@dataclass(frozen=True, slots=True)
class Moment:
    """``period`` 0 is the first with the change; the mean of the periods before is where 0 points lie."""

    period: int
    found: Contrast
    n: int
    units: int


def by_event_time(
    cells: Iterable[Cell], starts: Mapping[str, int | None], most: int = 12
) -> tuple[Moment, ...]:
    """Group-time effects put together by time since each unit's own start (Callaway & Sant'Anna 2021, section 3.1.1).

    Each against all periods before (a period before against the others before), less what never-treated units did. Ranges
    hold for each moment alone. Empty without units to compare with.
    """
    placed = placed_of(panel_of(cells), starts)
    panel, columns, treated = placed.panel, placed.starts, placed.is_treated
    width, controls = panel.answers.shape[1], int((~treated).sum())
    if not treated.any() or not controls:
        return ()
    passing = passing_time(panel.means[~treated], panel.answers[~treated])
    answers, firsts = panel.answers[treated] * passing.is_known, columns[treated]
    periods, found = np.arange(width), []
    for period in range(-most, most + 1):
        here = periods == (firsts + period)[:, None]
        before = answers * (periods < firsts[:, None]) * ~here
        now = answers * here
        usable = (now.sum(axis=1) > 0) & (before.sum(axis=1) > 0)
        if not usable.any():
            continue
        rows = here / 1.0 - before / np.maximum(before.sum(axis=1), 1)[:, None]
        weights = now.sum(axis=1) * usable
        one = contrast(panel.means[treated], rows * usable[:, None], weights, passing, controls)
        found.append(Moment(period, one, int(weights.sum()), int(usable.sum())))
    return tuple(found)
