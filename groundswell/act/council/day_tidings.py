"""What the seats of a body are told of its days: one is near, moves, or is called off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.saying import say
from groundswell.foundation.tidings import NewTiding

from .models import Meeting, Move
from .queries import bodies_visible_to
from .seats import seats_on, told_for

AHEAD = timedelta(days=3)


def meetings_soon(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Meetings of the next three days, to every seat and who stands in on that day: time to read before."""
    near = Meeting.objects.filter(
        planned_at__gt=since + AHEAD, planned_at__lte=until + AHEAD, called_off_at=None
    )
    for meeting in near.select_related("body"):
        day = timezone.localdate(meeting.planned_at)
        for person_id in told_for(seats_on(day).filter(body=meeting.body), day):
            yield NewTiding(
                person_id=person_id,
                subject_id=meeting.pk,
                key=f"{meeting.pk}-{meeting.planned_at:%Y%m%d%H%M}",
                at=until,
                words=say("{body} meets: read before", body=meeting.body),
                link=reverse("council:meeting", args=[meeting.pk]),
                moment=meeting.planned_at,
            )


def meetings_moved(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Meetings to come that were moved or called off, to every seat."""
    for move in Move.objects.filter(at__gt=since, at__lte=until, meeting__called_off_at=None).select_related(
        "meeting__body"
    ):
        if move.after == move.meeting.planned_at:
            yield from _to_seats(move.meeting, f"{move.pk}", "{body} meets on another day: {day:day}", until)
    off = Meeting.objects.filter(called_off_at__gt=since, called_off_at__lte=until, planned_at__gt=since)
    for meeting in off.select_related("body"):
        yield from _to_seats(
            meeting,
            f"{meeting.pk}-off-{meeting.called_off_at:%Y%m%d%H%M}",
            "{body} does not meet on {day:day}",
            until,
        )


def _to_seats(meeting: Meeting, key: str, words: str, at: datetime) -> Iterator[NewTiding]:
    day = timezone.localdate(meeting.planned_at)
    for person_id in told_for(seats_on(day).filter(body=meeting.body), day):
        yield NewTiding(
            person_id=person_id,
            subject_id=meeting.pk,
            key=key,
            at=at,
            words=say(words, body=meeting.body, day=day),
            link=reverse("council:meeting", args=[meeting.pk]),
        )


def meetings_seen_by(user: User) -> QuerySet[Meeting]:
    return Meeting.objects.filter(body__in=bodies_visible_to(user), called_off_at=None)


def days_seen_by(user: User) -> QuerySet[Meeting]:
    """Meetings, also those that do not take place."""
    return Meeting.objects.filter(body__in=bodies_visible_to(user))
