"""What teams do with practices: share one, take one up, withdraw one."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from groundswell.act.huddles.models import Huddle
from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit

from . import errors
from .models import Adoption, Practice, Withdrawal

ROOM = "Practices"


@transaction.atomic
def share_practice(
    what: str,
    *,
    why: str,
    how: str,
    unit: Unit,
    since_on: date,
    by: Person,
    at: datetime,
    touchpoint: Touchpoint | None = None,
    huddle: Huddle | None = None,
) -> Practice:
    """Share what a team does, so that others may take it up."""
    fields = {"unit": unit, "by": by, "huddle": huddle, "touchpoint": touchpoint, "since_on": since_on}
    practice = Practice.objects.create(what=what, why=why, how=how, shared_at=at, **fields)
    record("shared a practice", practice, by=by, at=at, what=what, unit=unit.code)
    return practice


@transaction.atomic
def take_up(practice: Practice, *, unit: Unit, from_on: date, by: Person | None, at: datetime) -> Adoption:
    """Another team does it from a day on, also one that gave it up before. Of two who write it down at once, the second is told."""
    held = _held(practice)
    if held.unit_id == unit.pk:
        raise errors.ItIsTheirs(unit)
    before = held.adoptions.filter(unit=unit, given_up_at=None).select_related("by").first()
    if before:
        raise errors.AlreadyTakenUp(unit, before.by)
    adoption = Adoption.objects.create(practice=held, unit=unit, from_on=from_on, by=by, at=at)
    record("took a practice up", adoption, by=by or ROOM, at=at, unit=unit.code, from_on=from_on)
    return adoption


@transaction.atomic
def give_up(
    practice: Practice, *, unit: Unit, until_on: date, because: str, by: Person, at: datetime
) -> Adoption:
    """A team does it no more, since when and why. What its scores did until then still counts."""
    if not because.strip():
        raise errors.GivingUpNeedsAReason
    Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    spells = Adoption.objects.filter(practice=practice, unit=unit)
    adoption = spells.filter(given_up_at=None).first()
    if adoption is None:
        last = spells.select_related("given_up_by").order_by("given_up_at").last()
        raise errors.NotDoneThere(unit, last and last.given_up_by)
    if not adoption.from_on <= until_on <= timezone.localdate(at):
        raise errors.EndedBeforeItBegan(adoption.from_on)
    adoption.until_on, adoption.given_up_because = until_on, because.strip()
    adoption.given_up_by, adoption.given_up_at = by, at
    adoption.save()
    record(
        "gave a practice up", adoption, by=by, at=at, unit=unit.code, until_on=until_on, why=because.strip()
    )
    return adoption


@transaction.atomic
def withdraw_practice(practice: Practice, *, why: str, by: Person | None, at: datetime) -> Withdrawal:
    """It no longer holds, and why. It stays to be read by those who took it up."""
    if not why.strip():
        raise errors.WithdrawingNeedsAReason
    held = _held(practice)
    withdrawal = Withdrawal.objects.create(practice=held, why=why.strip(), by=by, at=at)
    record("withdrew a practice", held, by=by or ROOM, at=at, why=why)
    return withdrawal


def _held(practice: Practice) -> Practice:
    """Hold it until the transaction ends; only what holds may be taken up or withdrawn."""
    held = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    withdrawal = Withdrawal.objects.filter(practice=held).select_related("by").first()
    if withdrawal:
        raise errors.NoLongerHolds(withdrawal.by)
    return held
