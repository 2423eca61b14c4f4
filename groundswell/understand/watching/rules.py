"""Who may settle an alert, and who decides what is watched."""

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS

from .models import WatchedSeries


def may_settle(user: User, series: WatchedSeries) -> bool:
    """The owner, and those who steer."""
    return user.role in STEERS or (user.person_id is not None and user.person_id == series.owner_id)


def may_steer(user: User) -> bool:
    """Whether somebody decides what is watched and by whom."""
    return user.role in STEERS
