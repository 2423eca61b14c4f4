"""The stages, and the facts by which the roll-out is judged."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from groundswell.act.initiatives.models import EffectReading, Ending, Initiative
from groundswell.act.replies.queries import overtaken_announcements
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.queries import subtree_ids

from .deeds import Scope, Weekly
from .models import Stage, StageEnd
from .rules import Facts, StageFacts, Work

NOT_SINCE = {False: "Not measured yet", True: "Not measured since it began"}


def facts_of(at: datetime, deeds: Iterable[Weekly], there: Iterable[Weekly] = ()) -> Facts:
    """The roll-out as it stands, with what is done everywhere and where the stage under way is."""
    newest: dict[int, EffectReading] = {}
    for reading in EffectReading.objects.defer("detail").order_by("measured_at", "pk"):
        newest[reading.initiative_id] = reading
    told = {pk for pk, one in newest.items() if one.verdict != EffectReading.Verdict.CANNOT_TELL}
    done = Initiative.objects.filter(ended_at__isnull=False).exclude(ending__how=Ending.How.STOPPED)
    ended = done.exclude(pk__in=told).order_by("pk")
    return Facts(
        stages=tuple(stage_facts(one, at, newest) for one in stages() if was_tried(one)),
        running_initiatives=Initiative.objects.filter(ended_at=None).count(),
        ended_untold=tuple(Work(*one) for one in ended.values_list("pk", "name")),
        claimed=tuple(Work(one.initiative_id, one.initiative.name) for one in overtaken_announcements()),
        momentum=tuple(one.momentum for one in deeds),
        there=tuple(one.momentum for one in there),
    )


def stages() -> QuerySet[Stage]:
    """Every stage with its teams, touchpoints, start and end."""
    return Stage.objects.select_related("start", "end").prefetch_related("units", "parts", "touchpoints")


def was_tried(stage: Stage) -> bool:
    """Whether it counts in the roll-out: not what was given up before it began."""
    return hasattr(stage, "start") or not hasattr(stage, "end")


def under_way() -> Stage | None:
    """The stage that runs, the last one where several do."""
    return stages().filter(start__isnull=False, end=None).last()


def scope_of(stage: Stage) -> Scope:
    """Its teams with those below them, and its touchpoints with those of its parts of the journey."""
    parts = frozenset(one.pk for one in stage.parts.all())
    within = Touchpoint.objects.filter(stage__in=parts).values_list("pk", flat=True)
    return Scope(
        units=frozenset(below for unit in stage.units.all() for below in subtree_ids(unit)),
        touchpoints=frozenset({*within, *(one.pk for one in stage.touchpoints.all())}),
        parts=parts,
    )


def stage_facts(stage: Stage, at: datetime, newest: dict[int, EffectReading] | None = None) -> StageFacts:
    """One stage with the initiatives of its teams that were not over when it began, by what was measured since then."""
    start, end = getattr(stage, "start", None), getattr(stage, "end", None)
    scope, begun = scope_of(stage), start.at if start else at
    until = end.at if end else at
    works = Initiative.objects.filter(
        Q(ended_at=None) | Q(ended_at__gte=begun),
        Q(touchpoint=None) | Q(touchpoint__in=scope.touchpoints),
        rollouts__unit__in=scope.units,
        rollouts__from_on__lte=localdate(until),
    )
    inside = dict(works.order_by("pk").values_list("pk", "name"))
    if newest is None:
        newest = {one.initiative_id: one for one in EffectReading.objects.order_by("measured_at", "pk")}
    since = {pk: newest[pk] for pk in inside if pk in newest and newest[pk].measured_at >= begun}
    readings = since.values()
    return StageFacts(
        number=stage.number,
        name=stage.name,
        teams=len(stage.units.all()),
        parts=len(stage.parts.all()),
        touchpoints=sum(one.stage_id not in scope.parts for one in stage.touchpoints.all()),
        weeks=stage.weeks,
        weeks_run=(until - start.at).days // 7 if start else None,
        has_ended=end is not None,
        weeks_over=(at - end.at).days // 7 if end else None,
        was_reached=end is not None and end.outcome == StageEnd.Outcome.REACHED,
        worked=sum(one.verdict == EffectReading.Verdict.WORKED for one in readings),
        measured=len(readings),
        goal=stage.goal,
        works=tuple(
            Work(pk, name, since[pk].get_verdict_display() if pk in since else NOT_SINCE[pk in newest])
            for pk, name in inside.items()
        ),
    )
