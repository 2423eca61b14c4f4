"""What a job is: a name, a pace and a function that may run twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of regular work. ``work(at)`` is idempotent and returns one sentence about what it did."""

    name: str
    every: timedelta
    work: Callable[[datetime], str]
