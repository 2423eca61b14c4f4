"""Regular work of the council."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .meeting import plan_ahead
from .models import Body


def plan_meetings(at: datetime) -> str:
    """Plan the next three days of every body that has a rhythm."""
    planned = sum(plan_ahead(body, at=at) for body in Body.objects.filter(meets_every_weeks__isnull=False))
    return f"planned {planned} meetings" if planned else ""


JOBS = [Job("plan meetings", every=timedelta(hours=1), work=plan_meetings)]
