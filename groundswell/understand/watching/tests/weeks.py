"""Weeks of answers: usual ones and a bad one."""

from datetime import date, timedelta

from groundswell.listen.signals.actions import NewSignal, receive_signals
from tests.world import NOW

WEEK = timedelta(days=7)
NEXT = NOW + WEEK
USUAL = (10, 9, 8, 9, 7, 10, 6, 9, 3, 8, 9, 10)
BAD = (2, 3, 1, 6, 4, 2, 5, 0, 3, 4, 2, 6)
# NOW is a Wednesday: the newest week that is over began on Monday the second of March.
LAST_WEEK = date(2026, 3, 2)


def answers_in(weeks: dict[int, tuple[int, ...]], touchpoint, unit=None, first=0):
    """Answers by the number of weeks since theirs was over, 0 being the newest whole one; in one batch."""
    given = [
        NewSignal(
            source="test", key=f"{touchpoint.pk}-{first}-{week}-{place}", channel="email", score=score,
            submitted_at=NOW - WEEK - week * WEEK + timedelta(hours=place), kind_of_score="experience",
            unit_id=unit and unit.pk, touchpoint_id=touchpoint.pk,
        )
        for week, scores in weeks.items()
        for place, score in enumerate(scores)
    ]  # fmt: skip
    receive_signals(given, at=NOW)
