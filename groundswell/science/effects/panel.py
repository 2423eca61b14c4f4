"""Units by periods: what never-treated units say about the time, and any contrast against it.

Each treated unit has its own start. Period effects come from the never-treated units alone (their unit and
period effects by least squares weighted by answers), so waves of starts are never compared with each other:
the forbidden comparisons of two-way fixed effects (Goodman-Bacon 2021) cannot arise. The average over treated
units is the group-time average of Callaway & Sant'Anna 2021 (J. Econometrics 225:200) with the never-treated as
comparison, all periods before the start as baseline, and answers as weights. Where in the end hardly any unit goes without
it, the units that begin last are the comparison until they begin (the not-yet-treated of that paper, section 2.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from groundswell.science.effects.effect import Contrast

Floats = NDArray[np.float64]

NOTHING: Final = 1e-10
"""Times cannot tell their common level: that direction of the system is 0, by rounding up to some 1e-15 of the
largest. Taken for something, it would put garbage of 1e10 into the inverse and tenths of a point into effects."""

ALL_OF_IT: Final = 1 - 1e-9
"""A share with which one unit stands for its whole side."""

ENOUGH_WITHOUT: Final = 2
"""Units that never start, below which nobody knows how much such units differ."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The mean outcome of one unit in one period, over n answers."""

    unit: str
    period: int
    mean: float
    n: int


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Means and answers as units x periods; a cell without answers weighs 0. Periods are consecutive."""

    units: tuple[str, ...]
    first_period: int
    means: Floats
    answers: Floats


def panel_of(cells: Iterable[Cell]) -> Panel:
    """Cells as a panel; several cells of a unit and period are pooled. Raises ValueError without answers."""
    kept = [cell for cell in cells if cell.n > 0]
    if not kept:
        raise ValueError("A panel needs at least one cell with answers.")
    units = tuple(sorted({cell.unit for cell in kept}))
    row = {unit: position for position, unit in enumerate(units)}
    first = min(cell.period for cell in kept)
    shape = (len(units), max(cell.period for cell in kept) - first + 1)
    sums, answers = np.zeros(shape), np.zeros(shape)
    for cell in kept:
        sums[row[cell.unit], cell.period - first] += cell.mean * cell.n
        answers[row[cell.unit], cell.period - first] += cell.n
    return Panel(units, first, np.divide(sums, answers, out=np.zeros(shape), where=answers > 0), answers)


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A panel with the column at which each unit starts; never-treated units start beyond the last column.

    ``compared_before``: the period in which the comparison began itself, so that the panel ends before it; None where
    enough units never start.
    """

    panel: Panel
    starts: NDArray[np.int_]
    compared_before: int | None = None

    @property
    def is_treated(self) -> NDArray[np.bool_]:
        return np.asarray(self.starts < self.panel.answers.shape[1], dtype=np.bool_)


def placed_of(panel: Panel, starts: Mapping[str, int | None]) -> Placed:
    """The start of each unit as a column; a start after the last period is never, for this panel.

    With fewer than two units that never start, the panel ends where the last ones start: they are the comparison until then.
    """
    width = panel.answers.shape[1]
    given = [starts.get(unit) for unit in panel.units]
    columns = np.array(
        [width if start is None else min(max(start - panel.first_period, 0), width) for start in given],
        dtype=np.int_,
    )
    begun = np.unique(columns[columns < width])
    if (columns == width).sum() >= ENOUGH_WITHOUT or len(begun) < 2:
        return Placed(panel, columns)
    last = int(begun[-1])
    cut = Panel(panel.units, panel.first_period, panel.means[:, :last], panel.answers[:, :last])
    return Placed(cut, np.minimum(columns, last), panel.first_period + last)


@dataclass(frozen=True, slots=True, eq=False)
class Passing:
    """What happened to never-treated units over time: period effects and how sure they are."""

    effects: Floats
    inverse: Floats
    scores: Floats
    is_known: NDArray[np.bool_]
    answers: Floats

    def leverage(self, pull: Floats) -> Floats:
        """Which share of what is known in one direction of time stands on each unit; nothing where time says nothing."""
        totals = self.answers.sum(axis=1)
        own = self.answers @ pull**2 - np.square(self.answers @ pull) / np.where(totals > 0, totals, 1.0)
        whole = own.sum()
        return own / whole if whole > 0 else np.zeros_like(own)


