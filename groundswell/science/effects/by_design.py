"""The way to tell follows the design that was chosen before the start, and is judged so that it may be read on any day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from functools import partial
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from groundswell.science.effects.any_day import at_any_look
from groundswell.science.effects.difference_in_differences import panel_effect, points_of
from groundswell.science.effects.effect import (
    CLEARLY,
    Contrast,
    Effect,
    Verdict,
    judge,
    reread,
    what_it_takes,
)
from groundswell.science.effects.interrupted_series import interrupted_values, yearly
from groundswell.science.effects.lots import lot_effect
from groundswell.science.effects.panel import Cell, Panel, panel_of
from groundswell.science.effects.redealing import redealt
from groundswell.science.effects.synthetic_control import synthetic_control
from groundswell.science.effects.who_was_asked import Reweighted
from groundswell.science.statistics.least_squares import NotEstimable

Floats = NDArray[np.float64]
PERMUTATIONS: Final = 999
BLENDED_FROM: Final = 24
"""Periods before the start; a plan looks as far back."""
COMPARE: Final = (
    "Nobody can tell a change from what would have come anyway: compare with units that go without it."
)


class Way(Enum):
    """How an effect is told. The values are the kinds of a registered design."""

    RANDOMISED = "randomised"
    CUSTOMERS = "customers"
    STAGGERED = "staggered"
    MATCHED = "matched"
    SYNTHETIC = "synthetic"
    INTERRUPTED = "interrupted"
    BEFORE_AFTER = "before_after"


def effect_by(
    way: Way,
    cells: Iterable[Cell],
    starts: Mapping[str, int | None],
    rng: np.random.Generator,
    minimum_relevant: float,
    could_be: tuple[float, float] = (0.0, 0.0),
    over: float = 1.0,
    weighted: Reweighted | None = None,
    deals: int = PERMUTATIONS,
    *,
    is_by_lot: bool = False,
    is_late: bool = False,
    is_over: bool = False,
) -> Effect:
    """The effect in points, its range true at every look together and widened by what a change in who answers `could_be`.

    `over`: which share of the time from the start to the planned end is over, as far as answers are here; `is_late`: answers of
    what is over are lacking; `is_over`: it grows no narrower, as nobody is left to compare with. `weighted`: the cells weighted to everybody
    who was asked; where units are compared the effect is told from them, what is unsure of the weights is added to its
    range, and the effect as answered stands beside it.

    By lot with one start: what was known before taken out of it. Waves and matched units: difference in differences, a drift
    of units reckoned with unless their waves came `is_by_lot` too. One unit: a blend of others, told by its rank. One series: what
    it did, and never the word that it worked.
    """
    given = list(cells)
    if way is Way.SYNTHETIC:
        return _against_a_blend(given, starts, minimum_relevant)
    if way in (Way.INTERRUPTED, Way.BEFORE_AFTER):
        return _one_series(given, starts, minimum_relevant)
    compare = partial(
        _compared, way, starts=starts, rng=rng, minimum_relevant=minimum_relevant,
        is_by_lot=is_by_lot or way is Way.RANDOMISED,
    )  # fmt: skip
    compared = _of_all_asked(compare, given, weighted, starts, deals) if weighted else None
    if compared is None:
        compared = compare(given, deals=deals)
    once = Contrast(
        compared.estimate or 0.0, compared.standard_error, compared.low, compared.high, compared.p_value
    )
    return reread(compared, at_any_look(once, over), could_be, None if is_late else 1.0 if is_over else over)


def _compared(
    way: Way,
    cells: Sequence[Cell],
    *,
    starts: Mapping[str, int | None],
    rng: np.random.Generator,
    minimum_relevant: float,
    deals: int,
    is_by_lot: bool,
) -> Effect:
    found = panel_effect(cells, starts, rng, deals, minimum_relevant, is_by_lot=is_by_lot)
    if way is Way.RANDOMISED and len({start for start in starts.values() if start is not None}) == 1:
        return _by_lot(panel_of(cells), starts, rng, found, deals)
    return found


def _of_all_asked(
    compare: Callable[..., Effect],
    cells: Sequence[Cell],
    weighted: Reweighted,
    starts: Mapping[str, int | None],
    deals: int,
) -> Effect | None:
    """The effect on everybody asked, its range wider by what is unsure of the weights; None where it has no range."""
    found = compare(weighted.cells, deals=deals)
    if found.estimate is None or found.low is None or found.high is None or not found.standard_error:
        return None
    here, *moved = (points_of(each, starts) or 0.0 for each in (weighted.cells, *weighted.a_step_on))
    unsure = weighted.error_of((moved[0] - here, moved[1] - here))
    times = sqrt(found.standard_error**2 + unsure**2) / found.standard_error
    reach = (found.high - found.estimate) * times
    plain = compare(cells, deals=0)
    beside = Contrast(plain.estimate or 0.0, plain.standard_error, plain.low, plain.high, plain.p_value)
    return replace(
        found, standard_error=found.standard_error * times, low=found.estimate - reach, high=found.estimate + reach,
        as_answered=beside,
    )  # fmt: skip


def _by_lot(
    panel: Panel, starts: Mapping[str, int | None], rng: np.random.Generator, beside: Effect, deals: int
) -> Effect:
    """CUPED between units (Deng et al. 2013), told by dealing the start anew; ``beside`` gives counts and the time before.

    A month that one side lacks, such as that in the middle of which it began, counts on neither: what it did to everybody would pass
    for a difference between them.
    """
    first = next(start for start in starts.values() if start is not None) - panel.first_period
    begun = np.array([starts.get(unit) is not None for unit in panel.units])
    shared = panel.answers[begun].any(axis=0) & panel.answers[~begun].any(axis=0)
    is_after = np.arange(len(shared)) >= first
    (after, n_after), (before, n_before) = (_means(panel, shared & when) for when in (is_after, ~is_after))
    known = (n_after > 0) & (n_before > 0)
    if min((known & begun).sum(), (known & ~begun).sum()) < 2:
        return beside
    y, x, has = after[known], before[known], begun[known]
    answers = 1 / (1 / n_after[known] + 1 / n_before[known])
    found = lot_effect(y, x, answers, has)
    if found.standard_error is None:
        return beside
    size = abs(found.estimate) / found.standard_error
    as_large = [
        _size(lot_effect(y, x, answers, anew)) >= size - 1e-12
        for anew in redealt(has, np.column_stack([y, x, answers]), rng, deals)
    ]
    permuted = (1 + sum(as_large)) / (1 + len(as_large))
    verdict = judge(found, permuted, None, beside.minimum_relevant, beside.higher_is_better)
    counts = int(has.sum()), int((~has).sum())
    needs = what_it_takes(found, permuted, None, beside.minimum_relevant, counts)
    return replace(
        beside, estimate=found.estimate, low=found.low, high=found.high, p_value=found.p_value,
        verdict=verdict, permutation_p=permuted, standard_error=found.standard_error,
        needs=needs if verdict is Verdict.CANNOT_TELL else (),
    )  # fmt: skip


def _size(found: Contrast) -> float:
    return abs(found.estimate) / found.standard_error if found.standard_error else float("inf")


def _means(panel: Panel, when: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Of each unit over some periods: the mean of its answers, 0 where there are none, and how many there are."""
    answers = panel.answers[:, when].sum(axis=1)
    sums = (panel.means * panel.answers)[:, when].sum(axis=1)
    return np.divide(sums, answers, out=np.zeros(len(answers)), where=answers > 0), answers


