"""How long to wait after a failure: doubling, with jitter so that not everybody returns at once, never before Retry-After."""

import random
from datetime import timedelta

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=6)


def wait_after(failures: int, *, asked_seconds: float | None, chance: float | None = None) -> timedelta:
    """The pause after so many failures in a row (1 or more)."""
    full = min(FIRST * 2 ** min(failures - 1, 20), LONGEST)
    jitter = random.uniform(0.5, 1) if chance is None else 0.5 + chance / 2  # noqa: S311 (no secret)
    asked = timedelta(seconds=asked_seconds or 0)
    return max(full * jitter, asked + FIRST * (jitter - 0.5))
