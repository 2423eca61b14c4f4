"""How one file is read: what somebody chose for it, as it is kept with its import."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from .options import ReadingOptions

ANSWERS, REFUSALS = "answers", "refusals"


@dataclass(frozen=True, slots=True)
class Choices:
    """``fields`` maps our fields to columns; ``day`` is the time of all answers of a file that tells none.

    ``holds`` says whether its rows are answers, or people who do not want to be contacted. ``rated_of`` is the best rating
    there is where its scores are ratings (stars, satisfaction); 0 where they are recommendations from 0 to 10.
    """

    fields: dict[str, str] = field(default_factory=dict)
    kind_of_score: str = "experience"
    date_order: str = "iso"
    tz: str = "Europe/London"
    day: str = ""
    source: str = ""
    country: str = "GB"
    holds: str = ANSWERS
    encoding: str = ""
    rated_of: int = 0

    def reading(self, *, now: datetime) -> ReadingOptions:
        """The options of the reader; raises UnusableOption."""
        return ReadingOptions(
            now=now,
            tz=self.tz,
            date_order=self.date_order,
            encoding=self.encoding or None,
            country=self.country,
        )

    def kept(self) -> dict[str, Any]:
        """As it stands with the import."""
        return asdict(self)
