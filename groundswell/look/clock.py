"""How a promise stands against its clock, in words and in a shape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

State = Literal["open", "soon", "overdue", "kept", "late"]

SOON = timedelta(hours=4)
_ICONS: dict[State, str] = {
    "open": "clock",
    "soon": "clock-soon",
    "overdue": "overdue",
    "kept": "kept",
    "late": "late",
}


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What the clock says: a state for the eye, words for everybody."""

    state: State
    words: str

    @property
    def icon(self) -> str:
        """The shape that says the same without colour."""
        return _ICONS[self.state]


def read_clock(due_at: datetime, now: datetime, done_at: datetime | None = None) -> ClockReading:
    """Read the clock of one promise; a promise done at the very minute it was due is kept."""
    if done_at is not None:
        if done_at <= due_at:
            return ClockReading("kept", "Kept in time")
        return ClockReading("late", f"Kept {span_in_words(done_at - due_at)} late")
    if now > due_at:
        return ClockReading("overdue", f"Overdue by {span_in_words(now - due_at)}")
    left = due_at - now
    return ClockReading("soon" if left <= SOON else "open", f"Due in {span_in_words(left)}")


def read_day(due_on: date, today: date) -> ClockReading:
    """Read the calendar of a promise that is due on a day, not at a minute."""
    days = (due_on - today).days
    if days < 0:
        return ClockReading("overdue", f"Overdue by {_counted(-days, 'day')}")
    if days == 0:
        return ClockReading("soon", "Due today")
    return ClockReading("open", "Due tomorrow" if days == 1 else f"Due in {days} days")


def span_in_words(span: timedelta) -> str:
    """The largest unit that fits, rounded down: "2 days", "3 hours", "1 minute"."""
    minutes = int(span.total_seconds() // 60)
    for size, name in ((1440, "day"), (60, "hour")):
        if minutes >= size:
            return _counted(minutes // size, name)
    return _counted(max(minutes, 1), "minute")


def _counted(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
