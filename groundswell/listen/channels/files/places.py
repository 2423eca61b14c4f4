"""Whom and where the rows of one file name: customers, units and touchpoints, each looked up once and remembered."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from groundswell.foundation.customers.actions import meet_addresses
from groundswell.foundation.customers.queries import canonical_email
from groundswell.foundation.journeys.actions import find_or_make_touchpoints
from groundswell.foundation.organisation.actions import find_or_make_units

from .rows import FeedbackRow

Ids = dict[str | None, int | None]
MOST_CUSTOMERS = 500_000
"""So many addresses are remembered; a longer file begins anew, so that memory does not grow with it."""


class PlaceColumns(NamedTuple):
    """The ids that belong to rows, one column each."""

    customers: list[int | None]
    units: list[int | None]
    touchpoints: list[int | None]


class Places:
    """What one import has found or made so far."""

    def __init__(self) -> None:
        self._customers: Ids = {None: None}
        self._units: Ids = {None: None}
        self._touchpoints: Ids = {None: None}
        self.made_units: list[str] = []
        self.made_touchpoints: list[str] = []

    def columns(self, rows: list[FeedbackRow], *, by: object, at: datetime) -> PlaceColumns:
        """The ids of what the rows name; what is not there yet is made."""
        units = [row.unit for row in rows]
        touchpoints = [row.touchpoint for row in rows]
        emails = [canonical_email(row.email) for row in rows]
        if len(self._customers) > MOST_CUSTOMERS:
            self._customers = {None: None}
        self._find_units(set(units) - self._units.keys(), by, at)
        self._find_touchpoints(set(touchpoints) - self._touchpoints.keys(), by, at)
        self._find_customers(set(emails) - self._customers.keys())
        return PlaceColumns(
            [self._customers[email] for email in emails],
            [self._units[words] for words in units],
            [self._touchpoints[words] for words in touchpoints],
        )

    def forget(self) -> None:
        """What was made has been taken back."""
        self.__init__()  # type: ignore[misc]

    def _find_units(self, unknown: set[str | None], by: object, at: datetime) -> None:
        found = find_or_make_units(unknown, by=by, at=at) if unknown else None
        self.made_units = found.made if found else []
        for words in unknown:
            name = (words or "").strip()
            self._units[words] = found.by_words[name].pk if found and name else None

    def _find_touchpoints(self, unknown: set[str | None], by: object, at: datetime) -> None:
        found = find_or_make_touchpoints(unknown, by=by, at=at) if unknown else None
        self.made_touchpoints = found.made if found else []
        for words in unknown:
            name = (words or "").strip()
            self._touchpoints[words] = found.by_words[name].pk if found and name else None

    def _find_customers(self, unknown: set[str | None]) -> None:
        self._customers |= meet_addresses([email for email in unknown if email])
