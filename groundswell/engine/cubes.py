"""Which cubes there can be, when one is worth its room, and how one lies on the disk."""

from __future__ import annotations

import os
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .cells import Cells

FEWEST_ROWS_A_CELL = 10
MOST_CELLS = 5_000_000
MOST_CELLS_BY_DAY = 1_000_000


@dataclass(frozen=True, slots=True)
class Cube:
    """A name and the columns of its key. The first column is always the time: ``month``, or ``day`` where that is worth it."""

    name: str
    columns: tuple[str, ...]

    def is_worth_it(self, rows: int, cells: int) -> bool:
        """A cube with few rows in a cell is no shorter than what it counts."""
        return 0 < cells <= self.most_worth_it(rows)

    def most_worth_it(self, rows: int) -> float:
        """How many cells may hold so many rows."""
        return min(self.most_cells, rows / FEWEST_ROWS_A_CELL if FEWEST_ROWS_A_CELL else self.most_cells)

    @property
    def most_cells(self) -> int:
        """A cube with more of them is not kept."""
        return MOST_CELLS_BY_DAY if self.is_by_day else MOST_CELLS

    @property
    def is_by_day(self) -> bool:
        """Whether single days can be asked for."""
        return self.columns[0] == "day"

    def holds(self, asked: Collection[str]) -> bool:
        """Whether the cube can tell these columns apart. One with themes counts a row for each theme, so it answers nothing else."""
        return set(asked) <= {*self.columns, "month"} and ("theme" in asked) == ("theme" in self.columns)


_WHAT = ("kind_of_score", "edition")
_WHERE = ("stage_id", "touchpoint_id", "channel")
CUBES = tuple(
    Cube(name, columns)
    for name, columns in {
        "unit_touchpoint": ("month", *_WHAT, *_WHERE, "unit_id"),
        "touchpoint_all": ("month", *_WHAT, *_WHERE, "segment", "sentiment"),
        "touchpoint_day": ("day", *_WHAT, *_WHERE),
        "segment": ("month", *_WHAT, *_WHERE, "segment"),
        "sentiment": ("month", *_WHAT, "stage_id", "touchpoint_id", "sentiment"),
        "touchpoint": ("month", *_WHAT, *_WHERE),
        "employee": ("month", *_WHAT, "unit_id", "employee_id"),
        "unit_sentiment": ("month", *_WHAT, "unit_id", "sentiment"),
        "unit_day": ("day", *_WHAT, "unit_id"),
        "unit": ("month", *_WHAT, "unit_id"),
        "unit_theme": ("month", *_WHAT, "unit_id", "theme"),
        "theme": ("month", *_WHAT, "stage_id", "touchpoint_id", "theme"),
    }.items()
)
"""The finer ones first: a coarser one is added up from the cells of a finer one."""
BY_NAME = {cube.name: cube for cube in CUBES}


def write_cells(folder: Path, name: str, cells: Cells) -> str:
    """Write cells as files that every process maps into its memory; what this returns finds them. Durable when it returns."""
    stem = f"{name}-{uuid.uuid4().hex}"
    for ending, array in (("keys", cells.keys), ("counts", cells.counts), ("weighed", cells.weighed)):
        if array is None:
            continue
        with (folder / f"{stem}.{ending}.npy").open("wb") as file:
            np.save(file, np.ascontiguousarray(array))
            file.flush()
            os.fsync(file.fileno())
    return stem


def map_cells(folder: Path, stem: str) -> Cells:
    """The cells of :func:`write_cells`, read when they are looked at."""
    paths = [folder / f"{stem}.{ending}.npy" for ending in ("keys", "counts", "weighed")]
    if not paths[2].exists():
        del paths[2]
    return Cells(*(np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray) for path in paths))
