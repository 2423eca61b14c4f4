"""Regular work: look what goes along with the scores once a week."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .actions import read_drivers


def read(at: datetime) -> str:
    """Look at each question that nobody looked at for a week."""
    count = read_drivers(at=at)
    return f"{count} questions about drivers answered" if count else ""


JOBS = [Job("read drivers", every=timedelta(hours=6), work=read)]
