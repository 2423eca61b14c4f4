"""Answers about an issue and how many of them are low: by month, and by whom they came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from groundswell.engine.histograms import Tally
from groundswell.understand.scores.queries import COLUMNS, Slice, cells_by

from .asking import Asked

MONTHS = 12
LOW = slice(0, 9)
"""Answers of 0 to 8: no praise."""
Counts = Mapping[object, tuple[int, int]]
"""Low answers and all answers, by the values of a dimension."""
WAYS = ("segment", "unit", "touchpoint")


@dataclass(frozen=True, slots=True)
class Counted:
    """Answers about it and all answers where it may come up, by month and by group, in twelve months.

    ``first`` is the first month with a low answer about it, however long ago; None where there is none. ``place`` is the one touchpoint that it is about, where there is one: then nobody asks at which touchpoint it comes up.
    """

    first: date | None
    months: Counts
    months_where: Counts
    groups: Mapping[str, Counts]
    groups_where: Mapping[str, Counts]
    place: int | None


def count(asked: Asked, until: date) -> Counted:
    """Ask the evidence as seldom as it allows: what no cube holds is walked through once."""
    about, where = replace(asked.about, until=until), replace(asked.where, until=until)
    since, place = months_to(until)[0], asked.where.touchpoint_id
    ways = [way for way in WAYS if place is None or way != "touchpoint"]
    is_whole, lately = about == where, replace(where, since=since)
    if about.is_a_union:
        cells = cells_by(["month", *ways], replace(about, since=None if about.or_signals else since))
        months, groups = by(cells, "month"), {way: by(cells, way, since) for way in ways}
        single = [by_month(Slice(theme_id=one, touchpoint_id=at, until=until)) for one, at in about.any_of]
    else:
        months = by_month(about)
        groups = {} if is_whole else _by_each(ways, replace(about, since=since))
        single = []
    first = min(
        (month for each in (months, *single) for month, (low, _) in each.items() if low), default=None
    )
    whole = _by_each(ways, lately) if place else {way: by(cells_by([way], lately), way) for way in ways}
    return Counted(first, months, months if is_whole else by_month(lately), groups or whole, whole, place)


def count_part(asked: Asked, way: str, key: object, since: date, until: date) -> tuple[int, int]:
    """Low answers about it and all answers of one month or group, in some days."""
    about, where = (replace(one, since=since, until=until) for one in (asked.about, asked.where))
    low, n = (by(cells_by([way], one), way).get(key, (0, 0)) for one in (about, where))
    return low[0], n[1]


def by_month(asked: Slice) -> Counts:
    """Low answers and all answers of each month."""
    return by(cells_by(["month"], asked), "month")


def by(cells: Tally, dimension: str, since: date | None = None) -> Counts:
    """The cells added up over one dimension; from a month on where months are told apart."""
    place = cells.dimensions.index(COLUMNS[dimension])
    keys, counts = cells.keys[place], cells.counts
    if since is not None:
        late = cells.keys[cells.dimensions.index("month")] >= (since - date(1970, 1, 1)).days
        keys, counts = keys[late], counts[late]
    values, where = np.unique(keys, return_inverse=True)
    low, n = (np.bincount(where, part.sum(axis=1), len(values)) for part in (counts[:, LOW], counts))
    named = replace(cells, dimensions=(COLUMNS[dimension],), keys=values[np.newaxis], counts=counts[:0])
    pairs = zip(low.astype(int).tolist(), n.astype(int).tolist(), strict=True)
    return dict(zip(named.values(COLUMNS[dimension]), pairs, strict=True))


def months_to(until: date) -> list[date]:
    """The twelve months up to and with that of a day."""
    last = until.year * 12 + until.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - MONTHS + 1, last + 1)]


def _by_each(ways: Sequence[str], asked: Slice) -> dict[str, Counts]:
    cells = cells_by(ways, asked)
    return {way: by(cells, way) for way in ways}
