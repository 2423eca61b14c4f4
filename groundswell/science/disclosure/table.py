"""A table of counts with its totals: which cells to hide so that nobody can work them out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from groundswell.science.statistics.intervals import Interval

Cell = tuple[int, int]
SMALLEST_GROUP: Final = 5
FEWEST_TRIED: Final = 4
"""Up to so many further cells every choice is tried, so that no more is hidden than needed; beyond, one by one."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Cells that are too small, cells hidden to protect them, and what a reader can still work out about each."""

    small: tuple[Cell, ...]
    further: tuple[Cell, ...]
    ranges: dict[Cell, Interval]

    @property
    def cells(self) -> frozenset[Cell]:
        """All that is not published."""
        return frozenset(self.small) | frozenset(self.further)


def what_a_reader_knows(table: ArrayLike, hidden: frozenset[Cell]) -> dict[Cell, Interval]:
    """The least and most that each hidden count can be, given every other cell and all row and column totals.

    By linear programming over counts of 0 and more (FCSM Statistical Policy Working Paper 22).
    """
    counts = np.asarray(table, dtype=np.float64)
    cells = sorted(hidden)
    rows, known = _equations(counts, cells)
    found = {}
    for place, cell in enumerate(cells):
        goal = np.zeros(len(cells))
        goal[place] = 1
        ends = [
            sign * float(scipy.optimize.linprog(sign * goal, A_eq=rows, b_eq=known, bounds=(0, None)).fun)
            for sign in (1, -1)
        ]
        found[cell] = Interval(*(float(np.round(end, 6)) for end in ends))
    return found


def _equations(
    counts: NDArray[np.float64], cells: list[Cell]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rows, known = [], []
    for axis in (0, 1):
        for line in range(counts.shape[axis]):
            inside = np.array([float(cell[axis] == line) for cell in cells])
            if inside.any():
                rows.append(inside)
                known.append(sum(counts[cell] for cell in cells if cell[axis] == line))
    return np.array(rows), np.array(known)


def hide(table: ArrayLike, smallest: int = SMALLEST_GROUP, width: int = SMALLEST_GROUP) -> Hidden:
    """Hide counts of 1 to ``smallest`` - 1, and as few further cells as keep each of them uncertain by ``width``.

    A table without small cells hides nothing. Where no choice of a few cells protects them all, more are hidden
    one by one, the smallest first, until they do or everything is hidden.
    """
    counts = np.asarray(table, dtype=np.float64)
    small = tuple((int(i), int(j)) for i, j in np.argwhere((counts > 0) & (counts < smallest)))
    if not small:
        return Hidden((), (), {})
    others = sorted(
        ((int(i), int(j)) for i, j in np.ndindex(counts.shape) if (i, j) not in small),
        key=lambda c: counts[c],
    )
    near = [cell for cell in others if counts[cell] > 0]
    for more in range(FEWEST_TRIED + 1):
        for further in sorted(
            combinations(near[:12], more), key=lambda chosen: sum(counts[c] for c in chosen)
        ):
            if ranges := _protects(counts, small, further, width):
                return Hidden(small, further, ranges)
    for more in range(FEWEST_TRIED + 1, len(others) + 1):
        further = tuple(others[:more])
        if (ranges := _protects(counts, small, further, width)) or more == len(others):
            return Hidden(small, further, ranges or what_a_reader_knows(counts, frozenset(small + further)))
    return Hidden(small, (), what_a_reader_knows(counts, frozenset(small)))


def _protects(
    counts: NDArray[np.float64], small: tuple[Cell, ...], further: tuple[Cell, ...], width: int
) -> dict[Cell, Interval] | None:
    hidden = frozenset(small) | frozenset(further)
    if not _has_company(counts.shape, hidden):
        return None
    ranges = what_a_reader_knows(counts, hidden)
    return ranges if all(ranges[cell].width >= width for cell in small) else None


def _has_company(shape: tuple[int, ...], hidden: frozenset[Cell]) -> bool:
    """A cell that is hidden alone in its row or column is what the total leaves: no need to ask further."""
    for axis in (0, 1):
        lines = [cell[axis] for cell in hidden]
        if any(lines.count(line) == 1 for line in range(shape[axis])):
            return False
    return True
