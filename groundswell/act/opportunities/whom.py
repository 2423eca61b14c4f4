"""Who meets an issue most: of the answers of each group, how many low ones mention it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Model

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.science.statistics.intervals import wilson
from groundswell.understand.scores.queries import Slice, histograms_by

from .course import LOW, MINIMUM
from .estimates import Estimate
from .models import Opportunity

SHOWN = 5
NAMED: dict[str, type[Model]] = {"unit": Unit, "touchpoint": Touchpoint}


@dataclass(frozen=True, slots=True)
class Group:
    """One group: of ``n`` answers ``hits`` are low and mention it; ``rate`` of 100 with its range."""

    name: str
    hits: int
    n: int
    rate: Estimate


def who_meets(opportunity: Opportunity, slice: Slice) -> dict[str, list[Group]]:
    """By segment, unit and touchpoint, the most first; groups of too few answers are left out. Empty without theme or touchpoint."""
    if not opportunity.theme_id and not opportunity.touchpoint_id:
        return {}
    here = replace(slice, touchpoint_id=opportunity.touchpoint_id)
    ways = {"segment": "Customers", "unit": "Places"}
    if not opportunity.touchpoint_id:
        ways["touchpoint"] = "Touchpoints"
    found = {words: _groups(by, here, opportunity.theme_id) for by, words in ways.items()}
    return {words: groups for words, groups in found.items() if len(groups) > 1}


def _groups(by: str, slice: Slice, theme: int | None) -> list[Group]:
    whole = histograms_by([by], slice)
    hits = histograms_by([by], replace(slice, theme_id=theme)) if theme else whole
    names = _names(by, [key for (key,) in whole])
    groups = [
        _group(names[key], sum(hits.get((key,), ())[LOW]), sum(counts))
        for (key,), counts in whole.items()
        if key in names and sum(counts) >= MINIMUM
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
