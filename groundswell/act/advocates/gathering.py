"""Advisory boards, betas and events: planned with seats, with minutes of what was heard; and who wants to hear a customer."""

from datetime import date, datetime

from django.db import transaction

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person
from groundswell.science.text.fingerprint import fingerprint

from .errors import MinutesMoved
from .models import Ask, Gathering, Platform, ReferenceNeed


@transaction.atomic
def plan_gathering(
    *, kind: str, name: str, starts_at: datetime, place: str, seats: int, by: Person | None, at: datetime
) -> Gathering:
    """Plan one; advocates are asked one by one."""
    made = Gathering.objects.create(
        kind=kind, name=name, starts_at=starts_at, place=place, seats=seats, planned_by=by, planned_at=at
    )
    record("planned a gathering", made, by=by or "Somebody", at=at, kind=kind)
    return made


@transaction.atomic
def write_minutes(
    gathering: Gathering, words: str, *, over: str = "", by: Person | None, at: datetime
) -> None:
    """What was heard there. ``over``: the fingerprint of the minutes that the writer began from.

    Raises MinutesMoved where others stand by now.
    """
    held = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if held.minutes == words:
        return
    if fingerprint(held.minutes) != over:
        raise MinutesMoved(held.minutes)
    gathering.minutes = words
    gathering.save(update_fields=["minutes"])
    record("wrote minutes", gathering, by=by or "Somebody", at=at)


def place_in_line(ask: Ask) -> int:
    """1 for the first who said yes; behind the last seat it is a place on the list. The order is that of the answers."""
    yes = Ask.objects.filter(gathering=ask.gathering, answer=Ask.Answer.YES).order_by("answered_at", "pk")
    return list(yes.values_list("pk", flat=True)).index(ask.pk) + 1


@transaction.atomic
def note_need(
    *, who: str, segment: str, about: str, until: date, by: Person | None, at: datetime
) -> ReferenceNeed:
    """Somebody wants to speak with a customer before they decide."""
    made = ReferenceNeed.objects.create(
        who=who, segment=segment.strip(), about=about, until=until, by=by, at=at
    )
    record("noted who wants a reference", made, by=by or "Somebody", at=at)
    return made


@transaction.atomic
def close_need(need: ReferenceNeed, *, by: Person | None, at: datetime) -> None:
    """Nobody needs to be found any more."""
    if ReferenceNeed.objects.filter(pk=need.pk, closed_at=None).update(closed_at=at):
        record("closed a wish for a reference", need, by=by or "Somebody", at=at)


@transaction.atomic
def add_platform(
    *, name: str, address: str, forbids_choosing: bool, forbids_incentives: bool, by: object, at: datetime
) -> Platform:
    """A place where customers may review us, with what its rules forbid. The same name again changes it."""
    told = {
        "address": address,
        "forbids_choosing": forbids_choosing,
        "forbids_incentives": forbids_incentives,
    }
    first = {"added_by": str(by)[:120], "added_at": at}
    made, _ = Platform.objects.update_or_create(
        name=name.strip(), defaults={**told, "ended_at": None}, create_defaults={**told, **first}
    )
    record("kept a review platform", made, by=by, at=at)
    return made
