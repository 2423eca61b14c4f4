"""Whom and where the rows of one file name: each looked up once and remembered while the file is read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from groundswell.foundation.customers.meeting import Who, meet_everybody
from groundswell.foundation.customers.queries import canonical_email
from groundswell.foundation.journeys.actions import find_or_make_touchpoints
from groundswell.foundation.organisation.actions import find_or_make_units
from groundswell.listen.channels.models import NameMatch

from .matching import employees_named, matched
from .rows import FeedbackRow

Ids = dict[str | None, int | None]
NOBODY = Who()
MOST_CUSTOMERS = 500_000
"""So many people are remembered; a longer file begins anew, so that memory does not grow with it."""


class PlaceColumns(NamedTuple):
    """The ids that belong to rows, one column each."""

    customers: list[int | None]
    units: list[int | None]
    touchpoints: list[int | None]
    employees: list[int | None]


class Places:
    """What one import has found or made so far."""

    def __init__(self) -> None:
        self._customers: dict[Who, int | None] = {NOBODY: None}
        self._units: Ids = {None: None}
        self._touchpoints: Ids = {None: None}
        self._employees: Ids = {None: None}
        self.made_units: list[str] = []
        self.made_touchpoints: list[str] = []

    def columns(self, rows: list[FeedbackRow], *, by: object, at: datetime) -> PlaceColumns:
        """The ids of what the rows name; what is not there yet is made, but for colleagues."""
        units, points, employees = (
            [row[place] for row in rows]
            for place in map(FeedbackRow._fields.index, ("unit", "touchpoint", "employee"))
        )
        self._find_units(set(units) - self._units.keys(), by, at)
        self._find_touchpoints(set(points) - self._touchpoints.keys(), by, at)
        unknown = {words for words in employees if words} - self._employees.keys()
        self._employees |= {words: employees_named([words]).get(words) for words in unknown}
        return PlaceColumns(
            self.customers((row.email, row.phone, row.customer_id) for row in rows),
            [self._units[words] for words in units],
            [self._touchpoints[words] for words in points],
            [self._employees[words] for words in employees],
        )

    def customers(self, people: Iterable[tuple[str | None, str | None, str | None]]) -> list[int | None]:
        """The customers of these people (e-mail as written, phone, number); None for nobody."""
        if len(self._customers) > MOST_CUSTOMERS:
            self._customers = {NOBODY: None}
        whose = [
            Who(canonical_email(email) or "", phone or "", number or "")
            if email or phone or number
            else NOBODY
            for email, phone, number in people
        ]
        unknown = [who for who in dict.fromkeys(whose) if who not in self._customers]
        self._customers |= dict.fromkeys(unknown)
        self._customers |= meet_everybody(unknown)
        return [self._customers[who] for who in whose]

    def _find_units(self, unknown: set[str | None], by: object, at: datetime) -> None:
        known = matched(NameMatch.Kind.UNIT, unknown)
        missing = [words for words in unknown if words and words not in known]
        found = find_or_make_units(missing, by=by, at=at) if missing else None
        self.made_units = found.made if found else []
        for words in unknown:
            unit = found.by_words.get((words or "").strip()) if found else None
            self._units[words] = known.get(words or "") or (unit.pk if unit else None)

    def _find_touchpoints(self, unknown: set[str | None], by: object, at: datetime) -> None:
        known = matched(NameMatch.Kind.TOUCHPOINT, unknown)
        missing = [words for words in unknown if words and words not in known]
        found = find_or_make_touchpoints(missing, by=by, at=at) if missing else None
        self.made_touchpoints = found.made if found else []
        for words in unknown:
            point = found.by_words.get((words or "").strip()) if found else None
            self._touchpoints[words] = known.get(words or "") or (point.pk if point else None)
