"""Which opportunity first: customers touched x points lost x money at risk / effort, with honest doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundswell.science.money.ranges import Range


@dataclass(frozen=True, slots=True)
class Opportunity:
    """Four estimates, each a 90 % range. Money at risk is per customer and point lost; effort in any one unit."""

    code: str
    customers_touched: Range
    points_lost: Range
    money_at_risk: Range
    effort: Range

    def __post_init__(self) -> None:
        if not self.effort.is_log_normal:
            raise ValueError("Effort lies above 0.")


@dataclass(frozen=True, slots=True)
class Ranked:
    """An opportunity in its place: median and 90 % range of its value, and how often it comes first."""

    rank: int
    code: str
    value: float
    low: float
    high: float
    share_first: float

    @property
    def in_words(self) -> str:
        """How firm the place is."""
        return f"Rank 1 in {100 * self.share_first:.0f} % of draws"


def ranked(
    opportunities: Sequence[Opportunity], rng: np.random.Generator, draws: int = 10_000
) -> tuple[Ranked, ...]:
    """All opportunities by median value, highest first; equal values by code.

    The order in which they are given does not matter: same generator state, same answer.
    """
    if not opportunities:
        return ()
    in_order = sorted(opportunities, key=lambda opportunity: opportunity.code)
    if len({opportunity.code for opportunity in in_order}) < len(in_order):
        raise ValueError("Each opportunity needs a code of its own.")
    values = np.stack([_values(opportunity, rng, draws) for opportunity in in_order])
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95), axis=1)
    first = np.bincount(values.argmax(axis=0), minlength=len(in_order)) / draws
    places = sorted(range(len(in_order)), key=lambda i: (-middle[i], in_order[i].code))
    return tuple(
        Ranked(rank, in_order[i].code, float(middle[i]), float(low[i]), float(high[i]), float(first[i]))
        for rank, i in enumerate(places, 1)
    )


def _values(
    opportunity: Opportunity, rng: np.random.Generator, draws: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    gain = opportunity.customers_touched.draws(rng, draws) * opportunity.points_lost.draws(rng, draws)
    return gain * opportunity.money_at_risk.draws(rng, draws) / opportunity.effort.draws(rng, draws)
