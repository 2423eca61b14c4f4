"""What the units were like before: answers and scores month by month, as far as a design can rest on them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import add
from statistics import fmean

import numpy as np

from groundswell.act.initiatives.customers.answers import Where
from groundswell.act.initiatives.customers.speaking import Speakers, speakers_of
from groundswell.act.initiatives.models import Design
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import places, subtree_ids
from groundswell.science.effects.by_design import BLENDED_FROM
from groundswell.science.effects.dealing import Entrant
from groundswell.science.effects.matching import Before
from groundswell.science.effects.wandering import Wandering, wandering
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.sample_size import USUAL_SPREAD
from groundswell.understand.scores.queries import Slice, unit_month_tallies

LONGEST_LOOK = BLENDED_FROM
"""Months before; what is older says little about today."""
OFTEN_ENOUGH = 2 / 3
"""In how many of the months a unit has answers that takes part."""


@dataclass(frozen=True)
class History:
    """Units of one kind with answers, over the whole months before a day."""

    units: dict[int, Unit]
    months: list[date]
    tallies: dict[tuple[int, date], NpsTally]
    where: Where | None = None
    until: date | None = None

    @cached_property
    def speakers(self) -> Speakers | None:
        """The customers who answered by name there; None where nobody did."""
        return self.where and self.until and speakers_of(self.where, self.until)

    def is_heard_of(self, kind: str) -> bool:
        """Whether anybody answers on whom a way can rest: units, or customers by name."""
        return bool(self.speakers if kind == Design.Kind.CUSTOMERS else self.units)

    @cached_property
    def wandering(self) -> Wandering | None:
        """How the units moved apart by themselves; None with too little to tell."""
        grid = [[self.tallies.get((unit, month), NpsTally()) for month in self.months] for unit in self.units]
        scores = [[np.nan if one.score is None else one.score for one in row] for row in grid]
        return wandering(scores, [[one.n for one in row] for row in grid], self.spread)

    @cached_property
    def spread(self) -> float:
        """Variance of one answer; the careful guess where nobody answered."""
        return reduce(add, self.tallies.values(), NpsTally()).variance or USUAL_SPREAD

    @cached_property
    def before(self) -> dict[int, Before]:
        """Level, trend and volume of each unit."""
        return {unit: self._before(unit) for unit in self.units}

    @cached_property
    def unbroken(self) -> set[int]:
        """The units with answers in every month: of others nobody can make a blend."""
        return {
            unit
            for unit in self.units
            if all(self.tallies.get((unit, month), NpsTally()).n for month in self.months)
        }

    def entrants(self) -> list[Entrant]:
        """The units as they are dealt: by code, size and level."""
        return [Entrant(self.units[unit].code, one.volume, one.level) for unit, one in self.before.items()]

    def _before(self, unit: int) -> Before:
        scored = [
            (number, tally)
            for number, month in enumerate(self.months)
            if (tally := self.tallies.get((unit, month))) and tally.score is not None
        ]
        pooled = reduce(add, (tally for _, tally in scored), NpsTally())
        times, values = [number for number, _ in scored], [tally.score or 0.0 for _, tally in scored]
        trend = float(np.polyfit(times, values, 1)[0]) if len(scored) >= 3 else 0.0
        return Before(self.units[unit].code, pooled.score or 0.0, trend, pooled.n / max(1, len(self.months)))

    def answers_a_month(self) -> float:
        """Of a usual unit."""
        return fmean(one.volume for one in self.before.values()) if self.before else 0.0


def history_of(
    touchpoint: Touchpoint | None, part: Unit | None, until: date, *, kind_of_score: str = "experience"
) -> History:
    """The units of the kind that has most of them, below ``part`` or anywhere, with answers in most whole months before ``until``."""
    last = until.replace(day=1)
    since = months_before(last, LONGEST_LOOK)
    within = tuple(subtree_ids(part)) if part else None
    asked = Slice(kind_of_score, within, touchpoint_id=touchpoint and touchpoint.pk, since=since, until=until)
    tallies = {key: tally for key, tally in unit_month_tallies(asked).items() if since <= key[1] < last}
    months = _in_a_row({month for _, month in tallies})
    kinds = {place.unit_id: place.kind for place in places()}
    answered = Counter(unit for unit, month in tallies if tallies[unit, month].n)
    often = [
        unit for unit, count in answered.items() if unit in kinds and count >= OFTEN_ENOUGH * len(months)
    ]
    most = Counter(kinds[unit] for unit in often).most_common(1)
    kept = {unit for unit in often if most and kinds[unit] == most[0][0]}
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=kept).order_by("code")}
    where = Where(touchpoint and touchpoint.pk, within, kind_of_score)
    return History(
        units, months, {key: tally for key, tally in tallies.items() if key[0] in units}, where, until
    )


def months_before(day: date, count: int) -> date:
    number = day.year * 12 + day.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def _in_a_row(months: set[date]) -> list[date]:
    """Every month from the first with answers to the last."""
    if not months:
        return []
    found, month = [], min(months)
    while month <= max(months):
        found.append(month)
        month = months_before(month, -1)
    return found
