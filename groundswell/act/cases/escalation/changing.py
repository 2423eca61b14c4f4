"""Change the ladder: set a rung, end a rung, begin with the usual ones."""

from datetime import datetime

from django.db import IntegrityError, transaction

from groundswell.foundation.history.actions import record

from ..errors import RungStands
from ..models import Rung

USUAL = (
    (-2, Rung.Tells.OWNER),
    (0, Rung.Tells.OWNER),
    (4, Rung.Tells.LEAD),
    (8, Rung.Tells.ABOVE),
    (16, Rung.Tells.OFFICE),
)


@transaction.atomic
def begin_ladder(*, by: object, at: datetime) -> None:
    """The ladder an organisation starts with; nothing where there ever was one."""
    if not Rung.objects.exists():
        for hours, tells in USUAL:
            set_rung(hours=hours, tells=tells, by=by, at=at)


@transaction.atomic
def set_rung(*, hours: int, tells: str, by: object, at: datetime) -> Rung:
    """From now on somebody is told at this point of the clock. What passed it before tells nobody."""
    try:
        with transaction.atomic():
            rung = Rung.objects.create(hours=hours, tells=tells, since=at)
    except IntegrityError as stands:
        raise RungStands from stands
    record("set a rung", rung, by=by, at=at, hours=hours, tells=tells)
    return rung


@transaction.atomic
def end_rung(rung: Rung, *, by: object, at: datetime) -> None:
    """This point of the clock tells nobody any more. Twice is once."""
    if Rung.objects.filter(pk=rung.pk, retired_at=None).update(retired_at=at):
        record("ended a rung", rung, by=by, at=at)
