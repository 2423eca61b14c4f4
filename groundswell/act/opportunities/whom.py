"""Who meets an issue most: of the answers of each group, how many low ones mention it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Model

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.science.statistics.intervals import wilson
from groundswell.understand.scores.queries import Slice, histograms_by

from .course import LOW, MINIMUM, months_to
from .estimates import Estimate
from .models import Opportunity

SHOWN = 5
Counts = dict[object, tuple[int, int]]
NAMED: dict[str, type[Model]] = {"unit": Unit, "touchpoint": Touchpoint}


@dataclass(frozen=True, slots=True)
class Group:
    """One group: of ``n`` answers ``hits`` are low and mention it; ``rate`` of 100 with its range."""

    name: str
    hits: int
    n: int
    rate: Estimate


def who_meets(opportunity: Opportunity, until: date) -> dict[str, list[Group]]:
    """By segment, unit and touchpoint in twelve months, the most first; groups of too few answers are left out.

    Empty without theme or touchpoint. Those with the theme are counted in one go: no cube holds a theme in a segment.
    """
    theme, place = opportunity.theme_id, opportunity.touchpoint_id
    if not theme and not place:
        return {}
    here = Slice(touchpoint_id=place, since=months_to(until)[0])
    ways = {"segment": "Customers", "unit": "Places"} | ({} if place else {"touchpoint": "Touchpoints"})
    whole = _counted(ways, here) if place else {by: _counted([by], here)[by] for by in ways}
    hits = _counted(ways, replace(here, theme_id=theme)) if theme else whole
    found = {words: _groups(by, whole[by], hits[by]) for by, words in ways.items()}
    return {words: groups for words, groups in found.items() if len(groups) > 1}


def _counted(ways: Iterable[str], slice: Slice) -> dict[str, Counts]:
    """Low answers and all answers by the values of each dimension."""
    found: dict[str, Counts] = {by: {} for by in ways}
    for key, counts in histograms_by(found, slice).items():
        for by, value in zip(found, key, strict=True):
            low, n = found[by].get(value, (0, 0))
            found[by][value] = low + sum(counts[LOW]), n + sum(counts)
    return found


def _groups(by: str, whole: Counts, hits: Counts) -> list[Group]:
    names = _names(by, list(whole))
    groups = [
        _group(names[key], hits.get(key, (0, 0))[0], n)
        for key, (_, n) in whole.items()
        if key in names and n >= MINIMUM
    ]
    return sorted(groups, key=lambda one: (-one.rate.value, one.name))[:SHOWN]


def _group(name: str, hits: int, n: int) -> Group:
    share = wilson(hits, n)
    assert share is not None  # noqa: S101 groups have answers
    return Group(name, hits, n, Estimate(100 * hits / n, 100 * share.low, 100 * share.high))


def _names(by: str, keys: list[object]) -> dict[object, str]:
    if by not in NAMED:
        return {key: str(key) for key in keys if key}
    rows = NAMED[by].objects.filter(pk__in=[key for key in keys if key])
    return {row.pk: str(row) for row in rows}
