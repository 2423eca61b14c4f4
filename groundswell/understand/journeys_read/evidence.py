"""What came after, as it may be shown: who said and did what after good and bad moments, and where most is at stake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.foundation.access.models import User
from groundswell.science.journey_evidence import (
    After,
    compare_after,
    compare_stays,
    weakest_by_evidence,
)
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.intervals import Interval, wilson
from groundswell.understand.scores.question import Question

from .models import Aftermath, JourneyReading

MOST_PAIRS = 5


@dataclass(frozen=True, slots=True)
class Told:
    """One touchpoint, or one after another: its counts and what they say."""

    counts: Aftermath
    after: After

    @property
    def easy(self) -> Interval | None:
        """The share from 0 to 1 who found it easy, as a range; None where nobody was asked."""
        return wilson(self.counts.easy, self.counts.asked_effort)

    @property
    def easy_share(self) -> float | None:
        return self.counts.easy / self.counts.asked_effort if self.counts.asked_effort else None

    @property
    def bad_share(self) -> float:
        return self.counts.bad / self.counts.people


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that one look found; ``weakest`` is the touchpoint with most at stake, where that is sure."""

    reading: JourneyReading
    points: dict[int, Told]
    pairs: Sequence[Told]
    weakest: Told | None

    @property
    def by_stake(self) -> Sequence[Told]:
        """Where most is at stake first; those of which it cannot be told stand last, the most bad moments first."""
        return sorted(self.points.values(), key=lambda one: (-(one.after.stake or -1.0), -one.counts.bad))

    @property
    def in_words(self) -> list[str]:
        """What makes the weakest link the weakest, sentence by sentence; each claims no more than its counts."""
        if self.weakest is None:
            return ["No touchpoint goes along with a surely lower relationship score afterwards."]
        one, after = self.weakest.counts, self.weakest.after
        said = []
        if after.relationship and after.stake is not None and after.stake_range:
            gap, stake = after.relationship, after.stake_range
            said.append(
                f"After a bad moment there the relationship score is {abs(gap.points):.0f} points lower than after a "
                f"good one ({abs(gap.interval.high):.0f} to {abs(gap.interval.low):.0f}; {gap.n_first:,} and {gap.n_second:,} "
                f"answers). {self.weakest.bad_share:.0%} of {one.people:,} customers had one last: "
                f"{after.stake:.0f} points of the whole score go along with it ({stake.low:.0f} to {stake.high:.0f})."
            )
        if after.stays:
            fewer = f"{abs(after.stays.points):.1f} in 100 fewer stay the half year after"
            said.append(f"{fewer}." if after.stays.is_real else "Whether fewer stay cannot be told.")
        return said


def evidence_for(user: User, question: Question) -> Evidence | None:
    """What was found last. About the whole organisation, so only for those who see all of it and ask about all of it."""
    if not user.sees_everything or question.unit is not None:
        return None
    reading = JourneyReading.objects.first()
    if reading is None:
        return None
    rows = list(reading.aftermaths.select_related("touchpoint", "after"))
    points = {row.touchpoint_id: _told(row, reading.people) for row in rows if row.after_id is None}
    pairs = sorted(
        (_told(row, reading.people) for row in rows if row.after_id), key=lambda one: -one.counts.bad
    )
    weakest = weakest_by_evidence([one.after for one in points.values()])
    found = next((one for one in points.values() if weakest and one.after is weakest), None)
    return Evidence(reading, points, [one for one in pairs if one.counts.bad][:MOST_PAIRS], found)


def _told(row: Aftermath, everybody: int) -> Told:
    good, bad = NpsTally(*row.good_tally), NpsTally(*row.bad_tally)
    return Told(
        row,
        After(
            row.touchpoint.code,
            row.bad / everybody if everybody else 0.0,
            compare_after(good, bad),
            compare_stays((row.good_stayed, row.good_followed), (row.bad_stayed, row.bad_followed)),
        ),
    )
