"""One series, interrupted on a known day: a step and a bend, season and trend taken out. Weaker than a comparison group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval, around, around_by_t
from groundswell.science.statistics.least_squares import NotEstimable

Floats = NDArray[np.float64]
ROUNDS = 100
A_YEAR = 12
MOST_ALIKE = 0.9


@dataclass(frozen=True, slots=True)
class Step:
    """What changed with the interruption, in factors: 0.9 is 10 per cent fewer. The bend is per period, 1 is none."""

    level: float
    interval: Interval
    p_value: float
    trend: float
    """Factor per period that went on before and after."""
    bend: float | None
    bend_interval: Interval | None
    bend_p: float | None
    dispersion: float
    """Variance over what counts alone would have; the ranges are widened by it where asked."""


def interrupted_counts(
    counts: ArrayLike,
    start: int,
    *,
    exposure: ArrayLike | None = None,
    season: int | None = None,
    harmonics: int = 2,
    with_bend: bool = False,
    is_dispersed: bool = True,
    confidence: float = USUAL_CONFIDENCE,
) -> Step:
    """Counts per period, the first after the interruption at place ``start``: a log-linear Poisson model.

    After Lopez Bernal, Cummins & Gasparrini 2017 (Int. J. Epidemiology 46:348). ``exposure``: how many could be counted
    (customers, answers); ``season``: periods in a year; ``is_dispersed``: quasi-Poisson, as real counts nearly always are.
    With a bend the level is the factor at the interruption itself. Raises NotEstimable.
    """
    y = np.asarray(counts, dtype=np.float64)
    time, after = _time(len(y), start)
    columns = [np.ones(len(y)), after, time]
    if with_bend:
        columns.append(after * time)
    for harmonic in range(1, harmonics + 1 if season else 1):
        angle = 2 * np.pi * harmonic * (time + start) / float(season or 1)
        columns += [np.sin(angle), np.cos(angle)]
    offset = np.zeros(len(y)) if exposure is None else np.log(np.asarray(exposure, dtype=np.float64))
    x = np.column_stack(columns)
    slopes, covariance, dispersion = _poisson(y, x, offset)
    scale, degrees = (dispersion, len(y) - x.shape[1]) if is_dispersed else (1.0, np.inf)
    errors = np.sqrt(scale * np.diag(covariance))
    level = _factor(slopes[1], errors[1], confidence)
    bend = _factor(slopes[3], errors[3], confidence) if with_bend else None
    return Step(
        level=float(np.exp(slopes[1])),
        interval=level,
        p_value=_p(slopes[1] / errors[1], degrees),
        trend=float(np.exp(slopes[2])),
        bend=float(np.exp(slopes[3])) if with_bend else None,
        bend_interval=bend,
        bend_p=_p(slopes[3] / errors[3], degrees) if with_bend else None,
        dispersion=dispersion,
    )


def _time(n: int, start: int) -> tuple[Floats, Floats]:
    """Periods counted from the interruption, and whether it has happened."""
    if not 1 < start < n - 1:
        raise NotEstimable("It takes answers of two months before the start and of two after it.")
    time = np.arange(n, dtype=np.float64) - start
    return time, np.asarray(time >= 0, dtype=np.float64)


def _poisson(y: Floats, x: Floats, offset: Floats) -> tuple[Floats, Floats, float]:
    """Slopes, their covariance and Pearson's dispersion, by iterated weighted least squares (Nelder & Wedderburn 1972)."""
    if np.linalg.matrix_rank(x) < x.shape[1] or len(y) <= x.shape[1] or (y < 0).any() or not y.any():
        raise NotEstimable(
            f"{len(y)} periods cannot tell {x.shape[1]} columns apart, or nothing was counted."
        )
    height = np.log(np.maximum(y, 0.5))
    for _ in range(ROUNDS):
        mean = np.exp(height)
        weighted = x * mean[:, None]
        bread = np.linalg.inv(x.T @ weighted)
        slopes = bread @ (weighted.T @ (height - offset + (y - mean) / mean))
        before, height = height, x @ slopes + offset
        if np.abs(height - before).max() < 1e-10:
            break
    mean = np.exp(height)
    dispersion = float(((y - mean) ** 2 / mean).sum() / (len(y) - x.shape[1]))
    return np.asarray(slopes), np.asarray(np.linalg.inv(x.T @ (x * mean[:, None]))), dispersion


def _factor(slope: float, error: float, confidence: float) -> Interval:
    own = around(float(slope), float(error), confidence)
    return Interval(float(np.exp(own.low)), float(np.exp(own.high)))


