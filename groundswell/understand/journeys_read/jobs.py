"""Regular work: look once a week what came after the experiences of two years."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .actions import read_journey
from .costs import count_work


def read(at: datetime) -> str:
    """Follow customers from touchpoint to what they said and did afterwards, and count what was handled."""
    count_work(at=at)
    reading = read_journey(at=at)
    return f"followed {reading.people} customers along the journey" if reading else ""


JOBS = [Job("read journey", every=timedelta(hours=6), work=read)]
