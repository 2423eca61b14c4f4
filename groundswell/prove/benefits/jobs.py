"""What runs by itself."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .actions import reckon_benefit
from .queries import reckonable


def reckon_benefits(at: datetime) -> str:
    """Reckon every initiative that works in some unit."""
    reckoned = [reckon_benefit(initiative, at=at) for initiative in reckonable(at)]
    known = sum(benefit.amount is not None for benefit in reckoned)
    return f"Benefits reckoned: {len(reckoned)}, with an amount: {known}."


JOBS = [Job("reckon benefits", timedelta(days=1), reckon_benefits)]
