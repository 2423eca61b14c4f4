"""Regular work: read what arrived, keep the store tidy."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .actions import (
    ask_where_customers_are_known_anew,
    read_new_signals,
    rebuild_evidence,
    tidy_evidence,
)
from .queries import lately_read, recounts_asked


def read(at: datetime) -> str:
    """Read and load what arrived, without looking at years of voices every two seconds."""
    count = read_new_signals(at=at, after=lately_read())
    return f"{count} signals read" if count else ""


def tidy(at: datetime) -> str:
    """Join small segments, and look once through everything for a voice or a fact about a customer that came in late."""
    ask_where_customers_are_known_anew(at=at)
    late = read_new_signals(at=at)
    words = [f"{late} late signals read" if late else "", tidy_evidence(at=at)]
    return ", ".join(filter(None, words))


def recount(at: datetime) -> str:
    """Make the store anew where something changed of which every voice tells."""
    return f"{rebuild_evidence(at=at)} voices counted anew" if recounts_asked().exists() else ""


JOBS = [
    Job("read voices", timedelta(seconds=2), read, after="drain letterbox"),
    Job("count anew", timedelta(seconds=2), recount, is_wanted=lambda: recounts_asked().exists()),
    Job("tidy evidence", timedelta(minutes=10), tidy),
]
