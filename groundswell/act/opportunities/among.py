"""One month or one group of the answers about an issue, as an address names it: ``month:2026-09``, ``segment:Family``, ``unit:12``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Model, Q

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.understand.scores.queries import last_day

from .counted import WAYS

NAMED: dict[str, type[Model]] = {"unit": Unit, "touchpoint": Touchpoint}
SIGNAL_FIELDS = {"segment": "customer__segment", "unit": "unit", "touchpoint": "touchpoint"}
OF = {"segment": "of the segment", "unit": "of", "touchpoint": "at"}
Key = date | str | int
"""The first day of a month, a segment, or the id of a unit or touchpoint."""


@dataclass(frozen=True, slots=True)
class Among:
    """The answers of one month, or of one group."""

    way: str
    key: Key

    @property
    def address(self) -> str:
        """What asks for its low answers."""
        key = f"{self.key:%Y-%m}" if isinstance(self.key, date) else self.key
        return "?" + urlencode({"of": "low", "among": f"{self.way}:{key}"})

    @property
    def signals(self) -> Q:
        """Which signals of its days these are."""
        return Q() if self.way == "month" else Q(**{SIGNAL_FIELDS[self.way]: self.key})

    def days(self, since: date, until: date) -> tuple[date, date]:
        """Its days among some."""
        if not isinstance(self.key, date):
            return since, until
        return max(since, self.key), min(until, last_day(self.key))

    @property
    def words(self) -> str:
        """As a sentence goes on; empty where nothing has that name."""
        if isinstance(self.key, date):
            return f"in {self.key:%B %Y}"
        name = names_of(self.way, [self.key]).get(self.key, "")
        return name and f"{OF[self.way]} {name}"


def read_among(text: str) -> Among | None:
    """Read it from an address; None where nothing is asked. Raises ValueError with a sentence."""
    if not text:
        return None
    way, _, key = text.partition(":")
    if way == "segment" and key:
        return Among(way, key)
    if way in WAYS and key.isascii() and key.isdecimal() and len(key) <= 18:
        return Among(way, int(key))
    try:
        if way == "month" and len(key) == 7:
            return Among(way, date.fromisoformat(f"{key}-01"))
    except ValueError:
        pass
    raise ValueError(f"“{text[:40]}” is neither month:2026-09, segment:…, unit:… nor touchpoint:….")


def names_of(way: str, keys: Iterable[object]) -> dict[object, str]:
    """How each group is called; what has no name is left out."""
    if way not in NAMED:
        return {key: str(key) for key in keys if key}
    rows = NAMED[way].objects.filter(pk__in=[key for key in keys if key])
    return {row.pk: str(row) for row in rows}
