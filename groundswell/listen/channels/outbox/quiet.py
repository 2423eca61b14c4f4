"""Quiet hours: when they end where somebody lives. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Quiet:
    """From one hour until another in a time zone; equal hours mean none."""

    begins: int
    ends: int
    zone: str

    def over_at(self, at: datetime) -> datetime | None:
        """When the quiet hours that run at this moment end; None outside quiet hours."""
        if not self.zone or not self._runs(at):
            return None
        local = at.astimezone(ZoneInfo(self.zone))
        end = datetime.combine(local.date(), time(self.ends), ZoneInfo(self.zone))
        if end <= local:
            end = datetime.combine(local.date() + timedelta(days=1), time(self.ends), ZoneInfo(self.zone))
        moment = end.astimezone(at.tzinfo)
        # A clock change may put the end into an hour that does not exist, or exists twice.
        while self._runs(moment):
            moment += timedelta(minutes=30)
        return moment

    def _runs(self, at: datetime) -> bool:
        hour = at.astimezone(ZoneInfo(self.zone)).hour
        if self.begins < self.ends:
            return self.begins <= hour < self.ends
        return self.begins != self.ends and (hour >= self.begins or hour < self.ends)


NEVER = Quiet(0, 0, "")
