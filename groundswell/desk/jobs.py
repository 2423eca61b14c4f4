"""Regular work over all rooms: erasures are finished, and applied again to an older database that was brought back."""

from datetime import datetime, timedelta

from groundswell.foundation.erasing.queries import unfinished_erasures
from groundswell.foundation.timetable.jobs import Job

from .erasing_finished import JOB, apply_ledger, finish_erasures


def finish(at: datetime) -> str:
    """Go on with what waits."""
    return finish_erasures(at=at)


def apply(at: datetime) -> str:
    """Whom the ledger's file knows and the database does not is erased again."""
    count = apply_ledger(at=at)
    return f"{count} people erased again" if count else ""


JOBS = [
    Job("apply ledger of erasures", timedelta(minutes=1), apply),
    Job(JOB, timedelta(seconds=10), finish, is_wanted=lambda: unfinished_erasures().exists()),
]
