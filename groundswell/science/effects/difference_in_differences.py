"""Did it work? The change of those who did it beside the change of those who did not."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from groundswell.science.effects.effect import (
    MINIMUM_RELEVANT,
    Contrast,
    Effect,
    PreTrend,
    Verdict,
    judge,
    what_it_takes,
)
from groundswell.science.effects.panel import (
    Cell,
    Passing,
    Placed,
    before_and_after,
    contrast,
    panel_of,
    passing_time,
    placed_of,
    slopes,
)
from groundswell.science.effects.redealing import redealt
from groundswell.science.statistics.least_squares import NotEstimable, fit

UNITS_WITHOUT_PERMUTATION: Final = 40
"""From so many units on, errors clustered by unit need no check by permutation."""


def two_by_two(
    outcome: ArrayLike,
    treated: ArrayLike,
    after: ArrayLike,
    clusters: Sequence[Hashable] | None = None,
    minimum_relevant: float = MINIMUM_RELEVANT,
    higher_is_better: bool = True,
) -> Effect:
    """From rows: y = a + b treated + c after + d treated x after, d is the effect (Card & Krueger 1994).

    Errors by cluster if given (name the unit to which the initiative was given), else HC1 with each row its
    own unit. Without earlier periods nobody knows whether the groups moved alike before: the words say so.
    """
    y, t, a = (np.asarray(column, dtype=np.float64) for column in (outcome, treated, after))
    counts = _units_of_each_kind(t, clusters)
    try:
        fitted = fit(y, np.column_stack([np.ones_like(y), t, a, t * a]), clusters)
    except NotEstimable:
        return _nothing(
            *counts, "It takes answers from before and after, with and without it.", minimum_relevant
        )
    estimate, error = float(fitted.coefficients[3]), fitted.standard_error(3)
    found = Contrast(estimate)
    if min(counts) >= 2 and error > 0:
        reach = float(special.stdtrit(fitted.degrees, 0.975)) * error
        p_value = float(2 * special.stdtr(fitted.degrees, -abs(estimate) / error))
        found = Contrast(estimate, error, estimate - reach, estimate + reach, p_value)
    unknown = "Whether both groups moved alike before the start is not known."
    n_before, n_after = int((t * (1 - a)).sum()), int((t * a).sum())
    return _effect(
        found, None, None, counts, (n_before, n_after), minimum_relevant, higher_is_better, (unknown,)
    )


def _units_of_each_kind(treated: NDArray[np.float64], clusters: Sequence[Hashable] | None) -> tuple[int, int]:
    units: Sequence[Hashable] = range(len(treated)) if clusters is None else clusters
    kinds = list(zip(units, treated > 0, strict=True))
    return len({unit for unit, is_treated in kinds if is_treated}), len(
        {unit for unit, is_treated in kinds if not is_treated}
    )


def panel_effect(
    cells: Iterable[Cell],
    starts: Mapping[str, int | None],
    rng: np.random.Generator,
    permutations: int = 999,
    minimum_relevant: float = MINIMUM_RELEVANT,
    higher_is_better: bool = True,
    *,
    is_by_lot: bool = False,
) -> Effect:
    """From means by unit and period, each treated unit with its own start; None or absent is never treated.

    Range clustered by unit. Below 40 units the starts are also dealt out anew among the units, every way where these are
    `permutations` or fewer and else so many times; the share of deals with as large a t value (either sign) is `permutation_p`.
    Treated units without answers before and after their start are left out. Where hardly any unit goes without it, those that begin
    last are the comparison, and what comes from their start on is left out: `compared_before`. `is_by_lot`: chance alone made the groups differ
    before the start, which the range and the deals allow for. Same generator state, same answer.
    """
    placed = placed_of(panel_of(cells), starts)
    found, n_before, n_after, counts = _estimate(placed)
    if found is None:
        return _nothing(
            *counts, "It takes answers from before and after, with and without it.", minimum_relevant
        )
    permutation_p = None
    if found.p_value is not None and len(placed.starts) < UNITS_WITHOUT_PERMUTATION:
        permutation_p = _permuted(placed, found, rng, permutations)
    pre_trend = None if is_by_lot else _pre_trend(placed, minimum_relevant)
    effect = _effect(
        found, permutation_p, pre_trend, counts, (n_before, n_after), minimum_relevant, higher_is_better, ()
    )
    return replace(effect, compared_before=placed.compared_before)


def points_of(cells: Iterable[Cell], starts: Mapping[str, int | None]) -> float | None:
    """The estimate of `panel_effect` alone; None where it has none."""
    found, *_ = _estimate(placed_of(panel_of(cells), starts))
    return None if found is None else found.estimate


def _passing(placed: Placed) -> Passing:
    control = ~placed.is_treated
    return passing_time(placed.panel.means[control], placed.panel.answers[control])


def _estimate(placed: Placed) -> tuple[Contrast | None, int, int, tuple[int, int]]:
    """The effect, the treated answers before and after, and how many units of each kind were used."""
    treated = placed.is_treated
    controls = int((~treated & (placed.panel.answers.sum(axis=1) > 0)).sum())
    if not treated.any() or controls == 0:
        return None, 0, 0, (int(treated.sum()), controls)
    passing = _passing(placed)
    answers, starts = placed.panel.answers[treated], placed.starts[treated]
    rows, weights = before_and_after(answers, starts, passing.is_known)
    used = weights > 0
    if not used.any():
        return None, 0, 0, (0, controls)
    n_before = int((answers * (np.arange(answers.shape[1]) < starts[:, None]))[used].sum())
    found = contrast(placed.panel.means[treated], rows, weights, passing, controls)
    return found, n_before, int(weights.sum()), (int(used.sum()), controls)


def _permuted(placed: Placed, found: Contrast, rng: np.random.Generator, permutations: int) -> float:
    """Randomisation inference on the t value (MacKinnon & Webb 2020, J. Econometrics 218:435)."""
    observed, panel = _t_value(found), placed.panel
    as_large = []
    for starts in redealt(placed.starts, np.column_stack([panel.means, panel.answers]), rng, permutations):
        dealt, *_ = _estimate(replace(placed, starts=starts))
        as_large.append(dealt is None or _t_value(dealt) >= observed - 1e-12)
    return (1 + sum(as_large)) / (1 + len(as_large))


def _t_value(found: Contrast) -> float:
    return abs(found.estimate) / found.standard_error if found.standard_error else float("inf")


def _pre_trend(placed: Placed, minimum_relevant: float) -> PreTrend:
    """Slope and placebo before the start; not known where no treated unit has three periods before its start.

    Violated when either range leaves out 0 and what it implies is large enough to matter: the slope carried
    over the distance from the middle of the time before to the middle of the time after, or the placebo.
    """
    treated = placed.is_treated
    passing = _passing(placed)
    answers, starts = placed.panel.answers[treated], placed.starts[treated]
    means, controls = placed.panel.means[treated], int((~treated).sum())
    rows, leverage = slopes(answers, starts, passing.is_known)
    long_enough = ((answers > 0) & (np.arange(answers.shape[1]) < starts[:, None])).sum(axis=1) >= 3
    leverage = leverage * long_enough
    apart = placed.panel.answers.shape[1] / 2
    if leverage.sum() == 0:
        return PreTrend(Contrast(0.0), None, apart, is_violated=False, is_known=False)
    slope = contrast(means, rows, leverage, passing, controls)
    placebo = _placebo(placed, passing)
    is_violated = (slope.excludes_zero and abs(slope.estimate * apart) >= minimum_relevant) or (
        placebo is not None and placebo.excludes_zero and abs(placebo.estimate) >= minimum_relevant
    )
    return PreTrend(slope, placebo, apart, is_violated)


def _placebo(placed: Placed, passing: Passing) -> Contrast | None:
    """The 'effect' of a start that never was, half-way through the time before each unit's own start."""
    treated = placed.is_treated
    starts = placed.starts[treated]
    earlier = placed.panel.answers[treated] * (np.arange(placed.panel.answers.shape[1]) < starts[:, None])
    rows, weights = before_and_after(earlier, starts // 2, passing.is_known)
    if not weights.any():
        return None
    return contrast(placed.panel.means[treated], rows, weights, passing, int((~treated).sum()))


def _effect(
    found: Contrast,
    permutation_p: float | None,
    pre_trend: PreTrend | None,
    counts: tuple[int, int],
    answers: tuple[int, int],
    minimum_relevant: float,
    higher_is_better: bool,
    remarks: tuple[str, ...],
) -> Effect:
    verdict = judge(found, permutation_p, pre_trend, minimum_relevant, higher_is_better)
    needs: tuple[str, ...] = ()
    if verdict is Verdict.CANNOT_TELL:
        needs = what_it_takes(found, permutation_p, pre_trend, minimum_relevant, counts)
    return Effect(
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        p_value=found.p_value,
        n_treated_units=counts[0],
        n_control_units=counts[1],
        n_before=answers[0],
        n_after=answers[1],
        pre_trend=pre_trend,
        verdict=verdict,
        permutation_p=permutation_p,
        minimum_relevant=minimum_relevant,
        higher_is_better=higher_is_better,
        needs=(*needs, *remarks),
        standard_error=found.standard_error,
    )


def _nothing(treated: int, control: int, need: str, minimum_relevant: float) -> Effect:
    return Effect(
        estimate=None,
        low=None,
        high=None,
        p_value=None,
        n_treated_units=treated,
        n_control_units=control,
        n_before=0,
        n_after=0,
        pre_trend=None,
        verdict=Verdict.CANNOT_TELL,
        minimum_relevant=minimum_relevant,
        needs=(need,),
    )
