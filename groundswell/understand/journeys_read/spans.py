"""Thin touchpoints are read over more days: the four weeks, quarter, year or two years until enough answers are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from groundswell.science.scores.figure import ANSWERS_WITHOUT_WARNING
from groundswell.science.scores.nps import NpsTally
from groundswell.understand.scores.queries import Slice, tallies_by

WIDER = {28: "four weeks", 91: "a quarter", 365: "a year", 730: "two years"}


@dataclass(frozen=True, slots=True)
class Span:
    """Days up to the last one that is asked about; ``words`` are empty where nothing was widened."""

    since: date | None
    until: date | None
    words: str = ""

    @property
    def asked(self) -> dict[str, str | None]:
        """How a question is changed to these days; not at all where they are those that were asked."""
        return {"month": None, "period": f"{self.since}..{self.until}"} if self.words else {}


@dataclass(frozen=True, slots=True)
class Spans:
    """The tallies of every touchpoint by span, the span that was asked first."""

    found: tuple[tuple[Span, dict[Any, NpsTally]], ...]

    def enough_for(self, *points: int | None) -> tuple[Span, NpsTally]:
        """The shortest span in which these touchpoints together have answers enough; else the one with the most."""
        told = [(span, _together(tallies, points)) for span, tallies in self.found]
        for span, tally in told:
            if tally.n >= ANSWERS_WITHOUT_WARNING:
                return span, tally
        most = max(tally.n for _, tally in told)
        return next((span, tally) for span, tally in told if tally.n == most)


def tallies_over_spans(asked: Slice, points: list[int]) -> Spans:
    """One question to the engine, and one more for each wider span while a touchpoint is thin. At most five."""
    found = [(Span(asked.since, asked.until), tallies_by("touchpoint", asked))]
    for span in _wider(asked):
        newest = found[-1][1]
        if all(newest.get(point, NpsTally()).n >= ANSWERS_WITHOUT_WARNING for point in points):
            break
        found.append((span, tallies_by("touchpoint", replace(asked, since=span.since))))
    return Spans(tuple(found))


def _wider(asked: Slice) -> Iterator[Span]:
    if asked.since is None or asked.until is None:
        return
    for days, words in WIDER.items():
        since = asked.until - timedelta(days=days - 1)
        if since < asked.since:
            yield Span(since, asked.until, words)


def _together(tallies: dict[Any, NpsTally], points: tuple[int | None, ...]) -> NpsTally:
    return sum((tallies.get(point, NpsTally()) for point in points), NpsTally())
