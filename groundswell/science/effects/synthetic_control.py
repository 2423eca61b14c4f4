"""One unit that did it, and the mixture of others that moved like it before: what it would have been without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Synthetic:
    """The weights of the others (they add up to 1), what they make together, the gap after the start, and the likeness before.

    ``rank`` of ``among``: where the unit stands when every other one is treated as if it had done it. Only rank 1 among
    twenty is as rare as 1 of 20: fewer units can never tell at the usual bar.
    """

    weights: dict[str, float]
    mixture: Floats
    gap: Floats
    effect: float
    error_before: float
    rank: int
    among: int

    @property
    def p_value(self) -> float:
        """How often a unit that did nothing looks as different."""
        return self.rank / self.among


def synthetic_control(
    series: Mapping[str, ArrayLike],
    unit: str,
    start: int,
    predictors: Mapping[str, ArrayLike] | None = None,
    fitted: slice | None = None,
) -> Synthetic:
    """Abadie & Gardeazabal 2003 (AER 93:113); placebos in space by Abadie, Diamond & Hainmueller 2010 (JASA 105:493).

    One series per unit, equally long, the initiative from place ``start`` on. Without ``predictors`` the mixture is chosen by
    the series before the start; with them (p figures per unit) by those, weighted so that the series over ``fitted`` agrees.
    """
    lines = {name: np.asarray(line, dtype=np.float64) for name, line in series.items()}
    if len({len(line) for line in lines.values()}) > 1 or not 1 < start < len(lines[unit]):
        raise ValueError(
            "Series of one length, with two periods before the start and one after it, are needed."
        )
    if len(lines) < 3:
        raise ValueError("A mixture needs at least two others.")
    span = fitted or slice(0, start)
    others = [name for name in lines if name != unit]
    weights = _weights(lines, unit, others, span, predictors)
    gap = lines[unit] - np.column_stack([lines[name] for name in others]) @ weights
    ratios = {unit: _ratio(gap, start)}
    for name in others:
        rest = [other for other in lines if other != name]
        own = _weights(lines, name, rest, slice(0, start), None)
        ratios[name] = _ratio(lines[name] - np.column_stack([lines[o] for o in rest]) @ own, start)
    return Synthetic(
        dict(zip(others, weights.tolist(), strict=True)),
        lines[unit] - gap,
        np.asarray(gap[start:]),
        float(gap[start:].mean()),
        float(np.sqrt((gap[:start] ** 2).mean())),
        1 + sum(ratio > ratios[unit] for ratio in ratios.values()),
        len(ratios),
    )


def _ratio(gap: Floats, start: int) -> float:
    """How much larger the gap is after the start than the poor likeness before would make it."""
    before = float(np.sqrt((gap[:start] ** 2).mean()))
    return float(np.sqrt((gap[start:] ** 2).mean())) / max(before, 1e-12)


def _weights(
    lines: Mapping[str, Floats],
    unit: str,
    others: list[str],
    span: slice,
    predictors: Mapping[str, ArrayLike] | None,
) -> Floats:
    own, rest = lines[unit][span], np.column_stack([lines[name][span] for name in others])
    if predictors is None:
        return simplex_weights(own, rest)
    table = np.column_stack([np.asarray(predictors[name], dtype=np.float64) for name in (unit, *others)])
    table = table / np.where(table.std(axis=1) > 0, table.std(axis=1), 1)[:, None]
    return _by_predictors(table[:, 0], table[:, 1:], own, rest)


def simplex_weights(own: ArrayLike, others: ArrayLike) -> Floats:
    """Weights of at least 0 that add up to 1 and bring ``others`` (periods x units) nearest to ``own``."""
    y, x = np.asarray(own, dtype=np.float64), np.asarray(others, dtype=np.float64)
    heavy = 1e4 * max(1.0, float(np.abs(x).max()))
    found, _ = scipy.optimize.nnls(np.vstack([x, np.full((1, x.shape[1]), heavy)]), np.append(y, heavy))
    return np.asarray(found / found.sum(), dtype=np.float64)


def _by_predictors(own: Floats, others: Floats, y: Floats, x: Floats) -> Floats:
    """The importance of each predictor is what makes the mixture agree with the series before.

    The search begins with all alike: nearly all importance on one predictor would leave the mixture open.
    """

    def mixture(logs: Floats) -> Floats:
        root = np.sqrt(np.exp(logs - np.logaddexp.reduce(logs)))
        return simplex_weights(own * root, others * root[:, None])

    def loss(logs: Floats) -> float:
        return float(((y - x @ mixture(logs)) ** 2).mean())

    found = scipy.optimize.minimize(loss, np.zeros(len(own)), method="Nelder-Mead", options={"maxfev": 6_000})
    return mixture(np.asarray(found.x, dtype=np.float64))
