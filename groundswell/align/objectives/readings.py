"""Where a metric stands: a value with its margin, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from groundswell.look.numbers import between, plain
from groundswell.science.scores.figure import figure
from groundswell.science.scores.nps import NpsTally

from .models import Metric
from .sources import SOURCES
from .window import Window

ALL = "all"
"""The key of the whole organisation, answers without a unit included."""

Key = int | str


@dataclass(frozen=True, slots=True)
class Reading:
    """One metric at one place, as of one day; ``low`` and ``high`` bound the value with 95 % confidence."""

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

    @property
    def words(self) -> str:
        """The reading on one line, for instance "32 points (28 to 36)"."""
        if self.value is None:
            return self.reason
        margin = between(self.low, self.high, self.decimals)
        value = written(self.value, self.measured_in, self.decimals)
        return value if self.low == self.high or not margin else f"{value} ({margin})"

    @property
    def short_words(self) -> str:
        """The same where there is little room, for instance "32 points ±4"."""
        if self.value is None:
            return "Cannot tell"
        value = written(self.value, self.measured_in, self.decimals)
        if self.low is None or self.high is None or self.low == self.high:
            return value
        return f"{value} ±{plain((self.high - self.low) / 2, self.decimals)}"


@dataclass(frozen=True, slots=True)
class Readings:
    """One metric in one period for every unit or every person; counted once, asked often."""

    metric: Metric
    window: Window
    measured_in: str
    minimum: int
    tallies: Mapping[Key, Any] = field(default_factory=dict)
    full_counts: Mapping[Key, Reading] = field(default_factory=dict)
    absence: str = ""

    def of(self, key: Key) -> Reading:
        """The reading of a unit, a person or, with ``ALL``, of the whole organisation."""
        if key in self.full_counts:
            return self.full_counts[key]
        if self.absence:
            return self._reading(0, None, None, None, self.absence)
        tally = self.tallies.get(key, SOURCES[self.metric.source].empty)
        if isinstance(tally, NpsTally):
            score = figure(tally, self.minimum)
            return self._reading(score.n, score.score, score.low, score.high, score.reason or "")
        if tally.n < max(self.minimum, 1):
            few = f"Too few to tell: {tally.n} of at least {self.minimum}"
            return self._reading(tally.n, None, None, None, few if tally.n else "Nothing to count yet")
        found = tally.estimate()
        return self._reading(tally.n, found.value, found.low, found.high, "")

    def _reading(
        self, n: int, value: float | None, low: float | None, high: float | None, reason: str
    ) -> Reading:
        source = SOURCES[self.metric.source]
        period = source.period(self.window)
        return Reading(
            n, value, low, high, reason, source.definition, self.window.until, period, self.measured_in
        )


def written(value: float, measured_in: str, decimals: int = 0) -> str:
    """A value with its measure: "32 points", "85%", "3.4 days"."""
    number = plain(value, decimals)
    return f"{number}%" if measured_in == "%" else f"{number} {measured_in}".strip()
