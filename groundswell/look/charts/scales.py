"""From values to places on paper."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

LEAST_APART = 1e-9
"""Of the larger one: what is closer differs by rounding alone."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps values from `low` to `high` onto places from `start` to `end`, in a straight line."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def held(self, value: float) -> float:
        """The place of a value, kept on the paper."""
        return self(min(max(value, self.low), self.high))


def ticks_for(values: Iterable[float | None], count: int = 4) -> list[float]:
    """Round numbers that span all values, at least two."""
    known = [value for value in values if value is not None]
    low, high = min(known), max(known)
    if high - low <= LEAST_APART * max(1.0, abs(low), abs(high)):
        low, high = low - 1, high + 1
    rough = (high - low) / count
    size = 10 ** floor(log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(i * step, 10) for i in range(first, last + 1)]


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places moved as little as needed to stand at least `gap` apart, kept between `low` and `high`."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = list(places)
    for before, here in itertools.pairwise(order):
        moved[here] = max(moved[here], moved[before] + gap)
    ceiling = high
    for here in reversed(order):
        moved[here] = max(min(moved[here], ceiling), low)
        ceiling = moved[here] - gap
    return moved


def every_fitting(widths: Sequence[float], room: float) -> int:
    """Show every how-manieth label so that labels of these widths do not touch in this room."""
    if not widths:
        return 1
    return max(1, ceil((max(widths) + 12) * len(widths) / max(room, 1)))
