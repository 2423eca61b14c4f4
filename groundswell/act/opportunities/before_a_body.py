"""How the solutions that were proposed for an opportunity stand before the bodies that decide."""

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localdate


def declined(proposals: Iterable[Any]) -> Any:
    """The newest decision where it was a no and nothing else waits; None otherwise."""
    found = list(proposals)
    taken = [decision for one in found if (decision := getattr(one, "decision", None))]
    newest = max(taken, key=lambda one: one.at, default=None)
    return None if newest is None or newest.approved or any(one.waits for one in found) else newest


def in_words(proposals: Iterable[Any]) -> str:
    """Before which body it waits, or since when it is declined; empty where neither."""
    found = list(proposals)
    waiting = next((one for one in found if one.waits), None)
    if waiting:
        return f"Before {waiting.body}"
    no = declined(found)
    return f"Declined {localdate(no.at):%-d %B %Y}" if no else ""
