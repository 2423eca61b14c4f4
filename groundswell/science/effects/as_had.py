"""Not everybody had what they were dealt: what the change does where it was had, beside the comparison as dealt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from groundswell.science.effects.effect import Contrast, Effect, Verdict, is_small
from groundswell.science.effects.panel import Cell

Had = Mapping[tuple[str, int], float]
"""Which share of a period a unit truly had the change, by unit and period; absent means none of it."""

ENOUGH: Final = 0.5
"""The sides must differ by this share of having it; below, too little stands behind what having it does."""
ROUNDS: Final = 4

DILUTED: Final = (
    "Not every unit had what it was dealt, so less shows here than the change does: that nothing shows would not say that it does "
    "nothing."
)


def without_what_it_did(cells: Iterable[Cell], had: Had, points: float) -> list[Cell]:
    """The cells as they would be, had the change moved every unit that had it by so many points."""
    return [replace(one, mean=one.mean - points * had.get((one.unit, one.period), 0.0)) for one in cells]


def effect_of_having(tell: Callable[[float], Contrast]) -> Contrast | None:
    """The points by which the change moves a unit that has it, with their range; None where the two sides hardly differ in it.

    ``tell``: the comparison as dealt, told of scores from which that many points are taken wherever the change was had. The
    estimate is the points that leave nothing to be told: what is told as dealt, over the share by which the sides differ in having
    it (Bloom 1984, Evaluation Review 8:225). Its range is that of what is left, over the same share (two-stage least squares;
    Imbens & Angrist 1994, Econometrica 62:467). It takes for granted that being dealt the change moves a unit only through having
    it, and by as much wherever it is had.
    """
    gap = tell(0.0).estimate - tell(1.0).estimate
    if gap < ENOUGH:
        return None
    points, left = 0.0, tell(0.0)
    for _ in range(ROUNDS):
        points += left.estimate / gap
        left = tell(points)
    if left.low is None or left.high is None:
        return None
    return Contrast(points, None, points + left.low / gap, points + left.high / gap)


def beside_having(effect: Effect, having: Contrast | None) -> Effect:
    """Judged as dealt, but "no difference that matters" only where having it makes none either."""
    small = having is not None and is_small(having.low, having.high, effect.minimum_relevant)
    if (
        effect.verdict is Verdict.DID_NOT
        and not small
        and is_small(effect.low, effect.high, effect.minimum_relevant)
    ):
        return replace(effect, verdict=Verdict.CANNOT_TELL, needs=(DILUTED, *effect.needs), having=having)
    return replace(effect, having=having)
