"""The clock of a case: when it is due by the working hours of its unit."""

from datetime import datetime, timedelta
from functools import lru_cache

from groundswell.foundation.organisation.working_time import (
    Hours,
    after_work,
    before_work,
    due_after,
    work_between,
)


@lru_cache(maxsize=4096)
def due_by(start: datetime, within_hours: int, hours: Hours | None) -> datetime:
    """When so many working hours have passed. Where nobody set working hours, every hour counts."""
    if hours is None:
        return start + timedelta(hours=within_hours)
    return due_after(start, within_hours * 60, hours)


@lru_cache(maxsize=4096)
def hours_from(due: datetime, hours_after: int, hours: Hours | None) -> datetime:
    """The moment so many working hours after a promise, or before it where they are negative; none: the promise itself."""
    if hours_after == 0:
        return due
    if hours_after > 0:
        return due_by(due, hours_after, hours)
    if hours is None:
        return due + timedelta(hours=hours_after)
    return before_work(due, timedelta(hours=-hours_after), hours)


def due_after_pause(due: datetime, stopped: datetime, went_on: datetime, hours: Hours | None) -> datetime:
    """When a case is due whose clock stood still: the working time that was left, from the moment it goes on.

    A promise that was broken before the pause stays broken. No pause makes a promise earlier, also where the case was
    handed over to somebody with other hours in between.
    """
    if due <= stopped:
        return due
    if hours is None:
        return due + (went_on - stopped)
    if went_on < due and not work_between(stopped, went_on, hours):
        return due  # nobody would have worked meanwhile
    return max(due, after_work(went_on, work_between(stopped, due, hours), hours))
