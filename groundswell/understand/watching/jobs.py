"""Regular work: look at every watched figure once its week is over."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .actions import watch_the_usual
from .looking import JOB, look_at_everything


def watch_series(at: datetime) -> str:
    """Begin to watch what is new, look at what nobody looked at since its week ended, tell the owners."""
    begun = watch_the_usual(by=JOB, at=at)
    looked, opened = look_at_everything(at=at)
    said = [f"began to watch {begun}"] if begun else []
    said += [f"looked at {looked}, opened {opened} alerts"] if looked else []
    return ", ".join(said)


JOBS = [Job(JOB, every=timedelta(hours=1), work=watch_series)]
