"""What somebody chooses when they register a design."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit


@dataclass(frozen=True, slots=True)
class Dealt:
    """What one unit gets; without a wave it is the comparison."""

    unit: Unit
    wave: int | None = None
    from_on: date | None = None
    stratum: str = ""
    matched_to: Unit | None = None
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Needed:
    """What it takes, computed from the own data; None where they could not say. ``basis`` is what it was computed from."""

    answers_per_arm: int | None = None
    units_per_arm: int | None = None
    finds_points: float | None = None
    basis: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """Everything that is fixed before the start. ``guards``: what is watched, and by how many points it may get worse.

    ``untouched``: a touchpoint of the same units whose score the change cannot move.
    """

    kind: str
    smallest_points: Decimal
    starts_on: date
    months: int
    touchpoint: Touchpoint | None = None
    untouched: Touchpoint | None = None
    unit: Unit | None = None
    kind_of_score: str = "experience"
    share: int | None = None
    power: float = 0.8
    guards: tuple[tuple[str, Decimal], ...] = ()
    seed: int | None = None
    why: str = ""
    needed: Needed = field(default_factory=Needed)
    dealt: tuple[Dealt, ...] = ()
