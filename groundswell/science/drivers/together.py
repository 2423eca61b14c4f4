"""Which ratings come along together, so that nobody can tell which of them goes along with the score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from groundswell.science.drivers.correlations import Floats

THE_SAME: Final = 1e-6
"""Of its variance less than this share is not said by the others: it says the same."""
MOSTLY_SAID: Final = 0.9
"""The others say so much of it or more: a variance inflated tenfold (Marquardt 1970, Technometrics 12:591)."""


@dataclass(frozen=True, slots=True)
class Companion:
    """Column ``one`` and the column ``other`` that it comes along with most, with their correlation.

    ``other`` is None where what is held alike says all of it. ``is_left_out``: it adds nothing to the other ones.
    """

    one: int
    other: int | None
    correlation: float
    is_left_out: bool


def companions(given: ArrayLike, alike: ArrayLike) -> tuple[list[int], list[Companion]]:
    """Which of p columns can stand in one regression, and which come along with another one: each pair once.

    ``given`` (n x p) as they are, ``alike`` (n x p) what conditions left of them. A column that earlier ones say, or that the
    conditions say, is left out; of those kept, one whose others say nine tenths of it is named.
    """
    x, before = np.asarray(alike, dtype=np.float64), np.asarray(given, dtype=np.float64)
    spreads, whole = x.std(axis=0), before.std(axis=0)
    varies = spreads > np.sqrt(THE_SAME) * np.maximum(whole, 1e-12)
    found = [Companion(one, None, 0.0, True) for one in np.flatnonzero(~varies).tolist()]
    kept: list[int] = []
    among = np.eye(x.shape[1])
    if varies.sum() > 1:
        places = np.flatnonzero(varies)
        among[np.ix_(places, places)] = np.corrcoef(x[:, places], rowvar=False)
    for one in np.flatnonzero(varies).tolist():
        if kept and _new(among, one, kept) < THE_SAME:
            found.append(_companion(among, one, kept, is_left_out=True))
        else:
            kept.append(one)
    for one in kept:
        others = [place for place in kept if place != one]
        if others and _new(among, one, others) < 1 - MOSTLY_SAID:
            pair = _companion(among, one, others, is_left_out=False)
            if not any((each.other, each.one) == (pair.one, pair.other) for each in found):
                found.append(pair)
    return kept, found


def _new(among: Floats, one: int, others: list[int]) -> float:
    """How much of the variance of one the others do not say, of 1."""
    beside = among[others, one]
    return float(1 - beside @ np.linalg.solve(among[np.ix_(others, others)], beside))


def _companion(among: Floats, one: int, others: list[int], *, is_left_out: bool) -> Companion:
    other = max(others, key=lambda place: abs(among[one, place]))
    return Companion(one, other, float(among[one, other]), is_left_out)
