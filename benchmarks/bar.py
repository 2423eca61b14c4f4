"""One bar: our value, the peer's value, their ratio, and whether the promise holds."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from time import process_time
from typing import Any


@dataclass(frozen=True, slots=True)
class Bar:
    """A measured promise. ``ratio`` is value / against; ``bar`` says in words what must hold."""

    bench: str
    value: float
    against: str
    against_value: float
    ratio: float
    bar: str
    holds: bool

    def as_line(self) -> dict[str, Any]:
        """The line for machines."""
        return asdict(self)


def cpu_seconds(work: Callable[[], Any], repeats: int = 3) -> float:
    """The least CPU time of some runs of ``work`` in this process, in seconds."""
    times = []
    for _ in range(repeats):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def at_most(bench: str, ours: float, against: str, theirs: float, most: float) -> Bar:
    """A promise that we need at most ``most`` times what the peer needs."""
    ratio = ours / theirs
    return Bar(
        bench, round(ours, 4), against, round(theirs, 4), round(ratio, 2), f"at most {most} x", ratio <= most
    )


def at_least(bench: str, ours: float, against: str, theirs: float, least: float) -> Bar:
    """A promise that the peer needs at least ``least`` times what we need."""
    ratio = theirs / ours
    return Bar(
        bench,
        round(ours, 4),
        against,
        round(theirs, 4),
        round(ratio, 2),
        f"at least {least} x less",
        ratio >= least,
    )


def for_scale(bench: str, ours: float, against: str, theirs: float) -> Bar:
    """Nothing is promised here: the figure tells what the others mean."""
    return Bar(bench, round(ours, 4), against, round(theirs, 4), round(ours / theirs, 2), "for scale", True)
