"""Moments as providers write them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def moment(value: Any) -> datetime:
    """ISO 8601 (UTC where no offset is given) or seconds since 1970. ValueError for anything else."""
    if isinstance(value, bool) or value is None:
        raise ValueError("no moment is given")
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC)
    found = datetime.fromisoformat(str(value).strip())
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def stars(value: Any, best: int, *, least: int = 1) -> int:
    """A whole rating within its scale, written as number or text. ValueError outside."""
    if isinstance(value, bool) or int(value) != float(value) or not least <= int(value) <= best:
        raise ValueError(f"{value!r} is no rating from {least} to {best}")
    return int(value)
