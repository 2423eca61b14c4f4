"""By what scores are set side by side. Each axis says what it is called, what stands on it and how a question narrows to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.journeys.models import Stage, Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import Signal
from groundswell.science.scores.figure import MINIMUM_ANSWERS
from groundswell.understand.evidence.models import Attribute
from groundswell.understand.themes.models import Theme

from .queries import MINIMUM_ABOUT_EMPLOYEES
from .rules import may_compare_people


@dataclass(frozen=True, slots=True)
class Value:
    """One thing on an axis: the key that the engine counts by, its name, and how a question narrows to it."""

    key: Any
    name: str
    code: str
    changes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Axis:
    """A way to set scores side by side. On a partition the cells add up to the whole."""

    code: str
    label: str
    head: str
    plural: str
    values: Callable[[User], Sequence[Value]] | None
    """None where whatever was counted is on it, by its own name."""
    without: str = "Not said"
    is_partition: bool = True
    minimum: int = MINIMUM_ANSWERS
    attribute: Attribute | None = None
    """What it is made of, where it is something known about customers or occasions."""

    @property
    def is_mixed(self) -> bool:
        """Whether a difference can come from another mix of them."""
        return self.is_partition and self.code != "employee"


def _rows(name: str, rows: Callable[[User], Any]) -> Callable[[User], list[Value]]:
    return lambda user: [
        Value(row.pk, row.name, str(getattr(row, "code", row.pk)), {name: row}) for row in rows(user)
    ]


def _channels(user: User) -> list[Value]:
    return [Value(value, str(label), value, {"channel": value}) for value, label in Signal.Channel.choices]


def _people(user: User) -> Any:
    return Person.objects.filter(unit__in=units_visible_to(user)).order_by("name")


AXES = {
    axis.code: axis
    for axis in (
        Axis(
            "touchpoint",
            "By touchpoint",
            "Touchpoint",
            "touchpoints",
            _rows("touchpoint", lambda user: Touchpoint.objects.select_related("stage")),
            "No touchpoint named",
        ),
        Axis(
            "unit",
            "By part of the organisation",
            "Part of the organisation",
            "parts",
            _rows("unit", lambda user: Unit.objects.order_by("name")),
            "No part of the organisation named",
        ),
        Axis(
            "stage",
            "By stage",
            "Stage",
            "stages",
            _rows("stage", lambda user: Stage.objects.all()),
            "No stage: the touchpoint has none",
        ),
        Axis("channel", "By channel", "Channel", "channels", _channels),
        Axis("segment", "By segment", "Segment of the customer", "segments", None, "No segment known"),
        Axis(
            "theme",
            "By theme",
            "Theme",
            "themes",
            _rows("theme", lambda user: Theme.objects.filter(retired_at=None)),
            is_partition=False,
        ),
        Axis(
            "employee",
            "By colleague",
            "Colleague",
            "colleagues",
            _rows("employee", _people),
            "No colleague named",
            minimum=MINIMUM_ABOUT_EMPLOYEES,
        ),
    )
}


OF_ATTRIBUTES = "attribute:"
"""How an address names an axis of an attribute: ``attribute:product``."""


def axes_for(user: User) -> dict[str, Axis]:
    """The axes that somebody may ask by: colleagues are compared only by those who answer for them. Attributes that
    nobody has are left out."""
    known = Attribute.objects.filter(values__isnull=False).distinct()
    of_attributes = {f"{OF_ATTRIBUTES}{one.name}": _axis_of(one) for one in known}
    fixed = {code: axis for code, axis in AXES.items() if code != "employee" or may_compare_people(user)}
    return fixed | of_attributes


def _axis_of(attribute: Attribute) -> Axis:
    label = attribute.label[:1].lower() + attribute.label[1:]
    return Axis(
        f"{OF_ATTRIBUTES}{attribute.name}",
        f"By {label}",
        attribute.label,
        f"groups by {label}",
        lambda user: [
            Value(one.pk, one.words, one.address, {"attribute": one})
            for one in attribute.values.select_related("attribute")
        ],
        "Not known",
        attribute=attribute,
    )
