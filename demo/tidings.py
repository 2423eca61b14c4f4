"""What colleagues were told in the last days: letters in the outbox, and what is new today in their lists."""

from datetime import datetime, timedelta

from groundswell.act.telling.models import Tiding
from groundswell.act.telling.noting import note_tidings
from groundswell.act.telling.people import tell_people

DAYS = 4
EARLY, NOON = timedelta(hours=6), timedelta(hours=12)


def tell_colleagues(at: datetime) -> None:
    """What was noted early is told by noon; what was told before yesterday was read. Today is noted and not yet told."""
    for days in range(DAYS, 0, -1):
        midnight = (at - timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)
        note_tidings(at=midnight + EARLY, at_once=True)
        tell_people(at=midnight + NOON)
    Tiding.objects.filter(noted_at__lt=at - timedelta(days=1), is_pending=False).update(
        read_at=at - timedelta(days=1)
    )
    note_tidings(at=at, at_once=True)
