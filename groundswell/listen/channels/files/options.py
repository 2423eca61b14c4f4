"""How a feedback file is to be understood, where the file itself cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from .errors import UnusableOption

DATE_ORDERS = ("iso", "dmy", "mdy")


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """``now`` is aware; ``tz`` holds for times without offset; ``encoding`` counts only where no byte order mark decides.

    A telephone number without a country's code belongs to ``country``.
    """

    now: datetime
    tz: str = "Europe/London"
    date_order: str = "iso"
    encoding: str | None = None
    own_export: bool = False
    country: str = "GB"

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise UnusableOption("The present moment needs a time zone.")
        if self.date_order not in DATE_ORDERS:
            raise UnusableOption(
                f"The date order is one of {', '.join(DATE_ORDERS)}, not “{self.date_order}”."
            )
        self.zone()

    def zone(self) -> ZoneInfo:
        """The time zone of times that carry no offset."""
        try:
            return ZoneInfo(self.tz)
        except (KeyError, ValueError, OSError) as no_such_zone:
            raise UnusableOption(
                f"“{self.tz}” is no time zone. Name one like Europe/London."
            ) from no_such_zone
