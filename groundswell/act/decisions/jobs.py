"""Regular work of the decisions: letters that register one are read."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .by_letter import forget_letters, read_letters


def read_filed_letters(at: datetime) -> str:
    """Register what letters say, once each; what cannot be used is kept for seven days with the reason."""
    registered, refused = read_letters(at=at)
    forget_letters(at=at)
    said = f"registered {registered} decisions by letter, {refused} could not be used"
    return said if registered or refused else ""


JOBS = [Job("read letters about decisions", every=timedelta(minutes=5), work=read_filed_letters)]
