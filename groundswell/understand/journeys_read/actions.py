"""Look what came after the experiences of two years, and keep the counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from .following import LOOK_BACK, Counts, Followed, effort_by_touchpoint, follow
from .models import Aftermath, JourneyReading, Path, StoryVoice
from .paths import Story, WaysThere, worth_reading

EVERY = timedelta(days=7)


def read_journey(*, at: datetime) -> JourneyReading | None:
    """Look once a week; None where somebody looked lately and found somebody. Keeps nothing where there is nobody to follow."""
    if JourneyReading.objects.filter(at__gt=at - EVERY, people__gt=0).exists():
        return None
    until = timezone.localdate(at)
    since = until - LOOK_BACK
    found = follow(since, until)
    if not found.people:
        return None
    effort = effort_by_touchpoint(since)
    with transaction.atomic():
        reading = JourneyReading.objects.create(
            since=since,
            until=until,
            people=found.people,
            poor_answers=found.ways.poor.total(),
            good_answers=found.ways.good.total(),
            exposed={stage: round(amount, 2) for stage, amount in found.exposed.items()},
            at=at,
        )
        _keep_counts(reading, found, effort)
        _keep_paths(reading, found.ways)
    return reading


def _keep_counts(reading: JourneyReading, found: Followed, effort: dict[int, tuple[int, int]]) -> None:
    rows = {
        key: _row(reading, *key, one, effort.get(key[0], (0, 0)) if key[1] is None else (0, 0))
        for key, one in found.counts.items()
    }
    Aftermath.objects.bulk_create(rows.values())
    StoryVoice.objects.bulk_create(
        voice
        for key, row in rows.items()
        for voice in _voices(worth_reading(found.counts[key].stories), aftermath=row)
    )


def _keep_paths(reading: JourneyReading, ways: WaysThere) -> None:
    rows = {
        steps: Path(reading=reading, steps=steps, poor=ways.poor[steps], good=ways.good[steps])
        for steps in ways.most_poor
    }
    Path.objects.bulk_create(rows.values())
    StoryVoice.objects.bulk_create(
        voice
        for steps, row in rows.items()
        for voice in _voices(worth_reading(ways.stories[steps]), path=row)
    )


def _voices(stories: Sequence[Story], **behind: Path | Aftermath) -> Iterator[StoryVoice]:
    for number, story in enumerate(stories):
        for place, signal in enumerate(story):
            yield StoryVoice(story=number, place=place, signal_id=signal, **behind)


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
