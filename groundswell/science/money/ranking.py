"""Which opportunity first: money a year that goes along with it, per day of effort, with honest doubt.

Customers touched x points lost / 100 are recommendations lost; times money per customer, plus the cost of handling, times the
part that can be solved, divided by the effort. Each is a range, so a place is as firm as its draws (Monte Carlo; the parts of
the doubt by the delta method).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp, fsum, log
from typing import Final, Literal
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from groundswell.science.money.ranges import REACH_OF_90, Range

Floats = NDArray[np.float64]
Part = Literal["customers", "points", "money", "handling", "confidence", "effort"]
PARTS: Final[tuple[Part, ...]] = ("customers", "points", "money", "handling", "confidence", "effort")
NOTHING: Final = Range(0.0, 0.0)
ALL_OF_IT: Final = Range(1.0, 1.0)
SEED: Final = 2006
AMONG_THE_FIRST: Final = 3


@dataclass(frozen=True, slots=True)
class Opportunity:
    """Estimates, each a 90% range. Money is per customer and year, handling per year; effort in any one unit."""

    code: str
    customers_touched: Range
    points_lost: Range
    money_each: Range
    effort: Range
    handling: Range = field(default=NOTHING)
    confidence: Range = field(default=ALL_OF_IT)

    def __post_init__(self) -> None:
        if not self.effort.is_log_normal:
            raise ValueError("Effort lies above 0.")

    @property
    def at_stake(self) -> float:
        """Money a year by the middles of customers, points and money."""
        return self.customers_touched.middle * self.points_lost.middle / 100 * self.money_each.middle


@dataclass(frozen=True, slots=True)
class Why:
    """What one part does to a place: ``times`` as much as usual in the register, and its ``doubt`` of the whole doubt (of 1)."""

    part: Part
    times: float
    doubt: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """An opportunity in its place: median and 90% range of its value, where it stands in 90% of draws, how often it is first.

    ``whys`` multiply to how many times the usual value it has; none where it has no value above 0.
    """

    rank: int
    code: str
    value: float
    low: float
    high: float
    share_first: float
    share_among_first: float
    rank_low: int
    rank_high: int
    whys: tuple[Why, ...] = ()

    @property
    def in_words(self) -> str:
        """How firm the place is."""
        return f"Rank 1 in {100 * self.share_first:.0f}% of draws"


def ranked(
    opportunities: Sequence[Opportunity], *, seed: int = SEED, draws: int = 10_000
) -> tuple[Ranked, ...]:
    """All opportunities by median value, highest first; equal values by code.

    Each draws from a stream of its own that its code begins, so neither the order of the rows nor another opportunity
    changes what it is worth.
    """
    if not opportunities:
        return ()
    in_order = sorted(opportunities, key=lambda opportunity: opportunity.code)
    if len({opportunity.code for opportunity in in_order}) < len(in_order):
        raise ValueError("Each opportunity needs a code of its own.")
    values = np.stack([_values(opportunity, seed, draws) for opportunity in in_order])
    ends = np.quantile(values, (0.05, 0.5, 0.95), axis=1)
    places = _places(values)
    bounds = np.quantile(places, (0.05, 0.95), axis=1, method="nearest")
    whys = _whys(in_order)
    order = sorted(range(len(in_order)), key=lambda i: (-ends[1][i], in_order[i].code))
    return tuple(
        Ranked(
            rank=rank,
            code=in_order[i].code,
            value=float(ends[1][i]),
            low=float(ends[0][i]),
            high=float(ends[2][i]),
            share_first=float((places[i] == 1).mean()),
            share_among_first=float((places[i] <= AMONG_THE_FIRST).mean()),
            rank_low=int(bounds[0][i]),
            rank_high=int(bounds[1][i]),
            whys=whys[i],
        )
        for rank, i in enumerate(order, 1)
    )


def _values(opportunity: Opportunity, seed: int, draws: int) -> Floats:
    rng = np.random.default_rng([seed, crc32(opportunity.code.encode())])
    customers, points, money, effort, handling, confidence = (
        one.draws(rng, draws)
        for one in (
            opportunity.customers_touched,
            opportunity.points_lost,
            opportunity.money_each,
            opportunity.effort,
            opportunity.handling,
            opportunity.confidence,
        )
    )
    return np.asarray(confidence * (customers * points / 100 * money + handling) / effort)


def _places(values: Floats) -> NDArray[np.int32]:
    """The place of each in each draw, 1 for the highest."""
    order = np.argsort(-values, axis=0, kind="stable").astype(np.int32)
    places = np.empty_like(order)
    numbers = np.arange(1, len(values) + 1, dtype=np.int32)[:, None]
    np.put_along_axis(places, order, np.broadcast_to(numbers, order.shape), axis=0)
    return places


def _whys(opportunities: Sequence[Opportunity]) -> list[tuple[Why, ...]]:
    sizes = [_sizes(one) for one in opportunities]
    known = [one for one in sizes if one]
    usual = [exp(fsum(map(log, column)) / len(known)) for column in zip(*known, strict=True)]
    found: list[tuple[Why, ...]] = []
    for one, own in zip(opportunities, sizes, strict=True):
        doubts = _doubts(one) if own else ()
        whole = fsum(doubts) or 1.0
        each = zip(PARTS, own, usual, doubts, strict=True) if own else ()
        found.append(tuple(Why(part, size / mean, doubt / whole) for part, size, mean, doubt in each))
    return found


def _sizes(one: Opportunity) -> tuple[float, ...]:
    """The parts as factors whose product is the value: handling as what it adds to the rest. Empty without a value above 0."""
    parts = (one.customers_touched.middle, one.points_lost.middle / 100, one.money_each.middle)
    if min(parts) <= 0 or one.confidence.middle <= 0:
        return ()
    return (*parts, 1 + one.handling.middle / one.at_stake, one.confidence.middle, 1 / one.effort.middle)


def _doubts(one: Opportunity) -> tuple[float, ...]:
    """What each range adds to the variance of the logarithm of the value."""
    lost = one.at_stake / (one.at_stake + one.handling.middle)
    spread = [_spread(part) for part in (one.customers_touched, one.points_lost, one.money_each)]
    handled = (1 - lost) ** 2 * _spread(one.handling) if one.handling.middle > 0 else 0.0
    return (*(lost**2 * part for part in spread), handled, _spread(one.confidence), _spread(one.effort))


def _spread(of: Range) -> float:
    """The variance of the logarithm, for a normal range the square of its relative error."""
    width = log(of.high / of.low) if of.is_log_normal else (of.high - of.low) / of.middle
    return (width / (2 * REACH_OF_90)) ** 2
