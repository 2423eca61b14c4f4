"""Look what came after the experiences of two years, and keep the counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from .following import LOOK_BACK, Counts, effort_by_touchpoint, follow
from .models import Aftermath, JourneyReading

EVERY = timedelta(days=7)


def read_journey(*, at: datetime) -> JourneyReading | None:
    """Look once a week; None where somebody looked lately."""
    if JourneyReading.objects.filter(at__gt=at - EVERY).exists():
        return None
    until = timezone.localdate(at)
    since = until - LOOK_BACK
    people, counts = follow(since, until)
    effort = effort_by_touchpoint(since)
    with transaction.atomic():
        reading = JourneyReading.objects.create(since=since, until=until, people=people, at=at)
        Aftermath.objects.bulk_create(
            _row(reading, point, after, one, effort.get(point, (0, 0)) if after is None else (0, 0))
            for (point, after), one in counts.items()
        )
    return reading


def _row(
    reading: JourneyReading, point: int, after: int | None, one: Counts, effort: tuple[int, int]
) -> Aftermath:
    return Aftermath(
        reading=reading,
        touchpoint_id=point,
        after_id=after,
        people=one.people,
        bad=one.bad,
        other_channel=one.other_channel,
        good_tally=one.tallies[True],
        bad_tally=one.tallies[False],
        good_stayed=one.stayed[True],
        good_followed=one.followed[True],
        bad_stayed=one.stayed[False],
        bad_followed=one.followed[False],
        revenue=one.revenue,
        easy=effort[0],
        asked_effort=effort[1],
    )
