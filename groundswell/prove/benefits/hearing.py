"""How far the revenue of each unit reaches: months that some have not brought yet are unknown, not nothing."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from groundswell.act.initiatives.hearing import most_of

RARE = 0.01
Counts = Mapping[tuple[int, date], float]


def reaches_of(active: Counts, revenue: Counts, units: set[int]) -> dict[int, date]:
    """The last month of which the revenue of each unit is known: the newest of all, or its own where so many months without any
    come by chance in fewer than one of a hundred cases at its own pace. A unit that never brought any reaches as far as others."""
    newest = max((month for _, month in revenue), default=None)
    if newest is None:
        return {}
    known: defaultdict[int, set[date]] = defaultdict(set)
    for unit, month in revenue:
        known[unit].add(month)
    every = sorted({month for _, month in revenue})
    found = {}
    for unit in units:
        brought = known[unit]
        last = max(brought, default=newest)
        span = [month for month in every if min(brought, default=last) <= month <= last]
        silent = sum(1 for month in every if month > last and active.get((unit, month)))
        found[unit] = last if (1 - len(brought) / len(span)) ** silent < RARE and silent else newest
    return found


def reached_by_most(active: Counts, reaches: Mapping[int, date], having: set[int]) -> date | None:
    """The month up to which both sides reach with three quarters of their customers; None without any."""
    customers: Counter[int] = Counter()
    for (unit, _), n in active.items():
        customers[unit] += int(n)
    sides = [
        {unit: day for unit, day in reaches.items() if (unit in having) == side} for side in (True, False)
    ]
    return min((most_of(customers, side) for side in sides if side), default=None)
