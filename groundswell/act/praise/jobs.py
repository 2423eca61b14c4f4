"""Praise is found the minute it was said."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .actions import find_praise


def find(at: datetime) -> str:
    """Find whom customers praise by name."""
    count = find_praise(at=at)
    return f"{count} colleagues praised" if count else ""


JOBS = [Job("find praise", timedelta(minutes=1), find)]
