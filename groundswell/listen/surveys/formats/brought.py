"""What a survey file gave: the survey, what it was called, and what could not be carried over."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..definition import Definition
from ..errors import Problem


@dataclass(frozen=True, slots=True)
class Brought:
    """A survey from a file. ``left`` names everything that stays behind, for people to read before they keep it."""

    definition: Definition
    tool: str
    title: str = ""
    outer: Mapping[str, str] = field(default_factory=dict)
    left: tuple[Problem, ...] = ()
