"""Going through numbered pages, newest first, until what is known from the last round.

Once a day a round goes a month further back: customers change old words, and some lists are ordered by the first day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from .channel import Heard

DEEP_EVERY, DEEP = timedelta(days=1), timedelta(days=30)


def page_number(cursor: Mapping[str, Any]) -> int:
    """Which page is next."""
    return int(cursor.get("page", 1))


def next_cursor(
    cursor: Mapping[str, Any], heard: Sequence[Heard], *, is_last: bool, at: datetime
) -> tuple[dict[str, Any], bool]:
    """Where to go on, and whether there is more in this round.

    The round ends at the last page, at a page that holds what the round before began with (or what is a month older), and at
    a page that comes a second time (some providers repeat the last one for ever).
    """
    seen = cursor.get("seen", "")
    deep_at = cursor.get("deep_at") or _utc(at)
    is_deep = cursor.get("is_deep", _utc(at - DEEP_EVERY) >= deep_at)
    if is_deep and "is_deep" not in cursor:
        deep_at = _utc(at)
    stop = _earlier(seen, DEEP) if is_deep and seen else seen
    keys = hashlib.sha256("\n".join(message.key for message in heard).encode()).hexdigest() if heard else ""
    newest = max([cursor.get("top", ""), *(_utc(message.said_at) for message in heard)])
    reached = bool(stop) and any(_utc(message.said_at) <= stop for message in heard)
    if is_last or reached or (keys and keys == cursor.get("keys")):
        return {"seen": max(newest, seen), "deep_at": deep_at}, False
    going_on = {"seen": seen, "deep_at": deep_at, "is_deep": is_deep}
    return going_on | {"top": newest, "page": page_number(cursor) + 1, "keys": keys}, True


def _earlier(moment: str, by: timedelta) -> str:
    return f"{max(0.0, float(moment) - by.total_seconds()):015.3f}"


def _utc(moment: datetime) -> str:
    return f"{moment.timestamp():015.3f}"
