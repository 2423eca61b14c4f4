"""What one customer told us on one occasion, as far as journeys follow it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One answer from 0 to 10."""

    at: datetime
    score: int
    signal: int
    has_words: bool

    @property
    def is_good(self) -> bool:
        return self.score >= 9

    @property
    def is_bad(self) -> bool:
        return self.score <= 6

    @property
    def mood(self) -> str:
        return "good" if self.is_good else "bad" if self.is_bad else "middling"


@dataclass(frozen=True, slots=True)
class Experience(Said):
    """One customer at one touchpoint."""

    touchpoint: int
    channel: str
