"""Who leaves sooner: groups compared over their whole time as customers, and what goes along with leaving."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray
from scipy import special

from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval, around
from groundswell.science.statistics.least_squares import NotEstimable

Floats = NDArray[np.float64]
BEYOND_BELIEF = 8.0
"""A column one standard deviation of which multiplies the rate of leaving by e^8 tells without error who leaves."""

MOST_COMPARED = 10_000
"""Of more customers, so many by chance are compared pair by pair: the concordance is then good to half a per cent."""


@dataclass(frozen=True, slots=True)
class LogRank:
    """Whether the groups' curves differ by more than chance."""

    chi_squared: float
    degrees: int
    p_value: float


def log_rank(durations: ArrayLike, left: ArrayLike, groups: Sequence[Hashable]) -> LogRank:
    """The log-rank test of k groups (Mantel 1966). Raises NotEstimable with one group or where nobody left."""
    time, gone = np.asarray(durations, dtype=np.float64), np.asarray(left, dtype=np.bool_)
    names = list(dict.fromkeys(groups))
    if len(names) < 2 or not gone.any():
        raise NotEstimable("It takes two groups, and somebody who left.")
    places = {name: place for place, name in enumerate(names)}
    own = np.array([places[group] for group in groups])
    moments, at = np.unique(time, return_inverse=True)
    there, lost = np.zeros((2, len(moments), len(names)))
    np.add.at(there, (at, own), 1)
    np.add.at(lost, (at, own), gone)
    there = there[::-1].cumsum(axis=0)[::-1]
    whole, deaths = there.sum(axis=1), lost.sum(axis=1)
    gap = (lost - there * (deaths / whole)[:, None]).sum(axis=0)
    spread = deaths * (whole - deaths) / np.maximum(whole - 1, 1) / whole**2
    variance = np.diag((spread * whole) @ there) - (there * spread[:, None]).T @ there
    chi = float(gap[1:] @ np.linalg.solve(variance[1:, 1:], gap[1:]))
    return LogRank(chi, len(names) - 1, float(scipy.stats.chi2.sf(chi, len(names) - 1)))


@dataclass(frozen=True, slots=True)
class Hazard:
    """One column: by how much the rate of leaving is multiplied per unit, others alike; 1 is no difference."""

    code: str
    coefficient: float
    standard_error: float
    ratio: float
    interval: Interval
    p_value: float
    proportional_p: float
    """Below 0.05: the ratio changes over time, so that one figure does not tell the whole story."""


@dataclass(frozen=True, slots=True)
class Hazards:
    """A proportional hazards model. An association: who signs for two years is not made loyal by the signature."""

    n: int
    n_left: int
    log_likelihood: float
    concordance: float
    """How often, of two customers, the one who left sooner had the higher hazard; 0.5 is chance."""
    hazards: tuple[Hazard, ...]


def hazards_of(
    durations: ArrayLike,
    left: ArrayLike,
    columns: ArrayLike,
    codes: Sequence[str],
    *,
    counts: ArrayLike | None = None,
    confidence: float = USUAL_CONFIDENCE,
) -> Hazards:
    """Cox's model with Efron's ties (Cox 1972, JRSS-B 34:187; Efron 1977, JASA 72:557).

    n durations of at least 0, n flags who left, n x p columns; ``counts`` is how many customers each row stands for.
    Raises NotEstimable where columns say the same or nobody left.
    """
    time, gone = np.asarray(durations, dtype=np.float64), np.asarray(left, dtype=np.bool_)
    x = np.asarray(columns, dtype=np.float64)
    many = np.ones(len(time), dtype=np.int64) if counts is None else np.asarray(counts, dtype=np.int64)
    time, gone, x = np.repeat(time, many), np.repeat(gone, many), np.repeat(x, many, axis=0)
    centred = x - x.mean(axis=0)
    if not gone.any() or np.linalg.matrix_rank(centred) < x.shape[1]:
        raise NotEstimable("Columns that say the same, or nobody left.")
    order = np.argsort(-time, kind="stable")
    time, gone, centred = time[order], gone[order], centred[order]
    slopes, likelihood, information, residuals = _newton(time, gone, centred)
    inverse = np.linalg.inv(information)
    errors = np.sqrt(np.diag(inverse))
    constant = _proportional(time[gone], residuals, np.asarray(inverse, dtype=np.float64))
    found = [
        Hazard(
            code,
            float(b),
            float(e),
            float(np.exp(b)),
            _ratios(around(float(b), float(e), confidence)),
            float(2 * special.ndtr(-abs(b / e))),
            float(p),
        )
        for code, b, e, p in zip(codes, slopes, errors, constant, strict=True)
    ]
    agree = _concordance(time, gone, centred @ slopes)
    return Hazards(len(time), int(gone.sum()), likelihood, agree, tuple(found))


def _ratios(slopes: Interval) -> Interval:
    return Interval(float(np.exp(slopes.low)), float(np.exp(slopes.high)))


