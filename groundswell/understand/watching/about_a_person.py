"""Watched figures are of many and are looked at anew without somebody; what was written about an alert names nobody.

An alert keeps what was seen in its week: its owner was told that.
"""

from datetime import datetime

from .looking import look_at
from .models import Settlement
from .queries import living_series


def count_again(at: datetime) -> None:
    """Every series at the week in which it was last looked at; no alert is opened or closed by it."""
    for series in living_series().filter(look__isnull=False).select_related("look", "owner"):
        look_at(series, series.look.week, after=series.look.week, at=at)


WORDS = {Settlement: ("words",)}
COUNT_AGAIN = count_again
