"""Huddles that plan themselves: a team's rhythm, the next three of it, and who facilitates them."""

from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.presence import absences_from
from groundswell.foundation.organisation.queries import calendar_of, hours_of

from . import errors
from .calling_off import refusal_of, still_on
from .models import SHORTEST, Huddle, Rhythm
from .rhythm import ANY_WEEK, moments_of
from .turns import away_from, coming_huddles, members_of, next_in_turn

ROOM = "The huddle room"
AHEAD = 3
"""So many huddles of a rhythm are planned ahead, with who facilitates each."""


@transaction.atomic
def plan_huddle(
    unit: Unit,
    *,
    planned_at: datetime,
    by: Person | None,
    at: datetime,
    kind: str = Huddle.Kind.FEEDBACK,
    minutes: int = SHORTEST,
    facilitator: Person | None = None,
    rhythm: Rhythm | None = None,
) -> Huddle:
    """Plan a huddle. Unless somebody is named, it is the turn of whoever has facilitated longest ago."""
    facilitator = facilitator or next_in_turn(unit, kind, at=at, on=planned_at)
    if facilitator is None:
        raise errors.NobodyToFacilitate(unit)
    place = {"unit": unit, "kind": kind, "planned_at": planned_at}
    try:
        with transaction.atomic():
            huddle = Huddle.objects.create(**place, facilitator=facilitator, minutes=minutes, rhythm=rhythm)
    except IntegrityError:
        raise errors.HuddleAlreadyPlanned(unit) from None
    record("planned a huddle", huddle, by=by or ROOM, at=at, unit=unit.code)
    return huddle


@transaction.atomic
def set_rhythm(
    unit: Unit,
    *,
    kind: str,
    pace: str,
    time_of_day: time,
    weekday: int | None = None,
    minutes: int = SHORTEST,
    by: Person | None,
    at: datetime,
) -> Rhythm:
    """From now on the team huddles like this; what was planned by its earlier rhythm of this kind is planned anew."""
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    for before in Rhythm.objects.filter(unit=unit, kind=kind, ended_at=None):
        _end(before, by=by, at=at)
    rhythm = Rhythm.objects.create(
        unit=unit,
        kind=kind,
        pace=pace,
        weekday=None if pace == Rhythm.Pace.DAILY else weekday,
        time_of_day=time_of_day,
        minutes=minutes,
        starts_on=timezone.localdate(at),
        by=by,
        at=at,
    )
    record("set a rhythm", rhythm, by=by or ROOM, at=at, unit=unit.code, words=rhythm.words)
    plan_ahead(rhythm, at=at)
    return rhythm


@transaction.atomic
def end_rhythm(rhythm: Rhythm, *, by: Person | None, at: datetime) -> None:
    """No more huddles are planned by it, and those planned ahead go. Of two who end it, the second is told."""
    if not Rhythm.objects.filter(pk=rhythm.pk, ended_at=None).exists():
        raise errors.RhythmAlreadyEnded
    _end(rhythm, by=by, at=at)


def _end(rhythm: Rhythm, *, by: Person | None, at: datetime) -> None:
    if Rhythm.objects.filter(pk=rhythm.pk, ended_at=None).update(ended_at=at):
        untouched = rhythm.huddles.filter(planned_at__gt=at, started_at=None, version=0, elevations=None)
        gone = len(untouched)
        Huddle.objects.filter(pk__in=[huddle.pk for huddle in untouched]).delete()
        record("ended a rhythm", rhythm, by=by or ROOM, at=at, taken_out=gone)


@transaction.atomic
def plan_ahead(rhythm: Rhythm, *, at: datetime) -> int:
    """Plan what is missing of the next three. Returns how many were planned; a unit without people plans none."""
    if not members_of(rhythm.unit).exists():
        return 0
    planned = set(rhythm.huddles.filter(planned_at__gt=at).values_list("planned_at", flat=True))
    wanted = [moment for moment in next_moments(rhythm, at) if moment not in planned]
    made = 0
    for moment in wanted:
        try:
            plan_huddle(
                rhythm.unit, planned_at=moment, by=None, at=at, kind=rhythm.kind, minutes=rhythm.minutes, rhythm=rhythm,
            )  # fmt: skip
        except errors.HuddleAlreadyPlanned:
            continue
        made += 1
    return made


def next_moments(rhythm: Rhythm, after: datetime) -> list[datetime]:
    """When the team huddles next by this rhythm, on its own calendar."""
    calendar = calendar_of(rhythm.unit)
    hours = hours_of(calendar)
    zone = hours.time_zone if hours else str(timezone.get_default_timezone())
    return moments_of(rhythm, hours or ANY_WEEK, after, AHEAD, zone)


@transaction.atomic
def facilitate(
    huddle: Huddle, *, person: Person, instead_of: Person, by: Person | None, at: datetime
) -> Huddle:
    """Somebody facilitates instead of somebody else, who takes over their next turn if there is one: a swap by one tap."""
    theirs = coming_huddles(huddle.unit, huddle.kind, at).filter(facilitator=person)
    swapped = theirs.exclude(pk=huddle.pk).first()
    both = [one.pk for one in (huddle, swapped) if one]
    list(Huddle.objects.select_for_update(of=("self",)).filter(pk__in=both).order_by("pk"))
    open_still = still_on(Huddle.objects.filter(pk=huddle.pk, facilitator=instead_of, ended_at=None))
    if not open_still.update(facilitator=person, version=F("version") + 1):
        huddle.refresh_from_db()
        if huddle.called_off_at:
            raise refusal_of(huddle)
        raise errors.AnotherFacilitates(huddle.facilitator, has_ended=huddle.ended_at is not None)
    huddle.refresh_from_db()
    if swapped is not None:
        Huddle.objects.filter(pk=swapped.pk, facilitator=person).update(facilitator=instead_of)
    record(
        "took over facilitating", huddle, by=by or ROOM, at=at, person=person.name, instead_of=instead_of.name
    )
    return huddle


def pass_on_turns(*, at: datetime) -> int:
    """Where somebody who was to facilitate is absent that day by now, the turn passes on. Returns how often."""
    passed = 0
    absent = absences_from(timezone.localdate(at)).values("person")
    coming = Huddle.objects.filter(planned_at__gt=at, started_at=None, facilitator__in=absent)
    for huddle in still_on(coming).order_by("planned_at").select_related("unit", "facilitator"):
        away = away_from(huddle)
        if huddle.facilitator_id not in away:
            continue
        person = next_in_turn(huddle.unit, huddle.kind, at=at, besides=away, apart_from=huddle)
        if person is not None:
            facilitate(huddle, person=person, instead_of=huddle.facilitator, by=None, at=at)
            passed += 1
    return passed


def missed_before(at: datetime) -> datetime:
    """A huddle that was planned before this and never started was not held."""
    return at - timedelta(hours=12)
