"""Ask what carries an objective, and where each metric stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import add

from groundswell.foundation.customers.revenue import YearOfRevenue, months_from, year_of_revenue
from groundswell.foundation.journeys.models import OperationalMeasure
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import Place, places
from groundswell.science.money.earned_growth import EarnedGrowth, earned_growth
from groundswell.understand.scores.queries import MINIMUM_ABOUT_EMPLOYEES

from .models import Metric, Objective
from .readings import ALL, Key, Reading, Readings
from .sources import SOURCES, Counts
from .tallies import Tally
from .window import Window, window_of


@dataclass(frozen=True, slots=True)
class Growth:
    """A year of revenue and what it says; ``found`` is None without revenue in the year before."""

    year: YearOfRevenue
    found: EarnedGrowth | None


def growth_at(at: datetime) -> Growth:
    """Earned growth over the last twelve whole months. Who came back grows revenue, yet is not earned anew."""
    year = year_of_revenue(at)
    return Growth(
        year,
        earned_growth(
            year.last_year,
            year.from_last_years_customers,
            year.earned_new,
            year.bought_new,
            year.unknown_new + year.came_back,
        ),
    )


def reading_of(
    metric: Metric, *, at: datetime, unit: Unit | None = None, person: Person | None = None, months: int = 3
) -> Reading:
    """Where one metric stands for a unit, a person, or (neither given) the whole organisation."""
    if person is not None:
        return readings_by_person(metric, at=at, months=months).of(person.pk)
    return readings_by_unit(metric, at=at, months=months).of(ALL if unit is None else unit.pk)


def readings_by_unit(
    metric: Metric, *, at: datetime, months: int = 3, tree: Sequence[Place] | None = None
) -> Readings:
    """The metric for every unit with all below it, and for ``ALL``; the same queries whatever their number."""
    source, window = SOURCES[metric.source], window_of(at, months)
    ordered = places() if tree is None else tree
    if source.by_unit is None:
        tops = [place.unit_id for place in ordered if place.parent_id is None]
        reading = _growth_reading(window)
        counted = dict.fromkeys([ALL, *tops], reading)
        absence = "Counted for the whole organisation only"
        return Readings(metric, window, "%", source.needs, full_counts=counted, absence=absence)
    tallies = _rolled_up(source.by_unit(metric, window), source.empty, ordered)
    return Readings(metric, window, _measured_in(metric), source.needs, tallies)


def readings_by_person(metric: Metric, *, at: datetime, months: int = 3) -> Readings:
    """The metric for every person. About one person ten answers are the least."""
    source, window = SOURCES[metric.source], window_of(at, months)
    if source.by_person is None:
        absence = "Not counted for a single person"
        return Readings(metric, window, _measured_in(metric), source.needs, absence=absence)
    counted = {key: tally for key, tally in source.by_person(metric, window).items() if key is not None}
    return Readings(metric, window, source.measured_in, MINIMUM_ABOUT_EMPLOYEES, counted)


def _rolled_up(own: Counts, empty: Tally, ordered: Sequence[Place]) -> dict[Key, Tally]:
    tallies: dict[Key, Tally] = {ALL: reduce(add, own.values(), empty)}
    for place in ordered:
        below = (
            own[inner.unit_id] for inner in ordered[place.first : place.last + 1] if inner.unit_id in own
        )
        tallies[place.unit_id] = reduce(add, below, empty)
    return tallies


def _growth_reading(window: Window) -> Reading:
    """The rate in per cent. All customers are counted, so both ends of the margin are the value itself."""
    growth, definition = growth_at(window.at), SOURCES[Metric.Source.EARNED_GROWTH].definition
    period = f"{growth.year.since:%b %Y} to {months_from(growth.year.until, -1):%b %Y}"
    rate = None if growth.found is None else 100 * growth.found.rate
    reason = "It needs revenue in the year before" if rate is None else ""
    n = growth.year.new_customers
    return Reading(n, rate, rate, rate, reason, definition, window.until, period, "%")


def _measured_in(metric: Metric) -> str:
    if metric.source != Metric.Source.OPERATIONAL:
        return SOURCES[metric.source].measured_in
    named = OperationalMeasure.objects.filter(name=metric.measure)
    return named.values_list("unit_of_measure", flat=True).first() or ""


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
    below: dict[int | None, list[Metric]] = {}
    for metric in objective.metrics.select_related("touchpoint"):
        below.setdefault(metric.parent_id, []).append(metric)

    def branch(metric: Metric, depth: int) -> Branch:
        return Branch(metric, depth, tuple(branch(child, depth + 1) for child in below.get(metric.pk, [])))

    return tuple(branch(metric, 0) for metric in below.get(None, []))
