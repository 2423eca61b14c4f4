"""How a target stands: reached only when even the cautious end of the margin says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from groundswell.align.objectives.readings import Reading, written
from groundswell.look.numbers import between

from .models import Target

ENOUGH_FOR_PAY = 200
"""Below so many answers, the change that a bonus would pay for is mostly chance."""


class Verdict(Enum):
    """What may be said about a target today."""

    REACHED = "Reached"
    NOT_REACHED = "Not reached yet"
    NOT_SURE = "Not yet sure"
    UNKNOWN = "Cannot be read"


@dataclass(frozen=True, slots=True)
class Standing:
    """One target with its reading. Without a reading it is missing: never counted as 0, never as 100."""

    target: Target
    reading: Reading

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing to judge by."""
        return self.reading.value is None

    @property
    def is_reached(self) -> bool:
        """Whether the whole margin lies on the good side of the goal."""
        return self.verdict is Verdict.REACHED

    @property
    def verdict(self) -> Verdict:
        """Reached, not reached, not yet sure (the goal lies within the margin), or unknown."""
        low, high, goal = self.reading.low, self.reading.high, self.target.goal
        if self.is_missing:
            return Verdict.UNKNOWN
        if low is None or high is None:
            return Verdict.NOT_SURE
        cautious, hopeful = (low, high) if self.target.is_upward else (-high, -low)
        aim = goal if self.target.is_upward else -goal
        if cautious >= aim:
            return Verdict.REACHED
        return Verdict.NOT_SURE if hopeful >= aim else Verdict.NOT_REACHED

    @property
    def attainment(self) -> float | None:
        """The part of the way from baseline to goal, from 0 to 1; None without a reading."""
        return _clipped(self.way(self.reading.value))

    @property
    def attainment_low(self) -> float | None:
        """The same for the cautious end of the margin."""
        return _clipped(self.way(self.reading.low if self.target.is_upward else self.reading.high))

    @property
    def attainment_high(self) -> float | None:
        """The same for the hopeful end."""
        return _clipped(self.way(self.reading.high if self.target.is_upward else self.reading.low))

    def way(self, value: float | None) -> float | None:
        """Where a value lies between baseline (0) and goal (1), whichever way is better, not clipped."""
        if value is None:
            return None
        return (value - self.target.baseline) / (self.target.goal - self.target.baseline)

    @property
    def margin_words(self) -> str:
        """The margin in words; what was counted in full has none."""
        if self.reading.low == self.reading.high:
            return "Counted in full" if self.reading.low is not None else "Margin not known: a single value"
        return f"Between {between(self.reading.low, self.reading.high, self.reading.decimals).replace(' to ', ' and ')}"

    @property
    def goal_words(self) -> str:
        """The goal with its measure."""
        return written(self.target.goal, self.reading.measured_in, self.reading.decimals)

    @property
    def baseline_words(self) -> str:
        """Where it started, with its measure."""
        return written(self.target.baseline, self.reading.measured_in, self.reading.decimals)

    @property
    def badge(self) -> str:
        """How the verdict is marked: green for reached, dashed where we cannot tell."""
        return {Verdict.REACHED: "kept", Verdict.NOT_REACHED: "plain"}.get(self.verdict, "thin")


@dataclass(frozen=True, slots=True)
class Summary:
    """Several targets in one number: weights of missing ones go to the rest, and the missing are named."""

    attainment: float | None
    missing: tuple[str, ...]
    reached: int
    not_sure: int
    total: int

    @property
    def sentence(self) -> str:
        """How many targets are reached for sure, how many may be, how many cannot be read."""
        if not self.total:
            return "No target is set yet."
        words = f"{self.reached} of {self.total} target{'' if self.total == 1 else 's'} reached for sure"
        if self.not_sure:
            words += f", {self.not_sure} not yet sure"
        return f"{words}, {len(self.missing)} cannot be read." if self.missing else f"{words}."


def summary_of(standings: Sequence[Standing]) -> Summary:
    """The weighted attainment of the targets that can be read."""
    known = [standing for standing in standings if standing.attainment is not None]
    weight = sum(standing.target.weight for standing in known)
    total = sum(standing.target.weight * (standing.attainment or 0.0) for standing in known)
    return Summary(
        attainment=total / weight if weight else None,
        missing=tuple(str(standing.target.metric) for standing in standings if standing.is_missing),
        reached=sum(standing.is_reached for standing in standings),
        not_sure=sum(standing.verdict is Verdict.NOT_SURE for standing in standings),
        total=len(standings),
    )


def too_few_for_pay(standings: Sequence[Standing]) -> list[Standing]:
    """The targets that rest on too few answers for anybody's pay."""
    return [
        standing for standing in standings if not standing.is_missing and standing.reading.n < ENOUGH_FOR_PAY
    ]


def _clipped(value: float | None) -> float | None:
    return None if value is None else min(max(value, 0.0), 1.0)
