"""What owners of complaints, then whoever stands above them, are told of a clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.tidings import NewTiding, Pace, TidingKind

from .models import Complaint
from .queries import WAITS_FOR_US, complaints_visible_to
from .watching import alarms_at


def clocks(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Every alarm that holds now: one that a stopped worker missed is told when it runs again."""
    for alarm in alarms_at(until):
        yield NewTiding(
            person_id=alarm.to.pk,
            subject_id=alarm.complaint.pk,
            key=alarm.key,
            at=until,
            words=alarm.words,
            link=alarm.link,
            moment=alarm.complaint.promised_at,
            signal_id=alarm.complaint.signal_id,
        )


def waits(complaints: QuerySet[Complaint], user: User) -> QuerySet[Complaint]:
    """Nobody answered it yet."""
    return complaints.filter(WAITS_FOR_US, is_history=False)


TIDINGS = (
    TidingKind(
        "complaint.clock", "A complaint is due or late", "1 complaint is due or late", "{n} complaints are due or late",
        "complaints:register", clocks, complaints_visible_to, waits, Pace.NOW,
        at_least="the answer is promised to the customer, often by law.", is_for_teams=True,
        moment_words="promised to the customer by {}", every=timedelta(minutes=5),
    ),
)  # fmt: skip
