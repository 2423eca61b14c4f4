"""Regular work: late answers, corrections and erasures show on certified figures the day after."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .actions import recount_standing


def recount(at: datetime) -> str:
    """Count every standing figure again and say how many moved."""
    moved = recount_standing(at=at)
    return f"{moved} certified figures moved" if moved else ""


JOBS = [Job("recount certified figures", timedelta(days=1), recount)]
