"""Monthly revenue per active customer, unit by unit: the cells on which the benefit is measured."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Min
from django.db.models.functions import Coalesce

from groundswell.act.initiatives.cells import first_month_with, is_mixed, month_number, units_compared
from groundswell.act.initiatives.designs.registering import standing_design
from groundswell.act.initiatives.models import Initiative
from groundswell.act.initiatives.since import had_since, starts_of
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import LIVING_RECORDS, merged_into
from groundswell.foundation.customers.revenue import month_of, months_from
from groundswell.science.effects.panel import Cell

from .hearing import reached_by_most, reaches_of

MONTHS_BEFORE = 12

# A customer belongs to the unit of their first signal that names one, under whichever of their records.
HOMES = """, firsts AS (
    SELECT COALESCE(l.person, s.customer_id) AS person, s.unit_id,
           ROW_NUMBER() OVER (PARTITION BY COALESCE(l.person, s.customer_id) ORDER BY s.submitted_at, s.id) AS place
    FROM signals_signal s LEFT JOIN lives l ON l.record = s.customer_id LEFT JOIN signals_signal newer ON newer.supersedes_id = s.id
    WHERE newer.id IS NULL AND s.customer_id IS NOT NULL AND s.unit_id IS NOT NULL
), homes AS (SELECT person, unit_id FROM firsts WHERE place = 1)
"""
LISTED = "SELECT person, unit_id FROM homes"
REVENUE = """, records AS (
    SELECT person AS record, unit_id FROM homes
    UNION ALL SELECT l.record, h.unit_id FROM lives l JOIN homes h ON h.person = l.person
)
SELECT h.unit_id, r.month, SUM(r.amount)
FROM records h
JOIN customers_customer c ON c.id = h.record
JOIN customers_revenue r ON r.customer_id = h.record
WHERE (c.ended_on IS NULL OR r.month <= c.ended_on) AND r.month >= %s AND r.month < %s
GROUP BY h.unit_id, r.month
"""


@dataclass(frozen=True, slots=True)
class Ground:
    """Cells per unit and month, and the day on which each treated unit began."""

    cells: tuple[Cell, ...]
    starts: dict[int, date]
    until: date
    known_to: date | None = None
    """The last month of which the revenue of most customers on both sides is known."""
    late: tuple[int, ...] = ()
    """Units whose newest revenue is older than that of others."""

    def start_numbers(self) -> dict[str, int | None]:
        """The first whole month with the change per treated unit, as a number; others are absent."""
        return {str(unit): month_number(first_month_with(day)) for unit, day in self.starts.items()}

    def touched(self) -> dict[str, dict[str, int]]:
        """Customers by unit and month (as numbers) from each unit's own start on."""
        starts = self.start_numbers()
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for cell in self.cells:
            start = starts.get(cell.unit)
            if start is not None and cell.period >= start:
                found[cell.unit][str(cell.period)] = cell.n
        return dict(found)

    @property
    def known_since(self) -> set[int]:
        """The months since the first start of which revenue is known, as numbers."""
        first = self.first_month
        return {cell.period for cell in self.cells if first is not None and cell.period >= first}

    def reached(self, today: date) -> date:
        """How far the time has come for the revenue that is here: to today, or to the end of the last month of which that of most
        customers on both sides is known."""
        ended = months_from(self.known_to, 1) if self.known_to and self.known_since else None
        return today if ended is None or ended >= month_of(today) else ended

    @property
    def first_month(self) -> int | None:
        """The first month in which any unit worked with the change."""
        return min((month_number(first_month_with(day)) for day in self.starts.values()), default=None)


def ground_of(initiative: Initiative, until: date) -> Ground:
    """The cells from a year before the first start up to the last whole month before ``until``.

    Units begin, and are compared, as the design dealt them. A customer belongs to the unit of their first signal and is active
    from the month of joining, or where no joining day is known from the first that brought anything, to the month of leaving.
    A month in the middle of which a unit changed is left out, and so is one of which the revenue of nobody, or of that unit, is
    known: it was not brought yet, which is not nothing.
    """
    design, day = standing_design(initiative), until - timedelta(days=1)
    starts = starts_of(initiative, day, design)
    if not starts:
        return Ground((), {}, until)
    since, end = months_from(month_of(min(starts.values())), -MONTHS_BEFORE), month_of(until)
    active, revenue = _active(since, end), _revenue(since, end)
    known, units = {month for _, month in revenue}, {unit for unit, _ in active}
    if design:
        units = units_compared(design, units, {**starts, **had_since(initiative, day)})
    reaches = reaches_of(active, revenue, units)
    late = tuple(sorted(unit for unit, month in reaches.items() if month < max(known)))
    cells = tuple(
        Cell(str(unit), month_number(month), revenue.get((unit, month), 0.0) / n, n)
        for (unit, month), n in sorted(active.items())
        if unit in units
        and month in known
        and month <= reaches[unit]
        and not is_mixed(starts.get(unit), month)
    )
    return Ground(cells, starts, until, reached_by_most(active, reaches, set(starts)), late)


def _active(since: date, end: date) -> Counter[tuple[int, date]]:
    """How many customers of each unit were active in each month; of whom neither joining nor revenue is known, none."""
    with connection.cursor() as cursor:
        cursor.execute(LIVING_RECORDS + HOMES + LISTED)
        homes = dict(cursor.fetchall())
    spans: Counter[tuple[int, date, date]] = Counter()
    for person, begun_on, ended_on in _persons(end):
        if person in homes:
            last = months_from(month_of(ended_on), 1) if ended_on else end
            spans[homes[person], max(month_of(begun_on), since), min(last, end)] += 1
    active: Counter[tuple[int, date]] = Counter()
    for (unit, first, last), n in spans.items():
        for month in _months(first, last):
            active[unit, month] += n
    return active


def _persons(before: date) -> Iterator[tuple[int, date, date | None]]:
    """Everybody who began before a day: since when, and when they left; with several records, the first and the last of them."""
    begun = Customer.objects.annotate(begun_on=Coalesce("joined_on", Min("revenue__month")))
    here = begun.filter(begun_on__lt=before).values_list("id", "begun_on", "ended_on")
    person_of = merged_into()
    several: dict[int, tuple[date, date | None]] = {}
    living = {*person_of, *person_of.values()}
    for record, begun_on, ended_on in here.iterator(chunk_size=5000):
        if record not in living:
            yield record, begun_on, ended_on
            continue
        person = person_of.get(record, record)
        first, last = several.get(person, (begun_on, ended_on))
        several[person] = min(first, begun_on), max(last, ended_on) if last and ended_on else None
    for person, (first, last) in several.items():
        yield person, first, last


def _revenue(since: date, end: date) -> dict[tuple[int, date], float]:
    adapt = connection.ops.adapt_datefield_value
    with connection.cursor() as cursor:
        cursor.execute(LIVING_RECORDS + HOMES + REVENUE, [adapt(since), adapt(end)])
        found: dict[tuple[int, date], float] = defaultdict(float)
        for unit, month, amount in cursor.fetchall():
            found[unit, month if isinstance(month, date) else date.fromisoformat(month)] += float(amount)
    return found


def _months(first: date, end: date) -> Iterable[date]:
    while first < end:
        yield first
        first = months_from(first, 1)
