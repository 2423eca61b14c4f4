"""What a job is: a name, a pace and a function that may run twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of regular work. ``work(at)`` is idempotent and returns one sentence about what it did.

    ``is_wanted`` is asked before a job with a quick pace is taken, so that it costs nothing while there is nothing to do.
    ``after`` names the job whose work this one goes on with: when that one did something, this one is due at once.
    """

    name: str
    every: timedelta
    work: Callable[[datetime], str]
    is_wanted: Callable[[], bool] | None = None
    after: str = ""
