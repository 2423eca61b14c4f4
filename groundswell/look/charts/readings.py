"""How a measured thing reads: in words for hovering and screen readers, and as a row of the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from groundswell.look.charts.chart import Cell
from groundswell.look.numbers import between, plain

HEADS = ("Between", "Answers", "Remark")


class Measured(Protocol):
    """Anything with a value, an interval and a number of answers."""

    @property
    def label(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def n(self) -> int | None: ...
    @property
    def is_thin(self) -> bool: ...
    @property
    def url(self) -> str: ...


def spoken(thing: Measured, unit: str, decimals: int = 0) -> str:
    """ "Delivery: 2 points, between 1 and 5, 342 answers"."""
    if thing.value is None:
        return f"{thing.label}: nobody answered"
    interval = between(thing.low, thing.high, decimals).replace(" to ", " and ")
    words = f"{thing.label}: {plain(thing.value, decimals)} {unit}"
    words += f", between {interval}" if interval else ""
    words += f", {plain(thing.n)} answers" if thing.n is not None else ""
    return words + (", too few to tell" if thing.is_thin else "")


def cells(thing: Measured, decimals: int = 0, label: str = "", code: str = "") -> tuple[Cell, ...]:
    """The row of the table: label, value, interval, answers, and a word where there are too few."""
    return (
        Cell(label or thing.label, exact=code or None),
        Cell(plain(thing.value, decimals), thing.url, thing.value),
        Cell(between(thing.low, thing.high, decimals), exact=(thing.low, thing.high)),
        Cell(plain(thing.n), exact=thing.n),
        Cell("too few to tell" if thing.is_thin or thing.value is None else ""),
    )


def runs_of(present: Sequence[bool]) -> Iterator[range]:
    """The unbroken runs of what is present, as ranges of places."""
    start: int | None = None
    for i, is_there in enumerate([*present, False]):
        if is_there and start is None:
            start = i
        elif not is_there and start is not None:
            yield range(start, i)
            start = None
