"""Units without the change that were like those with it: by level, trend and volume before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy


@dataclass(frozen=True, slots=True)
class Before:
    """What a unit was before: its score, the points it moved a month, its answers a month."""

    code: str
    level: float
    trend: float
    volume: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A unit and its likeness, with what still lies between them (unit minus likeness)."""

    unit: str
    likeness: str
    level: float
    trend: float
    volume: float


@dataclass(frozen=True, slots=True)
class Matching:
    """The pairs, and how close they are on average: in points, points a month, and answers a month."""

    pairs: tuple[Pair, ...]
    apart: float
    """The largest mean difference in standard deviations of all units; below 0.25 it is close (Rubin 2001)."""

    @property
    def is_close(self) -> bool:
        return self.apart < CLOSE


CLOSE = 0.25


def matched(units: Sequence[Before], others: Sequence[Before]) -> Matching:
    """For each unit one of the others, no one twice, so that all distances together are least (Rosenbaum 1989, JASA 84:1024).

    Distance in standard deviations of level, trend and the logarithm of volume. Raises ValueError with fewer others than units.
    """
    if not units or len(others) < len(units):
        raise ValueError(
            f"There are {len(others)} units to compare {len(units)} with: each needs one of its own."
        )
    here, there = _figures(units), _figures(others)
    scale = np.vstack([here, there]).std(axis=0)
    scale[scale == 0] = 1.0
    distance = np.square((here[:, None, :] - there[None, :, :]) / scale).sum(axis=2)
    rows, columns = scipy.optimize.linear_sum_assignment(distance)
    gaps = here[rows] - there[columns]
    pairs = tuple(
        Pair(
            units[row].code, others[column].code, units[row].level - others[column].level,
            units[row].trend - others[column].trend, units[row].volume - others[column].volume,
        )
        for row, column in zip(rows, columns, strict=True)
    )  # fmt: skip
    return Matching(pairs, float(np.abs(gaps.mean(axis=0) / scale).max()))


def _figures(units: Sequence[Before]) -> np.ndarray:
    return np.array([[one.level, one.trend, np.log(max(1.0, one.volume))] for one in units])