def _p(t: float, degrees: float) -> float:
    return float(2 * (special.ndtr(-abs(t)) if np.isinf(degrees) else special.stdtr(degrees, -abs(t))))


@dataclass(frozen=True, slots=True)
class Segments:
    """A straight line before, and how level and slope differ after; errors that know neighbours are alike."""

    level_before: float
    slope_before: float
    step: float
    step_interval: Interval
    bend: float
    bend_interval: Interval
    standard_errors: tuple[float, float, float, float]
    """Newey & West's, in the order above."""
    plain_errors: tuple[float, float, float, float]
    careful_error: float
    """Of the step, for the short series that months are: a first-order autoregression, its correlation mended for what the
    four columns take from it. Newey & West's range of 95 per cent holds 65 to 80 per cent there, this one 88 to 96."""
    freedom: int
    unchanged: Floats
    """The line drawn on without step and bend, with its season, for each period."""

    @property
    def careful_interval(self) -> Interval:
        """The range of the step, by Student's t."""
        return around_by_t(self.step, self.careful_error, self.freedom, USUAL_CONFIDENCE)


def yearly(months: ArrayLike, before: int) -> Floats | None:
    """The time in years of months by their number, where a whole year before the step tells a season; else None."""
    return np.asarray(months, dtype=np.float64) / A_YEAR if before >= A_YEAR else None


def segments(n: int, start: int, years: ArrayLike | None = None) -> Floats:
    """The columns of a line that steps and bends at place ``start`` of ``n``: level, slope, step, bend, and with ``years`` (the
    time of each period in years) one wave a year. Raises NotEstimable.
    """
    time, after = _time(n, start)
    columns = [np.ones(n), time + start + 1, after, after * time]
    if years is not None:
        angle = 2 * np.pi * np.asarray(years, dtype=np.float64)
        columns += [np.sin(angle), np.cos(angle)]
    x = np.column_stack(columns)
    if np.linalg.matrix_rank(x) < x.shape[1] or n <= x.shape[1]:
        raise NotEstimable("These months cannot tell a step from the line and its season.")
    return x


def interrupted_values(
    values: ArrayLike,
    start: int,
    *,
    years: ArrayLike | None = None,
    lags: int = 3,
    confidence: float = USUAL_CONFIDENCE,
) -> Segments:
    """A score or a rate per period: segmented regression with Newey & West's errors (1987, Econometrica 55:703).

    The level before is that one period before the first; ``step`` is at the first period after. ``years``: the time of
    each period in years, for a season to be taken out. Raises NotEstimable.
    """
    y = np.asarray(values, dtype=np.float64)
    x = segments(len(y), start, years)
    freedom = x.shape[0] - x.shape[1]
    bread = np.linalg.inv(x.T @ x)
    slopes = bread @ (x.T @ y)
    left = y - x @ slopes
    plain = np.sqrt(np.diag(bread) * (left @ left) / freedom)
    scores = x * left[:, None]
    meat = scores.T @ scores
    for lag in range(1, lags + 1):
        along = scores[lag:].T @ scores[:-lag]
        meat = meat + (1 - lag / (lags + 1)) * (along + along.T)
    errors = np.sqrt(np.diag(bread @ meat @ bread))
    step, bend = (around_by_t(float(slopes[k]), float(errors[k]), freedom, confidence) for k in (2, 3))
    return Segments(
        level_before=float(slopes[0]),
        slope_before=float(slopes[1]),
        step=float(slopes[2]),
        step_interval=step,
        bend=float(slopes[3]),
        bend_interval=bend,
        standard_errors=_four(errors),
        plain_errors=_four(plain),
        careful_error=max(_careful(x, left), float(errors[2])),
        freedom=freedom,
        unchanged=np.asarray(y - left - x[:, 2:4] @ slopes[2:4]),
    )


def _careful(x: Floats, left: Floats) -> float:
    """The error of the step with neighbours as alike as they show themselves."""
    n, columns = x.shape
    raw = float(left[1:] @ left[:-1] / (left @ left)) if left.any() else 0.0
    alike = min(MOST_ALIKE, max(0.0, raw + (columns + columns * raw) / n))
    apart = np.abs(np.arange(n)[:, None] - np.arange(n))
    correlation = alike**apart
    inner = np.linalg.inv(x.T @ x) @ x.T
    kept = np.eye(n) - x @ inner
    scale = float(left @ left) / float(np.trace(kept @ correlation))
    return float(np.sqrt(scale * (inner @ correlation @ inner.T)[2, 2]))


def _four(values: Floats) -> tuple[float, float, float, float]:
    a, b, c, d = (float(value) for value in values[:4])
    return a, b, c, d
