"""Scores of many cells beside one cell at a time, and drivers beside a regression for every set of ratings."""

from collections.abc import Iterator

import numpy as np

from groundswell.science.drivers.correlations import correlations
from groundswell.science.drivers.driver import drivers_of
from groundswell.science.drivers.shares import explained_by_every_set, lmg
from groundswell.science.scores.cells import nps_of_cells
from groundswell.science.scores.nps import NpsTally

from .bar import Bar, at_least, cpu_seconds, for_scale

CELLS = 100_000
ONE_BY_ONE = 2_000
ANSWERS, RATINGS, REGRESSIONS = 100_000, 15, 100


def bars() -> Iterator[Bar]:
    """Cells in one pass; LMG from the matrix; how sure the shares are."""
    yield _cells()
    yield from _drivers()


def _cells() -> Bar:
    counts = np.random.default_rng(1).integers(0, 500, (CELLS, 11))
    some = counts[:ONE_BY_ONE].tolist()
    together = nps_of_cells(counts)
    for place, row in enumerate(some):
        margin = NpsTally.from_histogram(row).interval()
        assert abs(together.low[place] - margin.low) < 1e-9
    return at_least(
        f"score and margin of {CELLS:,} cells, CPU s",
        cpu_seconds(lambda: nps_of_cells(counts), 5),
        "one cell at a time",
        cpu_seconds(lambda: [NpsTally.from_histogram(row).interval() for row in some]) * CELLS / ONE_BY_ONE,
        10,
    )


def _drivers() -> Iterator[Bar]:
    chance = np.random.default_rng(1)
    x = chance.normal(size=(ANSWERS, RATINGS)) + chance.normal(size=(ANSWERS, 1))
    y = x @ chance.normal(size=RATINGS) + chance.normal(size=ANSWERS)
    chosen = chance.choice(np.arange(1, 1 << RATINGS), REGRESSIONS, replace=False)
    (every,) = explained_by_every_set(correlations(y, x).matrix[None])
    worst = max(abs(_regressed(y, x, place) - every[place]) for place in chosen)
    assert worst < 1e-9, worst
    ours = cpu_seconds(lambda: lmg(correlations(y, x)), 5)
    regressions = cpu_seconds(lambda: [_regressed(y, x, place) for place in chosen], 1)
    all_of_them = regressions / REGRESSIONS * (1 << RATINGS)
    what = f"LMG of {RATINGS} ratings from {ANSWERS:,} answers, CPU s"
    yield at_least(
        what, ours, f"2^{RATINGS} regressions ({REGRESSIONS} timed, equal to 1e-9)", all_of_them, 10_000
    )
    codes = [str(place) for place in range(RATINGS)]
    resampled = cpu_seconds(lambda: drivers_of(y, x, codes), 1)
    yield for_scale("the same with ranges from 1,000 resamples, CPU s", resampled, "LMG alone", ours)


def _regressed(y: np.ndarray, x: np.ndarray, place: int) -> float:
    """R2 of one regression on all answers."""
    chosen = [j for j in range(RATINGS) if place >> j & 1]
    columns = np.column_stack([np.ones(ANSWERS), x[:, chosen]])
    left = y - columns @ np.linalg.lstsq(columns, y, rcond=None)[0]
    return float(1 - left @ left / ((y - y.mean()) ** 2).sum())
