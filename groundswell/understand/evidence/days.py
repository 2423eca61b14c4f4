"""Which day it was on the organisation's own clock, for whole columns of moments."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

EPOCH = date(1970, 1, 1)
Days = np.ndarray[Any, np.dtype[np.datetime64]]


def local_days(moments: Sequence[datetime], zone: ZoneInfo) -> Days:
    """The local date of each moment; one without a zone is in UTC, as SQLite keeps it.

    Only the first moment of each day is reckoned with the zone's rules; every moment then falls between two of them.
    """
    seconds = _seconds(moments)
    first = EPOCH + timedelta(days=int(seconds.min() // 86_400) - 2)
    last = EPOCH + timedelta(days=int(seconds.max() // 86_400) + 2)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    begins = [datetime.combine(day, time(), zone).timestamp() for day in days]
    return np.array(days, "datetime64[D]")[np.searchsorted(begins, seconds, side="right") - 1]


def _seconds(moments: Sequence[datetime]) -> np.ndarray[Any, np.dtype[np.float64]]:
    plain = [moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment for moment in moments]
    return np.array(plain, "datetime64[us]").astype(np.int64) / 1_000_000
