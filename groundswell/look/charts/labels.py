"""Where names stand on a map of dots, so that none hides another."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from groundswell.look.charts import marks

Box = tuple[float, float, float, float]


def placed(
    names: Sequence[str], dots: Sequence[marks.Point], frame: Box, kept_free: Sequence[Box] = ()
) -> list[Box]:
    """A box for each name, beside its dot and nearer to it than to any other where there is room; none overlap."""
    taken: list[Box] = [*kept_free, *((x - 8, y - 8, x + 8, y + 8) for x, y in dots)]
    placed: list[Box] = []
    for name, (x, y) in zip(names, dots, strict=True):
        wide = marks.width_of(name, is_strong=True)
        tries = [_beside(x, y, wide, far, way) for far in (12, 22, 34, 48, 64, 84, 110) for way in _WAYS]
        free = [b for b in tries if _inside(b, frame) and not any(touch(b, other) for other in taken)]
        clear = (b for b in free if all(_gap(b, (x, y)) < _gap(b, dot) for dot in dots if dot != (x, y)))
        placed.append(next(clear, free[0] if free else _beside(x, y, wide, 12, _WAYS[0])))
        taken.append(placed[-1])
    return placed


_WAYS = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))


def _beside(x: float, y: float, wide: float, far: float, way: tuple[int, int]) -> Box:
    left = x + far if way[0] > 0 else x - far - wide if way[0] < 0 else x - wide / 2
    middle = y + way[1] * (far + 4)
    return left, middle - 9, left + wide, middle + 8


def _gap(place: Box, dot: marks.Point) -> float:
    return hypot(max(place[0] - dot[0], 0, dot[0] - place[2]), max(place[1] - dot[1], 0, dot[1] - place[3]))


def _inside(place: Box, frame: Box) -> bool:
    return place[0] >= frame[0] and place[1] >= frame[1] and place[2] <= frame[2] and place[3] <= frame[3]


def touch(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
