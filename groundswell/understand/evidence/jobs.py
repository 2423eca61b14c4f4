"""Regular work: read what arrived, keep the store tidy."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .actions import read_new_signals, tidy_evidence


def read(at: datetime) -> str:
    """Read and load what arrived."""
    count = read_new_signals(at=at)
    return f"{count} signals read" if count else ""


def tidy(at: datetime) -> str:
    """Join small segments."""
    return tidy_evidence()


JOBS = [
    Job("read voices", timedelta(seconds=2), read, after="drain letterbox"),
    Job("tidy evidence", timedelta(minutes=10), tidy),
]
