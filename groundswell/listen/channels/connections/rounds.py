"""Going through numbered pages, newest first, until what is known from the last round."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from .channel import Heard


def page_number(cursor: Mapping[str, Any]) -> int:
    """Which page is next."""
    return int(cursor.get("page", 1))


def next_cursor(
    cursor: Mapping[str, Any], heard: Sequence[Heard], *, is_last: bool
) -> tuple[dict[str, Any], bool]:
    """Where to go on, and whether there is more in this round.

    The round ends at the last page, at a page that holds what the round before began with, and at a page that
    comes a second time (some providers repeat the last one for ever).
    """
    seen = cursor.get("seen", "")
    keys = hashlib.sha256("\n".join(message.key for message in heard).encode()).hexdigest()
    newest = max([cursor.get("top", ""), *(_utc(message.said_at) for message in heard)])
    reached = bool(seen) and any(_utc(message.said_at) <= seen for message in heard)
    if is_last or reached or keys == cursor.get("keys"):
        return {"seen": max(newest, seen)}, False
    return {"seen": seen, "top": newest, "page": page_number(cursor) + 1, "keys": keys}, True


def _utc(moment: datetime) -> str:
    return f"{moment.timestamp():015.3f}"
