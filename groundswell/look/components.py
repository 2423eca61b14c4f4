"""What the parts of a page are given. Any object or dict with the same names will do as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Moment = datetime | date | str
StepState = Literal["done", "current", "todo"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with everything that must stand beside it.

    `score` is None when nobody answered. `low` and `high` bound it with 95% confidence (or give `margin` for plus
    or minus). `is_thin` says that there are too few answers to tell; `reason` says what would be enough. `noun` is what `n` counts.
    """

    score: float | None
    n: int = 0
    low: float | None = None
    high: float | None = None
    margin: float | None = None
    period: str = ""
    definition: str = ""
    is_thin: bool = False
    reason: str = ""
    label: str = ""
    noun: str = "answer"


@dataclass(frozen=True, slots=True)
class Voice:
    """What one customer said, as a card shows it. `kind` is promoter, passive, detractor or empty."""

    text: str
    score: int | None = None
    kind: str = ""
    who: str = ""
    said_at: Moment | None = None
    touchpoint: str = ""
    unit: str = ""
    channel: str = ""
    rating: str = ""
    themes: Sequence[object] = field(default=())
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step of what became of a voice; `icon` is a name from icons.py."""

    title: str
    state: StepState = "todo"
    icon: str = "current"
    who: str = ""
    at: Moment | None = None
    detail: str = ""
    url: str = ""
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of facts."""

    label: str
    value: object
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One view among several of the same things; `count` is shown small beside the label."""

    label: str
    url: str
    is_current: bool = False
    count: int | None = None


def part_of(thing: Any, name: str) -> Any:
    """What parts are given may be an object or a dict with the same names."""
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
