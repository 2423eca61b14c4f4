"""Count which opportunities have mostly the same customers behind them, and all of those customers once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from ..figures import MINIMUM_CUSTOMERS
from ..persons import revenue_of_year
from ..voices import Behind

MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Pair:
    """Two of which at least one has half of its customers behind the other one, too."""

    one: int
    other: int
    both: int


@dataclass(frozen=True, slots=True)
class Whole:
    """The customers behind any of them, each once, and what these brought in twelve months; the same where rows are added up."""

    customers: int
    money: float | None
    added_customers: int
    added_money: float | None


def pairs_of(behind: Mapping[int, Behind]) -> list[Pair]:
    """Every two that share customers so that one of them has half of its own behind the other; five customers at least."""
    known = [(pk, one.customers) for pk, one in behind.items() if len(one.customers) >= MINIMUM_CUSTOMERS]
    counted = (
        (one, other, len(few & many), min(len(few), len(many)))
        for (one, few), (other, many) in combinations(known, 2)
    )
    return [Pair(one, other, both) for one, other, both, fewer in counted if both >= MOSTLY * fewer]


def whole_of(behind: Iterable[Behind], until: date, *, knows_money: bool) -> Whole:
    """All of them together."""
    each = [one.customers for one in behind]
    everybody = set().union(*each)
    brought = revenue_of_year(until, everybody) if knows_money else {}
    return Whole(
        len(everybody),
        sum(brought.values()) if knows_money else None,
        sum(map(len, each)),
        sum(brought.get(pk, 0.0) for one in each for pk in one) if knows_money else None,
    )
