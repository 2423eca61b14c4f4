"""Ask for scores. The engine counts, ``science`` infers, this page puts the question."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import add
from typing import Any

from groundswell.engine.histograms import Filter, histograms
from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import places, subtree_ids
from groundswell.science.scores.figure import Figure, figure
from groundswell.science.scores.nps import NpsTally
from groundswell.understand.evidence.store import evidence_store

COLUMNS = {
    "unit": "unit_id",
    "touchpoint": "touchpoint_id",
    "stage": "stage_id",
    "channel": "channel",
    "month": "month",
    "employee": "employee_id",
    "theme": "theme",
    "sentiment": "sentiment",
}
MINIMUM_ABOUT_EMPLOYEES = 10


@dataclass(frozen=True, slots=True)
class Slice:
    """Which answers a question is about. Days are inclusive; absent means all; the kind of score is never absent."""

    kind_of_score: str = "experience"
    unit_ids: tuple[int, ...] | None = None
    touchpoint_id: int | None = None
    stage_id: int | None = None
    channel: str | None = None
    theme_id: int | None = None
    employee_id: int | None = None
    since: date | None = None
    until: date | None = None

    def within(self, unit: Unit) -> "Slice":
        """The same for one unit and everything below it."""
        below = set(subtree_ids(unit))
        kept = below if self.unit_ids is None else below & set(self.unit_ids)
        return replace(self, unit_ids=tuple(sorted(kept)))

    def within_sight_of(self, user: User) -> "Slice":
        """The same, cut to what a person may see."""
        if user.is_authenticated and user.sees_everything:
            return self
        seen = set(units_visible_to(user).values_list("id", flat=True))
        kept = seen if self.unit_ids is None else seen & set(self.unit_ids)
        return replace(self, unit_ids=tuple(sorted(kept)))


def histograms_by(dimensions: Iterable[str], slice: Slice) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """How often each score from 0 to 10 was given, per combination of the dimensions."""
    wanted = Filter(**{name: getattr(slice, name) for name in Slice.__slots__})
    return histograms(evidence_store(), [COLUMNS[name] for name in dimensions], wanted)


def tallies_by(dimension: str, slice: Slice) -> dict[Any, NpsTally]:
    """A tally per value of one dimension; ``None`` for answers that have none."""
    return {
        key[0]: NpsTally.from_histogram(counts) for key, counts in histograms_by([dimension], slice).items()
    }


def tally_of(slice: Slice) -> NpsTally:
    """One tally over the whole slice."""
    counts = histograms_by([], slice).get(())
    return NpsTally.from_histogram(counts) if counts else NpsTally()


def score_of(slice: Slice) -> Figure:
    """The score of a slice, or the reason why there is none. About one employee ten answers are the least."""
    return figure(tally_of(slice), MINIMUM_ABOUT_EMPLOYEES) if slice.employee_id else figure(tally_of(slice))


def unit_month_tallies(slice: Slice) -> dict[tuple[int, date], NpsTally]:
    """A tally per unit and month: the cells on which effects are measured."""
    found = histograms_by(["unit", "month"], slice)
    return {(unit, month): NpsTally.from_histogram(counts) for (unit, month), counts in found.items() if unit}


def subtree_tallies(slice: Slice) -> dict[int, NpsTally]:
    """A tally per unit that includes everything below it. Tallies add up; scores never do."""
    own = tallies_by("unit", slice)
    ordered = places()
    return {
        place.unit_id: reduce(
            add, (own.get(below.unit_id, NpsTally()) for below in ordered[place.first : place.last + 1])
        )
        for place in ordered
    }


def monthly(slice: Slice) -> list[tuple[date, Figure]]:
    """The score of each month that has answers, oldest first."""
    return [(month, figure(tally)) for month, tally in sorted(tallies_by("month", slice).items())]
