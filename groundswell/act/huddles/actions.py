"""What a team does in a huddle: start, tick off who is here, go from step to step, raise, end."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import calendar_of, hours_of
from groundswell.foundation.organisation.working_time import working_days_after
from groundswell.listen.signals.models import Signal
from groundswell.understand.themes.models import Theme

from . import errors
from .calling_off import refusal_of, still_on
from .models import AnswerTime, Attendance, Elevation, Huddle, Promise
from .planning import ROOM, facilitate
from .turns import away_from, next_in_turn

USUAL_ANSWER_DAYS = 5
"""Within how many working days an elevation is answered until somebody says otherwise."""

LEFT_RUNNING = timedelta(hours=4)


@transaction.atomic
def start_huddle(huddle: Huddle, *, by: Person | None, at: datetime) -> Huddle:
    """Start it; of two people who start at once, one does and the other is told who. Who starts it is here."""
    planned = still_on(Huddle.objects.filter(pk=huddle.pk, started_at=None))
    if not planned.update(started_at=at, started_by=by, version=F("version") + 1):
        raise refusal_of(huddle)
    huddle.refresh_from_db()
    if by is not None:
        Attendance.objects.update_or_create(
            huddle=huddle, person=by, defaults={"is_here": True, "by": by, "at": at}
        )
    record("started a huddle", huddle, by=by or ROOM, at=at)
    return huddle


@transaction.atomic
def end_huddle(huddle: Huddle, *, pulse: int | None, by: Person | None, at: datetime) -> Huddle:
    """End it, with how the team found it from 1 to 5; None when nobody said."""
    running = Huddle.objects.filter(pk=huddle.pk, started_at__isnull=False, ended_at=None)
    if not running.update(ended_at=at, ended_by=by, pulse=pulse, version=F("version") + 1):
        huddle.refresh_from_db()
        raise errors.HuddleNotRunning(has_ended=huddle.ended_at is not None, who=huddle.ended_by)
    huddle.refresh_from_db()
    record("ended a huddle", huddle, by=by or ROOM, at=at, pulse=pulse)
    return huddle


@transaction.atomic
def go_to_step(huddle: Huddle, *, step: int, leaving: int, by: Person | None, at: datetime) -> Huddle:
    """The team goes on, or back. Two who tap at once leave the same step, so the team moves once."""
    here = Huddle.objects.filter(pk=huddle.pk, started_at__isnull=False, ended_at=None, step=leaving)
    here.update(step=max(step, 1), version=F("version") + 1)
    huddle.refresh_from_db()
    return huddle


@transaction.atomic
def note_attendance(
    huddle: Huddle, *, person: Person, is_here: bool, by: Person | None, at: datetime
) -> Attendance:
    """Somebody is here, or away; before the huddle, too. Where the facilitator is away, the turn passes on by itself."""
    held = touch(huddle)
    if held.ended_at is not None:
        raise errors.HuddleNotRunning(has_ended=True, who=held.ended_by)
    if held.called_off_at is not None:
        raise refusal_of(held)
    now = {"is_here": is_here, "by": by, "at": at}
    before = Attendance.objects.filter(huddle=held, person=person).first()
    if before and before.is_here == is_here:
        return before
    noted, _ = Attendance.objects.update_or_create(huddle=held, person=person, defaults=now)
    record("noted who is here", held, by=by or ROOM, at=at, person=person.name, is_here=is_here)
    if not is_here and held.facilitator_id == person.pk:
        _pass_the_turn_on(held, person, by=by, at=at)
    return noted


def _pass_the_turn_on(huddle: Huddle, away: Person, *, by: Person | None, at: datetime) -> None:
    after = next_in_turn(huddle.unit, huddle.kind, at=at, besides=away_from(huddle), apart_from=huddle)
    if after is None:
        raise errors.NobodyElseIsHere(away)
    facilitate(huddle, person=after, instead_of=away, by=by, at=at)


@transaction.atomic
def elevate(
    title: str,
    problem: str,
    *,
    unit: Unit,
    by: Person,
    at: datetime,
    huddle: Huddle | None = None,
    signals: Iterable[Signal] = (),
    theme: Theme | None = None,
    promise: Promise | None = None,
) -> Elevation:
    """Raise what the team cannot settle alone, with the voices behind it. Its author hears what becomes of it."""
    fields = {
        "unit": unit,
        "huddle": huddle,
        "raised_by": by,
        "theme": theme,
        "raised_at": at,
        "promise": promise,
    }
    due = answer_due(unit, at)
    elevation = Elevation.objects.create(title=title, problem=problem, answer_due_at=due, **fields)
    voices = list(signals)
    elevation.signals.set(voices)
    if huddle is not None:
        touch(huddle)
    record("raised", elevation, by=by, at=at, title=title, signals=[signal.pk for signal in voices])
    return elevation


def answer_due(unit: Unit, at: datetime) -> datetime:
    """By when somebody who raises something now hears the first answer, in working days of the unit."""
    hours, days = hours_of(calendar_of(unit)), answer_days(at)
    return working_days_after(at, days, hours) if hours else at + timedelta(days=days)


def answer_days(at: datetime) -> int:
    """How many working days we give ourselves at this moment."""
    given = AnswerTime.objects.filter(at__lte=at).order_by("-at", "-id").first()
    return given.days if given else USUAL_ANSWER_DAYS


@transaction.atomic
def set_answer_time(days: int, *, by: Person | None, at: datetime) -> AnswerTime:
    """From now on what teams raise is answered within so many working days; what was raised before keeps its day."""
    given = AnswerTime.objects.create(days=days, by=by, at=at)
    record("set the answer time", given, by=by or ROOM, at=at, days=days)
    return given


def end_what_was_left_running(*, at: datetime) -> int:
    """A huddle that nobody ended is over after four hours, without a pulse. Returns how many."""
    left = list(Huddle.objects.filter(started_at__lt=at - LEFT_RUNNING, ended_at=None))
    for huddle in left:
        end_huddle(huddle, pulse=None, by=None, at=at)
    return len(left)


def touch(huddle: Huddle) -> Huddle:
    """Hold the huddle until the transaction ends and count that something was done in it: who looks on sees it soon."""
    Huddle.objects.filter(pk=huddle.pk).update(version=F("version") + 1)
    return Huddle.objects.select_related("unit", "ended_by").get(pk=huddle.pk)
