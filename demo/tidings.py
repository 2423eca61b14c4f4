"""What colleagues were told in the last days: letters in the outbox, and what is new today in their lists."""

from datetime import datetime, timedelta

from demo.organisation import DEMO_SHOP, Organisation
from groundswell.act.telling.models import Tiding
from groundswell.act.telling.noting import note_tidings
from groundswell.act.telling.people import tell_people
from groundswell.foundation.organisation.actions import choose_language

DAYS = 6
EARLY, NOON = timedelta(hours=6), timedelta(hours=12)


def tell_colleagues(organisation: Organisation, at: datetime) -> None:
    """What was noted early is told by noon; what was told before yesterday was read. Today is noted and not yet told.

    One colleague of the shop reads German: her letters are in it.
    """
    reader = organisation.frontline(DEMO_SHOP)[0]
    choose_language(reader, "de", by=reader, at=at - timedelta(days=DAYS + 1))
    for days in range(DAYS, 0, -1):
        midnight = (at - timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)
        note_tidings(at=midnight + EARLY, at_once=True)
        tell_people(at=midnight + NOON)
    Tiding.objects.filter(noted_at__lt=at - timedelta(days=1), is_pending=False).update(
        read_at=at - timedelta(days=1)
    )
    note_tidings(at=at, at_once=True)