def _sides(
    cells: list[Cell], starts: Mapping[str, int | None]
) -> tuple[Panel, NDArray[np.bool_], int] | None:
    """The panel, who has it, and the place of the first start; None where nobody has begun."""
    begun = [start for start in starts.values() if start is not None]
    if not begun or not any(cell.n for cell in cells):
        return None
    panel = panel_of(cells)
    has = np.array([starts.get(unit) is not None for unit in panel.units])
    return panel, has, min(begun) - panel.first_period


def _pooled(panel: Panel, rows: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    answers = panel.answers[rows].sum(axis=0)
    sums = (panel.means * panel.answers)[rows].sum(axis=0)
    return np.divide(sums, answers, out=np.full(len(answers), np.nan), where=answers > 0), answers


def _against_a_blend(cells: list[Cell], starts: Mapping[str, int | None], minimum_relevant: float) -> Effect:
    """Only others with answers in every period can be blended, from two years before the start on: what is older says little, and
    would leave out whoever had a gap then. A rank says how rare it is; no range is claimed."""
    sides = _sides(cells, starts)
    if sides is None:
        return _untold(minimum_relevant, (0, 0), "It takes answers from before and after the start.")
    panel, has, start = sides
    own, answers = _pooled(panel, has)
    kept = ~np.isnan(own) & (np.arange(len(own)) >= start - BLENDED_FROM)
    whole = [row for row in range(len(panel.units)) if not has[row] and (panel.answers[row, kept] > 0).all()]
    counts, first = (int(has.sum()), len(whole)), int(kept[: max(start, 0)].sum())
    series = {panel.units[row]: panel.means[row, kept] for row in whole}
    try:
        found = synthetic_control({"": own[kept], **series}, "", first)
    except ValueError:
        need = (
            "It takes two others with answers in every month, two months before the start and one after it."
        )
        return _untold(minimum_relevant, counts, need)
    sizes = int(answers[:start].sum()), int(answers[start:].sum())
    is_rare = found.p_value <= CLEARLY and found.effect > 0
    others, further = found.among - 1, found.rank - 1
    need = (
        f"Of {others} others that went without it, {further} moved at least as far away from a blend of their own, so this may be "
        "chance. Let two units more begin: then they can be compared with the others directly."
        if further
        else f"It takes 19 others with answers in every month before it can stand out among enough: there are {others}."
    )
    periods = (np.flatnonzero(kept) + panel.first_period).tolist()
    blend = tuple(zip(periods, found.mixture.tolist(), strict=True))
    return Effect(
        found.effect, None, None, found.p_value, *counts, *sizes, None,
        Verdict.WORKED if is_rare else Verdict.CANNOT_TELL, None, minimum_relevant, True, () if is_rare else (need,), beside=blend,
    )  # fmt: skip


def _one_series(cells: list[Cell], starts: Mapping[str, int | None], minimum_relevant: float) -> Effect:
    """The step of the series itself with its range, a yearly season taken out from a whole year before on. Whatever it shows, a
    comparison is missing.
    """
    sides = _sides(cells, starts)
    if sides is None:
        return _untold(minimum_relevant, (0, 0), "It takes answers from before and after the start.")
    panel, has, start = sides
    own, answers = _pooled(panel, has)
    kept = ~np.isnan(own)
    counts = int(has.sum()), 0
    sizes = int(answers[:start].sum()), int(answers[start:].sum())
    first, periods = int(kept[: max(start, 0)].sum()), np.flatnonzero(kept) + panel.first_period
    try:
        found = interrupted_values(own[kept], first, years=yearly(periods, first))
    except NotEstimable as refusal:
        return replace(_untold(minimum_relevant, counts, str(refusal)), n_before=sizes[0], n_after=sizes[1])
    drawn_on = tuple(zip(periods.tolist(), found.unchanged.tolist(), strict=True))
    careful = found.careful_interval
    step = Contrast(found.step, found.careful_error, careful.low, careful.high)
    return Effect(
        step.estimate, step.low, step.high, None, *counts, *sizes, None, Verdict.CANNOT_TELL, None,
        minimum_relevant, True, (COMPARE,), step.standard_error, beside=drawn_on,
    )  # fmt: skip


def _untold(minimum_relevant: float, counts: tuple[int, int], need: str) -> Effect:
    return Effect(
        None,
        None,
        None,
        None,
        *counts,
        0,
        0,
        None,
        Verdict.CANNOT_TELL,
        None,
        minimum_relevant,
        True,
        (need,),
    )
