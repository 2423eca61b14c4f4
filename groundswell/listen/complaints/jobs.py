"""Regular work: what arrived by other channels finds its place in the register, and nobody waits unnoticed."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .joining import enter_waiting_complaints, join_letters
from .watching import rehome_complaints


def enter_complaints(at: datetime) -> str:
    """Enter every complaint that is not in the register yet; join letters that go on with one."""
    entered, joined = enter_waiting_complaints(at=at), join_letters(at=at)
    said = [f"entered {entered} complaints"] if entered else []
    return ", ".join([*said, f"joined {joined} letters"] if joined else said)


def watch_complaints(at: datetime) -> str:
    """Give away what nobody has."""
    moved = rehome_complaints(at=at)
    return f"gave away {moved} complaints" if moved else ""


JOBS = [
    Job("enter complaints", every=timedelta(seconds=5), work=enter_complaints),
    Job("watch complaints", every=timedelta(minutes=5), work=watch_complaints),
]
