"""What a candidate is: something that data say, with the question behind it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..models import Opportunity
from .models import Source


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be worth a place in the register. ``key`` is the question that found it, ``words`` what it says today.

    ``strength`` orders candidates of one source; ``url`` opens the evidence. Theme, touchpoint, root cause and elevations
    are what its opportunity would stand on.
    """

    key: str
    source: Source
    title: str
    words: str
    strength: float
    url: str
    theme_id: int | None = None
    touchpoint_id: int | None = None
    root_cause_id: int | None = None
    elevations: tuple[int, ...] = field(default=())

    def is_in(self, register: list[Opportunity]) -> bool:
        """Whether somebody entered the same by another way: the theme, the root cause, or the touchpoint alone."""
        return any(self._is_the_same_as(one) for one in register)

    def _is_the_same_as(self, one: Opportunity) -> bool:
        if self.root_cause_id:
            return self.root_cause_id == one.root_cause_id
        if self.theme_id:
            return self.theme_id == one.theme_id and one.touchpoint_id in (None, self.touchpoint_id)
        has_place = self.touchpoint_id is not None and not one.theme_id and not one.root_cause_id
        return has_place and self.touchpoint_id == one.touchpoint_id
