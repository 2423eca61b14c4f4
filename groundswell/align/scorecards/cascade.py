"""Whether the targets below carry the target above, rolled up by the answers of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.align.objectives.readings import written

from .standing import Standing


@dataclass(frozen=True, slots=True)
class Cascade:
    """If every target below is reached and the rest stays as it is, the one above stands at ``expected``."""

    above: Standing
    below: tuple[Standing, ...]
    expected: float | None
    covered: float | None
    silent: int

    @property
    def is_carried(self) -> bool | None:
        """Whether the targets below are enough for the goal above; None when it cannot be reckoned."""
        if self.expected is None:
            return None
        gap = self.expected - self.above.target.goal
        return (gap if self.above.target.is_upward else -gap) >= -1e-9

    @property
    def sentence(self) -> str:
        """What it says, with what it leaves out."""
        if not self.below:
            return "No target follows from this one yet."
        if self.expected is None:
            return "Whether the targets below add up cannot be told: nothing was counted below yet."
        at = written(self.expected, self.above.reading.measured_in, 1)
        holder, goal = self.above.target.scorecard.holder, self.above.goal_words
        words = f"If every target below is reached, {holder} stands at {at}: "
        words += (
            f"enough for its goal of {goal}." if self.is_carried else f"not enough for its goal of {goal}."
        )
        words += f" The targets below cover {100 * (self.covered or 0):.0f}% of the answers."
        return words + (
            f" Nothing counted yet for {self.silent} of {len(self.below)}." if self.silent else ""
        )


def cascade_of(above: Standing, below: Sequence[Standing]) -> Cascade:
    """Roll the goals below up by n; answers that no target below covers count with where they stand today."""
    counted = [standing for standing in below if standing.reading.n > 0]
    silent = len(below) - len(counted)
    n = sum(standing.reading.n for standing in counted)
    if not n:
        return Cascade(above, tuple(below), None, None, silent)
    goals = sum(standing.reading.n * standing.target.goal for standing in counted)
    rest = above.reading.n - n
    if (
        rest <= 0
        or above.reading.value is None
        or any(standing.reading.value is None for standing in counted)
    ):
        covered = min(1.0, n / above.reading.n) if above.reading.n else None
        return Cascade(above, tuple(below), goals / n, covered, silent)
    now = sum(standing.reading.n * (standing.reading.value or 0.0) for standing in counted)
    untouched = above.reading.value * above.reading.n - now
    return Cascade(above, tuple(below), (goals + untouched) / above.reading.n, n / above.reading.n, silent)
