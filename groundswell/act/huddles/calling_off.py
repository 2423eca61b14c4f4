"""A huddle that does not take place: called off with a reason, before it begins. Its rhythm goes on."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person

from . import errors
from .models import Huddle


@transaction.atomic
def call_off(huddle: Huddle, *, because: str, by: Person, at: datetime) -> Huddle:
    """It does not take place, and why. Of two who act at once, one starts or calls it off and the other is told."""
    if not because.strip():
        raise errors.CallingOffNeedsAReason
    planned = still_on(Huddle.objects.filter(pk=huddle.pk, started_at=None))
    words = {"called_off_at": at, "called_off_by": by, "called_off_because": because.strip()}
    if not planned.update(**words, version=F("version") + 1):
        raise refusal_of(huddle)
    huddle.refresh_from_db()
    record("called a huddle off", huddle, by=by, at=at, why=because.strip())
    return huddle


def still_on(huddles: QuerySet[Huddle]) -> QuerySet[Huddle]:
    """Those that nobody called off."""
    return huddles.filter(called_off_at=None)


def refusal_of(huddle: Huddle) -> errors.HuddleRefusal:
    """What somebody reads who wanted to begin a huddle, or call it off, and came second."""
    now = Huddle.objects.select_related("started_by", "called_off_by").get(pk=huddle.pk)
    if now.called_off_at:
        return errors.HuddleWasCalledOff(now.called_off_by, now.called_off_because)
    return errors.HuddleAlreadyStarted(now.started_by)