def passing_time(means: Floats, answers: Floats) -> Passing:
    """Period effects of the given (never-treated) units, unit effects taken out, weighted by answers.

    Periods without answers say nothing, and cost nothing: one answer dated years back does not make all the years between count.
    """
    known = answers.sum(axis=0) > 0
    per_unit = np.where(answers.sum(axis=1) > 0, answers.sum(axis=1), 1.0)
    shares = answers / per_unit[:, None]
    system = (np.diag(answers.sum(axis=0)) - answers.T @ shares)[np.ix_(known, known)]
    unit_means = (shares * means).sum(axis=1)
    inverse = np.zeros((len(known), len(known)))
    inverse[np.ix_(known, known)] = np.linalg.pinv(system, rcond=NOTHING, hermitian=True)
    effects = inverse @ (answers * (means - unit_means[:, None])).sum(axis=0)
    left = means - effects
    residuals = left - (shares * left).sum(axis=1)[:, None]
    return Passing(effects, inverse, answers * residuals, known, answers)


def before_and_after(
    answers: Floats, starts: NDArray[np.int_], known: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Per treated unit: weights that average after its start minus before it, and its answers after.

    A unit without answers on both sides weighs nothing.
    """
    usable = answers * known
    is_after = np.arange(answers.shape[1]) >= starts[:, None]
    after, before = usable * is_after, usable * ~is_after
    n_after, n_before = after.sum(axis=1), before.sum(axis=1)
    both = (n_after > 0) & (n_before > 0)
    rows = _share(after, n_after) - _share(before, n_before)
    return rows * both[:, None], n_after * both


def slopes(answers: Floats, starts: NDArray[np.int_], known: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Per treated unit: weights that fit a line through the periods before its start, and their leverage."""
    periods = np.arange(answers.shape[1])
    before = answers * known * (periods < starts[:, None])
    centre = (_share(before, before.sum(axis=1)) * periods).sum(axis=1)
    away = before * (periods - centre[:, None])
    leverage = (away * (periods - centre[:, None])).sum(axis=1)
    return _share(away, leverage), leverage


def contrast(treated: Floats, rows: Floats, weights: Floats, passing: Passing, n_control: int) -> Contrast:
    """The weighted mean of each treated unit's contrast against passing time, clustered by unit.

    Variance: what the estimate moves by when each unit in turn is left out, on either side (jackknife; CR3 of Bell & McCaffrey 2002,
    Survey Methodology 28:169), with their degrees of freedom put together by Welch: a unit that holds half of all answers draws
    the mean to itself and hides how far units lie apart. Unknown below two units on either side, or where all rests on one.
    """
    total = weights.sum()
    share = weights / total
    single = (rows * (treated - passing.effects)).sum(axis=1)
    estimate = float(share @ single)
    if min(int((weights > 0).sum()), n_control) < 2:
        return Contrast(estimate)
    pull = (share @ rows) @ passing.inverse
    held = passing.leverage(pull)
    if max(share.max(), held.max()) > ALL_OF_IT:
        return Contrast(estimate)
    return apart(
        estimate, spread_of(share, share * (single - estimate)), spread_of(held, passing.scores @ pull)
    )


def apart(estimate: float, *sides: tuple[float, float]) -> Contrast:
    """A difference with the variance and the degrees of freedom of each side: Welch 1947 (Biometrika 34:28)."""
    variance = sum(one for one, _ in sides)
    if variance == 0:
        return Contrast(estimate)
    error = float(np.sqrt(variance))
    degrees = variance**2 / sum(one**2 / freedom for one, freedom in sides)
    reach = float(special.stdtrit(degrees, 0.975)) * error
    p_value = float(2 * special.stdtr(degrees, -abs(estimate) / error))
    return Contrast(estimate, error, estimate - reach, estimate + reach, p_value)


def spread_of(share: Floats, pulls: Floats) -> tuple[float, float]:
    """Of a mean in which each unit has its share: the jackknife's variance, and its degrees of freedom (Satterthwaite 1946).

    ``pulls``: how far each unit draws the mean. With equal shares the usual variance between units and their number less 1.
    """
    share, pulls = share[share > 0], pulls[share > 0]
    without = share / (1 - share)
    number = len(share)
    variance = float(np.square(pulls / (1 - share)).sum()) * (number - 1) / number
    inner = np.eye(number) - share[:, None] - share + np.square(share).sum()
    inner = inner * without[:, None] * without
    return variance, float(np.trace(inner) ** 2 / np.square(inner).sum())


def _share(values: Floats, totals: Floats) -> Floats:
    return np.divide(values, totals[:, None], out=np.zeros_like(values), where=totals[:, None] > 0)
