"""Who meets an issue most: of the answers of each group, how many low ones mention it."""

from __future__ import annotations

from dataclasses import dataclass

from groundswell.science.statistics.intervals import wilson

from .among import Among, names_of
from .counted import Counted, Counts
from .course import MINIMUM
from .estimates import Estimate

SHOWN = 5
WORDS = {"segment": "Customers", "unit": "Places", "touchpoint": "Touchpoints"}


@dataclass(frozen=True, slots=True)
class Group:
    """One group: of ``n`` answers ``hits`` are low and mention it; ``rate`` of 100 with its range; ``url`` asks for these."""

    name: str
    hits: int
    n: int
    rate: Estimate
    url: str


def who_meets(counted: Counted) -> dict[str, list[Group]]:
    """By segment, unit and touchpoint in twelve months, the most first; groups of too few answers or without it are left out, and
    one group alone is no comparison."""
    found = {
        WORDS[way]: _groups(way, whole, counted.groups[way]) for way, whole in counted.groups_where.items()
    }
    return {words: groups for words, groups in found.items() if groups}


def _groups(by: str, whole: Counts, hits: Counts) -> list[Group]:
    names = names_of(by, whole)
    met = {
        key: (hits.get(key, (0, 0))[0], n) for key, (_, n) in whole.items() if n >= MINIMUM and key in names
    }
    groups = [
        _group(names[key], low, n, Among(by, key).address)
        for key, (low, n) in met.items()
        if low and len(met) > 1
    ]
    return sorted(groups, key=lambda one: (-one.rate.value, one.name))[:SHOWN]


def _group(name: str, hits: int, n: int, url: str) -> Group:
    share = wilson(hits, n)
    assert share is not None  # noqa: S101 groups have answers
    return Group(name, hits, n, Estimate(100 * hits / n, 100 * share.low, 100 * share.high), url)
