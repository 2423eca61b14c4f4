"""What a journey is drawn from, and what its wide and its narrow picture share."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from groundswell.look.charts import marks
from groundswell.look.charts.scales import ticks_for


@dataclass(frozen=True, slots=True)
class JourneyTouchpoint:
    """One touchpoint inside a stage. `n` is its volume."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    is_thin: bool = False
    url: str = ""
    note: str = ""
    """A word beside the number, such as the longer span that a thin touchpoint is read over."""


@dataclass(frozen=True, slots=True)
class JourneyStage(JourneyTouchpoint):
    """One stage of the journey with its touchpoints. ``change`` from the stage before is given only where it is sure.

    ``facts`` are what is said below it, the same names in the same order for every stage: revenue, cost.
    """

    touchpoints: Sequence[JourneyTouchpoint] = ()
    change: float | None = None
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Walk:
    """The whole way, and what is said of its weakest link."""

    stages: Sequence[JourneyStage]
    weakest: str | None
    words: tuple[str, ...]
    unit: str
    most: int

    def thickness(self, n: int | None) -> float:
        return 1.5 + 18.0 * sqrt((n or 0) / self.most)

    def holds_weakest(self, stage: JourneyStage) -> bool:
        return self.weakest is not None and self.weakest in (
            stage.label,
            *(t.label for t in stage.touchpoints),
        )


def ticks_of(walk: Walk) -> list[float]:
    """Heights that hold every stage and touchpoint, and the margins of those that have enough answers."""
    things = [thing for stage in walk.stages for thing in (stage, *stage.touchpoints)]
    return ticks_for(
        [
            v
            for thing in things
            for v in (
                thing.value if not thing.is_thin else None,
                *((thing.low, thing.high) if isinstance(thing, JourneyStage) and not thing.is_thin else ()),
            )
        ]
        + [stage.value for stage in walk.stages]
    )


def spine(walk: Walk, places: Sequence[tuple[JourneyStage, marks.Point]]) -> Iterator[str]:
    """The way from stage to stage; each part is as thick as the two stages it joins."""
    for (one, start), (two, end) in itertools.pairwise(places):
        (x1, y1), (x2, y2) = start, end
        along_x = abs(x2 - x1) > abs(y2 - y1) or y1 == y2
        dx, dy = -(y2 - y1), x2 - x1
        size = sqrt(dx * dx + dy * dy) or 1
        dx, dy = (0.0, 1.0) if along_x else (dx / size, dy / size)
        a, b = walk.thickness(one.n) / 2, walk.thickness(two.n) / 2
        shape = [
            (x1 + dx * a, y1 + dy * a),
            (x2 + dx * b, y2 + dy * b),
            (x2 - dx * b, y2 - dy * b),
            (x1 - dx * a, y1 - dy * a),
        ]
        yield marks.path(shape, "spine", closed=True)
