"""How the solutions that were proposed for an opportunity stand before the bodies that decide."""

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localdate


def declined(proposals: Iterable[Any]) -> Any:
    """The newest decision where it was a no and nothing else waits; None otherwise."""
    found = list(proposals)
    taken = [decision for one in found if (decision := getattr(one, "decision", None))]
    newest = max(taken, key=lambda one: one.at, default=None)
    return None if newest is None or newest.approved or any(map(waits, found)) else newest


def in_words(proposals: Iterable[Any]) -> str:
    """Before which body it waits, or since when it is declined; empty where neither."""
    found = list(proposals)
    waiting = next((one for one in found if waits(one)), None)
    if waiting:
        return f"Before {waiting.body}"
    no = declined(found)
    return f"Declined {localdate(no.at):%-d %B %Y}" if no else ""


def waits(proposal: Any) -> bool:
    """Whether it is neither decided nor passed on."""
    return getattr(proposal, "decision", None) is None and getattr(proposal, "escalated_as", None) is None
