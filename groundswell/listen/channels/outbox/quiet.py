"""Nights and public holidays: when they end where somebody lives. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from groundswell.foundation.organisation.working_time import is_holiday


@dataclass(frozen=True, slots=True)
class Quiet:
    """From one hour until another in a time zone, equal hours for none; and the public holidays of a country, if one is named."""

    begins: int
    ends: int
    zone: str
    country: str = ""
    subdivision: str = ""

    def over_at(self, at: datetime) -> datetime | None:
        """When the quiet that runs at this moment ends, nights and holidays in a row; None outside them."""
        if not self.zone:
            return None
        place, moment = ZoneInfo(self.zone), at.astimezone(UTC)
        while self._runs(local := moment.astimezone(place)):
            end = self._end(local).astimezone(UTC)
            # A clock change may put the end into an hour that does not exist, or exists twice.
            moment = end if end > moment else moment + timedelta(minutes=30)
        return moment.astimezone(at.tzinfo) if moment > at else None

    def is_free_day(self, at: datetime) -> bool:
        """Whether this is a public holiday there."""
        return is_holiday(at.astimezone(ZoneInfo(self.zone)).date(), self.country, self.subdivision)

    def _end(self, local: datetime) -> datetime:
        tomorrow = local.date() + timedelta(days=1)
        if self.is_free_day(local):
            return datetime.combine(tomorrow, time(), local.tzinfo)
        end = datetime.combine(local.date(), time(self.ends), local.tzinfo)
        return end if end > local else datetime.combine(tomorrow, time(self.ends), local.tzinfo)

    def _runs(self, local: datetime) -> bool:
        return self.is_free_day(local) or self._is_night(local.hour)

    def _is_night(self, hour: int) -> bool:
        if self.begins < self.ends:
            return self.begins <= hour < self.ends
        return self.begins != self.ends and (hour >= self.begins or hour < self.ends)


NEVER = Quiet(0, 0, "")
