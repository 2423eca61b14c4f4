"""Regular work with advocates."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .asking import end_silent_asks


def end_asks(at: datetime) -> str:
    """Asks without an answer end, so that nobody waits for the next one for ever."""
    ended = end_silent_asks(at=at)
    return f"ended {ended} asks without an answer" if ended else ""


JOBS = [Job("end silent asks", timedelta(hours=6), end_asks)]
