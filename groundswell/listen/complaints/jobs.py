"""Regular work: what arrived by other channels gets its entry in the register."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .actions import enter_waiting_complaints


def enter_complaints(at: datetime) -> str:
    """Enter every complaint that is not in the register yet."""
    entered = enter_waiting_complaints(at=at)
    return f"entered {entered} complaints" if entered else ""


JOBS = [Job("enter complaints", every=timedelta(seconds=5), work=enter_complaints)]
