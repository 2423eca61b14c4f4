"""The clock of a case: when it is due by the working hours of its unit."""

from datetime import datetime, timedelta
from functools import lru_cache

from groundswell.foundation.organisation.working_time import Hours, due_after


@lru_cache(maxsize=4096)
def due_by(start: datetime, within_hours: int, hours: Hours | None) -> datetime:
    """When so many working hours have passed. Where nobody set working hours, every hour counts."""
    if hours is None:
        return start + timedelta(hours=within_hours)
    return due_after(start, within_hours * 60, hours)
