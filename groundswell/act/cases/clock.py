"""The clock of a case: when it is due by the working hours of its unit."""

from datetime import datetime, timedelta
from functools import lru_cache

from groundswell.foundation.organisation.working_time import Hours, after_work, due_after, work_between


@lru_cache(maxsize=4096)
def due_by(start: datetime, within_hours: int, hours: Hours | None) -> datetime:
    """When so many working hours have passed. Where nobody set working hours, every hour counts."""
    if hours is None:
        return start + timedelta(hours=within_hours)
    return due_after(start, within_hours * 60, hours)


def due_after_pause(due: datetime, stopped: datetime, went_on: datetime, hours: Hours | None) -> datetime:
    """When a case is due whose clock stood still: the working time that was left, from the moment it goes on.

    A promise that was broken before the pause stays broken.
    """
    if due <= stopped:
        return due
    if hours is None:
        return due + (went_on - stopped)
    return after_work(went_on, work_between(stopped, due, hours), hours)