def _newton(
    time: Floats, gone: NDArray[np.bool_], x: Floats, rounds: int = 30
) -> tuple[Floats, float, Floats, Floats]:
    """Slopes, log likelihood, information and Schoenfeld residuals at the best slopes."""
    slopes = np.zeros(x.shape[1])
    likelihood, gradient, information, residuals = _step(time, gone, x, slopes)
    for _ in range(rounds):
        move = np.linalg.solve(information, gradient)
        further = _step(time, gone, x, slopes + move)
        while further[0] < likelihood - 1e-10 and np.abs(move).max() > 1e-12:
            move = move / 2
            further = _step(time, gone, x, slopes + move)
        slopes, gain = slopes + move, further[0] - likelihood
        likelihood, gradient, information, residuals = further
        if np.abs(slopes * x.std(axis=0)).max() > BEYOND_BELIEF:
            break
        if abs(gain) < 1e-11 * (abs(likelihood) + 1):
            return slopes, likelihood, information, residuals
    raise NotEstimable("A column tells without error who leaves; no ratio can be named.")


def _step(
    time: Floats, gone: NDArray[np.bool_], x: Floats, slopes: Floats
) -> tuple[float, Floats, Floats, Floats]:
    """Log partial likelihood, gradient, information and residuals; rows run from the longest time to the shortest.

    Sums over those at risk are turned round into sums over rows, so that memory grows with n x p only.
    """
    weight = np.exp(x @ slopes)
    ends = np.flatnonzero(np.diff(time, append=-np.inf))
    starts = np.concatenate([[0], ends[:-1] + 1])
    place = np.repeat(np.arange(len(ends)), ends - starts + 1)
    lost = weight * gone
    risk_0, risk_1 = np.cumsum(np.add.reduceat(weight, starts)), _summed(weight, x, starts).cumsum(axis=0)
    tied_0, tied_1 = np.add.reduceat(lost, starts), _summed(lost, x, starts)
    deaths = np.bincount(place[gone], minlength=len(ends))
    moment = np.repeat(np.arange(len(ends)), deaths)
    first = np.concatenate([[0], np.cumsum(deaths)[:-1]])
    share = (np.arange(len(moment)) - first[moment]) / deaths[moment]
    whole = risk_0[moment] - share * tied_0[moment]

    def over(power: int, of: int) -> Floats:
        """Per moment the sum over its deaths of share^of / whole^power."""
        return np.asarray(np.bincount(moment, share**of / whole**power, len(ends)), dtype=np.float64)

    means = risk_1 * over(1, 0)[:, None] - tied_1 * over(1, 1)[:, None]
    residuals = x[gone] - (means / np.maximum(deaths, 1)[:, None])[place[gone]]
    later = over(1, 0)[::-1].cumsum()[::-1]
    squares = (x * (weight * later[place] - lost * over(1, 1)[place])[:, None]).T @ x
    cross = (risk_1 * over(2, 1)[:, None]).T @ tied_1
    own = (risk_1 * over(2, 0)[:, None]).T @ risk_1 + (tied_1 * over(2, 2)[:, None]).T @ tied_1
    likelihood = float((x[gone] @ slopes).sum() - np.log(whole).sum())
    return likelihood, residuals.sum(axis=0), np.asarray(squares - own + cross + cross.T), residuals


def _summed(weight: Floats, x: Floats, starts: NDArray[np.intp]) -> Floats:
    return np.asarray(np.add.reduceat(weight[:, None] * x, starts, axis=0), dtype=np.float64)


def _proportional(moments: Floats, residuals: Floats, inverse: Floats) -> Floats:
    """Whether each ratio stays the same over time (Grambsch & Therneau 1994, Biometrika 81:515; by rank of time)."""
    ranks = scipy.stats.rankdata(moments)
    ranks = ranks - ranks.mean()
    scaled = residuals @ inverse * len(residuals)
    along, spread = ranks @ scaled, (ranks @ ranks) * np.diag(inverse) * len(residuals)
    return np.asarray(
        scipy.stats.chi2.sf(along**2 / np.where(spread > 0, spread, np.inf), 1), dtype=np.float64
    )


def _concordance(time: Floats, gone: NDArray[np.bool_], height: Floats) -> float:
    """Pairs of which it is known who left sooner, in the order that the model says; equal hazards count half (Harrell 1982)."""
    if len(time) > MOST_COMPARED:
        some = np.sort(np.random.default_rng(0).choice(len(time), MOST_COMPARED, replace=False))
        time, gone, height = time[some], gone[some], height[some]
    heights, place = np.unique(height, return_inverse=True)
    tree = np.zeros(len(heights))
    agree, pairs = 0.0, 0.0
    ends = np.flatnonzero(np.diff(time, append=-np.inf))
    begin = 0
    for end in ends.tolist():
        now = np.arange(begin, end + 1)
        still = np.concatenate(
            [[0.0], np.cumsum(tree + np.bincount(place[now[~gone[now]]], minlength=len(tree)))]
        )
        for row in now[gone[now]]:
            lower, equal = still[place[row]], still[place[row] + 1] - still[place[row]]
            agree += lower + equal / 2
            pairs += still[-1]
        tree += np.bincount(place[now], minlength=len(tree))
        begin = end + 1
    return float(agree / pairs) if pairs else 0.5
