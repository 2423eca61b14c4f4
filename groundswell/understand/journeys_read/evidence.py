"""What came after, as it may be shown: who said and did what after good and bad moments, and where most is at stake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.foundation.access.models import User
from groundswell.science.journey_evidence import (
    After,
    compare_after,
    compare_shares,
    weakest_by_evidence,
)
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.intervals import Interval, wilson
from groundswell.understand.scores.question import Question

from .costs import Line, costs_by_touchpoint, rates_that_hold
from .models import Aftermath, HandlingRate, JourneyReading
from .told_paths import ToldPath, told_paths

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
    paths: Sequence[ToldPath]
    rates: Sequence[HandlingRate]
    costs: dict[int, list[Line]]

    @property
    def tells(self) -> bool:
        """Whether anything that came after could be compared anywhere."""
        return any(told.after.relationship or told.after.stays for told in self.points.values())

    @property
    def asks_effort(self) -> bool:
        return any(told.counts.asked_effort for told in self.points.values())

    @property
    def by_stake(self) -> Sequence[Told]:
        """Where most is at stake first; those of which it cannot be told stand last, the most bad moments first."""
        return sorted(self.points.values(), key=lambda one: (-(one.after.stake or -1.0), -one.counts.bad))

    @property
    def in_words(self) -> list[str]:
        """What makes the weakest link the weakest, sentence by sentence; each claims no more than its counts."""
        return (
            [] if self.weakest is None else [*_relationship_words(self.weakest), *_stays_words(self.weakest)]
        )


def _relationship_words(told: Told) -> list[str]:
    one, gap, stake = told.counts, told.after.relationship, told.after.stake_range
    if gap is None or stake is None or not gap.is_real:
        return []
    return [
        f"After a bad moment there the relationship score is {abs(gap.points):.0f} points lower than after a "
        f"good one ({abs(gap.interval.high):.0f} to {abs(gap.interval.low):.0f}; {gap.n_first:,} and {gap.n_second:,} "
        f"answers). {told.bad_share:.0%} of {one.people:,} customers had one last: "
        f"{told.after.stake or 0:.0f} points of the whole score go along with it ({stake.low:.0f} to {stake.high:.0f})."
    ]


def _stays_words(told: Told) -> list[str]:
    stays = told.after.stays
    if stays is None:
        return []
    if not stays.is_real:
        return ["Whether fewer stay cannot be told."]
    return [
        f"{abs(stays.points):.1f} in 100 {'fewer' if stays.points < 0 else 'more'} stay the half year after."
    ]


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
    rates = rates_that_hold()
    return Evidence(
        reading,
        points,
        [one for one in pairs if one.counts.bad][:MOST_PAIRS],
        found,
        told_paths(reading, {row.touchpoint_id: str(row.touchpoint) for row in rows}),
        rates,
        costs_by_touchpoint(rates),
    )


def _told(row: Aftermath, everybody: int) -> Told:
    good, bad = NpsTally(*row.good_tally), NpsTally(*row.bad_tally)
    return Told(
        row,
        After(
            row.touchpoint.code,
            row.bad / everybody if everybody else 0.0,
            compare_after(good, bad),
            compare_shares((row.good_stayed, row.good_followed), (row.bad_stayed, row.bad_followed)),
        ),
    )
