"""Ask what carries an objective, and where each metric stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import add
from typing import Any

from groundswell.foundation.customers.revenue import YearOfRevenue, year_of_revenue
from groundswell.foundation.journeys.models import OperationalMeasure
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import Place, places
from groundswell.science.money.earned_growth import EarnedGrowth, earned_growth
from groundswell.science.scores.figure import figure
from groundswell.science.scores.nps import NpsTally
from groundswell.understand.scores.queries import MINIMUM_ABOUT_EMPLOYEES

from .models import Metric, Objective
from .sources import SOURCES
from .window import Window, window_of

ALL = "all"
"""The key of the whole organisation, answers without a unit included."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a metric stands: a value with its margin, or the reason why there is none."""

    n: int
    value: float | None
    low: float | None
    high: float | None
    reason: str
    definition: str
    as_of: date
    period: str
    measured_in: str

    @property
    def score(self) -> float | None:
        """The value, under the name that figures on a page use."""
        return self.value

    @property
    def is_thin(self) -> bool:
        """Whether it is too little to tell."""
        return self.value is None

    @property
    def decimals(self) -> int:
        """How many decimals mean something: days and hours one, points and per cent none."""
        return 0 if self.measured_in in {"points", "%"} else 1


@dataclass(frozen=True, slots=True)
class Readings:
    """One metric in one period, for every unit (its subtree) or for every person; counted once, asked often."""

    metric: Metric
    window: Window
    tallies: Mapping[int | str, Any]
    measured_in: str
    minimum: int
    absence: str = ""

    def of(self, key: int | str) -> Reading:
        """The reading of a unit, a person or, with ``ALL``, of the whole organisation."""
        if self.absence:
            return self._empty(0, self.absence)
        tally = self.tallies.get(key, SOURCES[self.metric.source].empty)
        if isinstance(tally, NpsTally):
            found = figure(tally, self.minimum)
            return self._reading(found.n, found.score, found.low, found.high, found.reason or "")
        if tally.n < self.minimum:
            return self._empty(tally.n, f"Too few to tell: {tally.n} of at least {self.minimum}" if tally.n else "Nothing counted yet")
        found = tally.estimate()
        return self._reading(tally.n, found.value, found.low, found.high, "")

    def _empty(self, n: int, reason: str) -> Reading:
        return self._reading(n, None, None, None, reason)

    def _reading(self, n: int, value: float | None, low: float | None, high: float | None, reason: str) -> Reading:
        definition = SOURCES[self.metric.source].definition
        return Reading(n, value, low, high, reason, definition, self.window.until, self.window.words, self.measured_in)


@dataclass(frozen=True, slots=True)
class Growth:
    """Earned growth of the whole organisation, in the same form as counted readings."""

    year: YearOfRevenue
    found: EarnedGrowth | None
    as_of: date

    def reading(self) -> Reading:
        """The rate in per cent; a full count, so both ends of the margin are the value itself."""
        definition = SOURCES[Metric.Source.EARNED_GROWTH].definition
        period = f"{self.year.since:%b %Y} to the month before {self.year.until:%b %Y}"
        if self.found is None:
            reason = "It needs revenue in the year before"
            return Reading(0, None, None, None, reason, definition, self.as_of, period, "%")
        rate = 100 * self.found.rate
        return Reading(self.year.new_customers, rate, rate, rate, "", definition, self.as_of, period, "%")


def readings_by_unit(metric: Metric, *, at: datetime, months: int = 3, tree: Sequence[Place] | None = None) -> Readings:
    """The metric for every unit with everything below it, and for ``ALL``; the same queries whatever their number."""
    source, window = SOURCES[metric.source], window_of(at, months)
    if source.by_unit is None:
        absence = "Counted for the whole organisation only"
        return Readings(metric, window, {}, source.measured_in, source.needs, absence)
    own = source.by_unit(metric, window)
    tallies: dict[int | str, Any] = {ALL: reduce(add, own.values(), source.empty)}
    ordered = places() if tree is None else tree
    for place in ordered:
        below = (own[inner.unit_id] for inner in ordered[place.first : place.last + 1] if inner.unit_id in own)
        tallies[place.unit_id] = reduce(add, below, source.empty)
    return Readings(metric, window, tallies, _measured_in(metric, source.measured_in), source.needs)


def readings_by_person(metric: Metric, *, at: datetime, months: int = 3) -> Readings:
    """The metric for every person. About one person ten answers are the least."""
    source, window = SOURCES[metric.source], window_of(at, months)
    if source.by_person is None:
        return Readings(metric, window, {}, source.measured_in, source.needs, "Not counted for a single person")
    counted = {key: tally for key, tally in source.by_person(metric, window).items() if key is not None}
    return Readings(metric, window, counted, source.measured_in, MINIMUM_ABOUT_EMPLOYEES)


def reading_of(
    metric: Metric, *, at: datetime, unit: Unit | None = None, person: Person | None = None, months: int = 3
) -> Reading:
    """Where one metric stands for a unit, a person, or (neither given) the whole organisation."""
    if person is not None:
        return readings_by_person(metric, at=at, months=months).of(person.pk)
    if metric.source == Metric.Source.EARNED_GROWTH and (unit is None or unit.parent_id is None):
        return growth_at(at).reading()
    return readings_by_unit(metric, at=at, months=months).of(ALL if unit is None else unit.pk)


def growth_at(at: datetime) -> Growth:
    """Earned growth over the last twelve whole months."""
    year = year_of_revenue(at)
    found = earned_growth(
        year.last_year,
        year.from_last_years_customers,
        year.earned_new,
        year.bought_new,
        year.unknown_new + year.came_back,
    )
    return Growth(year, found, window_of(at, 3).until)


def _measured_in(metric: Metric, usual: str) -> str:
    if metric.source != Metric.Source.OPERATIONAL:
        return usual
    named = OperationalMeasure.objects.filter(name=metric.measure).values_list("unit_of_measure", flat=True)
    return named.first() or ""


@dataclass(frozen=True, slots=True)
class Branch:
    """A metric and what moves it."""

    metric: Metric
    depth: int
    children: tuple[Branch, ...]

    def flat(self) -> tuple[Branch, ...]:
        """The branch and everything below it, depth first."""
        return (self, *(inner for child in self.children for inner in child.flat()))


def tree_of(objective: Objective) -> tuple[Branch, ...]:
    """The metrics of an objective as trees, what we want on top. One query."""
    metrics = list(objective.metrics.select_related("touchpoint"))
    below: dict[int | None, list[Metric]] = {}
    for metric in metrics:
        below.setdefault(metric.parent_id, []).append(metric)

    def branch(metric: Metric, depth: int) -> Branch:
        return Branch(metric, depth, tuple(branch(child, depth + 1) for child in below.get(metric.pk, [])))

    return tuple(branch(metric, 0) for metric in below.get(None, []))
