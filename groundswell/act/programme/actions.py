"""Plan a stage, begin it, end it. One at a time."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Stage as JourneyStage
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit

from .errors import ReasonMissing, StageOver, StageRuns
from .models import Stage, StageEnd, StageStart
from .queries import stage_facts
from .rules import against_ending


@transaction.atomic
def plan_stage(
    *,
    name: str,
    goal: str,
    touchpoints: Iterable[Touchpoint],
    units: Iterable[Unit],
    weeks: int,
    parts: Iterable[JourneyStage] = (),
    by: object,
    at: datetime,
) -> Stage:
    """The next stage, after those that are planned."""
    last = Stage.objects.aggregate(last=Max("number"))["last"] or 0
    stage = Stage.objects.create(number=last + 1, name=name, goal=goal, weeks=weeks, by=person_of(by), at=at)
    stage.parts.set(parts)
    stage.touchpoints.set(touchpoints)
    stage.units.set(units)
    record("planned a stage", stage, by=by, at=at, name=name)
    return stage


@transaction.atomic
def change_stage(
    stage: Stage,
    *,
    name: str,
    goal: str,
    touchpoints: Iterable[Touchpoint],
    units: Iterable[Unit],
    weeks: int,
    parts: Iterable[JourneyStage] = (),
    by: object,
    at: datetime,
) -> Stage:
    """Plan it anew, in its place among the others. Raises StageOver once it began or was given up."""
    held = Stage.objects.select_for_update(of=("self",)).select_related("start", "end").get(pk=stage.pk)
    if hasattr(held, "start") or hasattr(held, "end"):
        raise StageOver(
            f"“{held}” is no plan any more: its first days and its goal stand. Plan the next one."
        )
    held.name, held.goal, held.weeks = name, goal, weeks
    held.save()
    held.parts.set(parts)
    held.touchpoints.set(touchpoints)
    held.units.set(units)
    record("changed a planned stage", held, by=by, at=at, name=name)
    return held


@transaction.atomic
def begin_stage(stage: Stage, *, by: object, at: datetime) -> StageStart:
    """Raises StageRuns while another one is under way, StageOver where this one began before."""
    locked = Stage.objects.select_for_update(of=("self",))
    everything = list(locked.select_related("start", "end").order_by("number"))
    held = next(one for one in everything if one.pk == stage.pk)
    if hasattr(held, "start"):
        raise StageOver(f"“{held}” began before.")
    if hasattr(held, "end"):
        raise StageOver(f"“{held}” was given up before it began. Plan another one.")
    running = next((one for one in everything if hasattr(one, "start") and not hasattr(one, "end")), None)
    if running is not None:
        raise StageRuns(f"“{running}” is under way. End it first: one stage at a time.")
    start = StageStart.objects.create(stage=held, by=person_of(by), at=at)
    record("began a stage", held, by=by, at=at)
    return start


@transaction.atomic
def end_stage(stage: Stage, *, outcome: str, why: str, by: object, at: datetime) -> StageEnd:
    """It may be ended against the evidence; what spoke against it stays with the end. What has not begun can be given up.

    Raises StageOver, ReasonMissing.
    """
    held = Stage.objects.select_for_update().get(pk=stage.pk)
    may_end = hasattr(held, "start") or outcome == StageEnd.Outcome.GIVEN_UP
    if not may_end or hasattr(held, "end"):
        raise StageOver(f"“{held}” is not under way.")
    if not why.strip():
        raise ReasonMissing("Say what was seen, or why it is given up.")
    warned = against_ending(stage_facts(held, at)) if outcome == StageEnd.Outcome.REACHED else []
    end = StageEnd.objects.create(
        stage=held, outcome=StageEnd.Outcome(outcome), why=why.strip(), warned=warned, by=person_of(by), at=at
    )
    record("ended a stage", held, by=by, at=at, outcome=outcome, warned=warned)
    return end
