"""The stages, and the facts by which the roll-out is judged."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from groundswell.act.initiatives.models import EffectReading, Initiative
from groundswell.act.replies.models import Announcement
from groundswell.foundation.organisation.queries import subtree_ids

from .deeds import Weekly
from .models import Stage, StageEnd
from .rules import Facts, StageFacts, Work


def facts_of(at: datetime, deeds: Iterable[Weekly]) -> Facts:
    """The roll-out as it stands."""
    newest: dict[int, EffectReading] = {}
    for reading in EffectReading.objects.defer("detail").order_by("measured_at", "pk"):
        newest[reading.initiative_id] = reading
    worked = {pk for pk, one in newest.items() if one.verdict == EffectReading.Verdict.WORKED}
    told = {pk for pk, one in newest.items() if one.verdict != EffectReading.Verdict.CANNOT_TELL}
    ended = Initiative.objects.filter(ended_at__isnull=False).exclude(pk__in=told).order_by("pk")
    claimed = Announcement.objects.filter(effect_reading__verdict=EffectReading.Verdict.WORKED)
    unproven = claimed.exclude(initiative__in=worked).order_by("pk")
    return Facts(
        stages=tuple(stage_facts(one, at, newest) for one in stages() if was_tried(one)),
        running_initiatives=Initiative.objects.filter(ended_at=None).count(),
        ended_untold=tuple(Work(*one) for one in ended.values_list("pk", "name")),
        claimed=tuple(
            Work(*one) for one in dict.fromkeys(unproven.values_list("initiative_id", "initiative__name"))
        ),
        momentum=tuple(one.momentum for one in deeds),
    )


def stages() -> QuerySet[Stage]:
    """Every stage with its teams, touchpoints, start and end."""
    return Stage.objects.select_related("start", "end").prefetch_related("units", "touchpoints")


def was_tried(stage: Stage) -> bool:
    """Whether it counts in the roll-out: not what was given up before it began."""
    return hasattr(stage, "start") or not hasattr(stage, "end")


def stage_facts(stage: Stage, at: datetime, newest: dict[int, EffectReading] | None = None) -> StageFacts:
    """One stage with the initiatives that run in its teams, or above or below them."""
    start, end = getattr(stage, "start", None), getattr(stage, "end", None)
    units = {below for unit in stage.units.all() for below in subtree_ids(unit)}
    inside = dict(
        Initiative.objects.filter(rollouts__unit__in=units).order_by("pk").values_list("pk", "name")
    )
    if newest is None:
        newest = {one.initiative_id: one for one in EffectReading.objects.order_by("measured_at", "pk")}
    readings = [newest[pk] for pk in inside if pk in newest]
    until = end.at if end else at
    return StageFacts(
        number=stage.number,
        name=stage.name,
        teams=len(stage.units.all()),
        touchpoints=len(stage.touchpoints.all()),
        weeks=stage.weeks,
        weeks_run=(until - start.at).days // 7 if start else None,
        has_ended=end is not None,
        was_reached=end is not None and end.outcome == StageEnd.Outcome.REACHED,
        worked=sum(one.verdict == EffectReading.Verdict.WORKED for one in readings),
        measured=len(readings),
        goal=stage.goal,
        works=tuple(
            Work(pk, name, newest[pk].get_verdict_display() if pk in newest else "Not measured yet")
            for pk, name in inside.items()
        ),
    )
