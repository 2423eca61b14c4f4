"""When did it change? Looking back over a series, and while it runs."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from math import log, pi
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from groundswell.science.statistics.intervals import USUAL_CONFIDENCE

Floats = NDArray[np.float64]
LEAST_SEGMENT: Final = 5


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """Between two values of a series: ``last_before`` counts from 1, as do the ends of its range."""

    last_before: int
    range: tuple[int, int]
    mean_before: float
    mean_after: float


def change_points(
    values: ArrayLike, most: int = 5, least: int = LEAST_SEGMENT, confidence: float = USUAL_CONFIDENCE
) -> tuple[ChangePoint, ...]:
    """Lasting shifts of the mean, as many as the Bayesian information criterion allows (Yao 1988; Bai & Perron 2003).

    n values in their order, evenly spaced, one per span. None where one mean is enough.
    """
    x = np.asarray(values, dtype=np.float64)
    breaks = min(
        (_breaks(x, count, least) for count in range(most + 1) if (count + 1) * least <= len(x)),
        key=lambda found: _bic(x, found),
        default=(),
    )
    edges = [0, *breaks, len(x)]
    return tuple(
        _described(x[start:end], middle - start, start, confidence)
        for start, middle, end in zip(edges, edges[1:], edges[2:], strict=False)
    )


def _costs(x: Floats) -> tuple[Floats, Floats]:
    return np.concatenate([[0.0], np.cumsum(x)]), np.concatenate([[0.0], np.cumsum(x * x)])


def _breaks(x: Floats, count: int, least: int) -> tuple[int, ...]:
    """Where ``count`` breaks leave the least sum of squares, by dynamic programming."""
    n, (total, squares) = len(x), _costs(x)

    def cost(starts: NDArray[np.intp] | int, end: int) -> Floats:
        sums = total[end] - total[starts]
        return np.asarray(squares[end] - squares[starts] - sums * sums / (end - starts), dtype=np.float64)

    best = np.array([np.inf] * least + [float(cost(0, end)) for end in range(least, n + 1)])
    chosen: list[NDArray[np.intp]] = []
    for level in range(1, count + 1):
        following, places = np.full(n + 1, np.inf), np.zeros(n + 1, dtype=np.intp)
        for end in range((level + 1) * least, n + 1):
            starts = np.arange(level * least, end - least + 1)
            costs = best[starts] + cost(starts, end)
            places[end] = starts[int(costs.argmin())]
            following[end] = costs.min()
        best = following
        chosen.append(places)
    found, end = [], n
    for places in reversed(chosen):
        end = int(places[end])
        found.append(end)
    return tuple(reversed(found))


def _bic(x: Floats, breaks: tuple[int, ...]) -> float:
    n, edges = len(x), [0, *breaks, len(x)]
    rest = sum(((x[a:b] - x[a:b].mean()) ** 2).sum() for a, b in itertools.pairwise(edges))
    parameters = 2 * (len(breaks) + 1)
    return n * (log(max(rest, 1e-300)) + 1 - log(n) + log(2 * pi)) + log(n) * parameters


def _described(x: Floats, middle: int, start: int, confidence: float) -> ChangePoint:
    """The range holds the places that are about as likely as the best one, given both means (Bai 1997)."""
    before, after = float(x[:middle].mean()), float(x[middle:].mean())
    spread = float(np.concatenate([x[:middle] - before, x[middle:] - after]).std(ddof=2)) or 1e-12
    reach = _quantile(confidence) * (spread / (after - before)) ** 2
    low, high = middle - int(reach) - 1, middle + int(reach) + 1
    return ChangePoint(start + middle, (start + max(1, low), start + min(len(x) - 1, high)), before, after)


def _quantile(confidence: float) -> float:
    """Of argmax(W(s) - |s|/2), whose distribution is in closed form (Yao 1987, Annals of Statistics 15:1321)."""
    low, high = 0.0, 200.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _argmax_cdf(middle) < 0.5 + confidence / 2 else (low, middle)
    return high


def _argmax_cdf(s: float) -> float:
    root = np.sqrt(s)
    return float(
        1
        + np.sqrt(s / (2 * pi)) * np.exp(-s / 8)
        - (s + 5) / 2 * special.ndtr(-root / 2)
        + 1.5 * np.exp(s) * special.ndtr(-1.5 * root)
    )


def run_lengths(
    values: ArrayLike, spread: float, spacing: float = 100.0, prior_spread: float | None = None
) -> Floats:
    """How likely each length of the present run is, after each value: Bayesian online detection (Adams & MacKay 2007).

    n values with known standard deviation ``spread``; a change is expected every ``spacing`` values. The result is
    n x (n + 1): row t, column k is the chance that the last change came k values ago.
    """
    x, n = np.asarray(values, dtype=np.float64), len(np.asarray(values))
    wide = (prior_spread or 3 * spread) ** 2
    middle = float(x[: min(n, 10)].mean()) if n else 0.0
    means, variances, chance = np.array([middle]), np.array([wide]), np.array([1.0])
    table = np.zeros((n, n + 1))
    for place, value in enumerate(x):
        around = variances + spread**2
        fits = np.exp(-((value - means) ** 2) / (2 * around)) / np.sqrt(2 * pi * around)
        grown = np.concatenate([[(chance * fits).sum() / spacing], chance * fits * (1 - 1 / spacing)])
        chance = grown / grown.sum()
        sharper = 1 / (1 / variances + 1 / spread**2)
        means = np.concatenate([[middle], sharper * (means / variances + value / spread**2)])
        variances = np.concatenate([[wide], sharper])
        table[place, : place + 2] = chance
    return table


def has_just_changed(table: Floats, within: int = 8, sure: float = 0.9) -> NDArray[np.bool_]:
    """Where two values in a row make a change within the last few values this likely."""
    recent = table[:, :within].sum(axis=1) > sure
    recent[:within] = False
    return np.asarray(recent & np.concatenate([[False], recent[:-1]]), dtype=np.bool_)
