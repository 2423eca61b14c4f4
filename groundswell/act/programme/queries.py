"""Momentum from the system's own use, week by week, and the facts by which the roll-out is judged."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncWeek
from django.utils.timezone import localdate

from groundswell.act.cases.models import Closure
from groundswell.act.council.models import Decision
from groundswell.act.huddles.models import Huddle
from groundswell.act.initiatives.models import EffectReading, Initiative
from groundswell.act.opportunities.models import Joining, SettingAside
from groundswell.act.replies.models import Announcement, Reply
from groundswell.foundation.history.models import Event
from groundswell.foundation.organisation.queries import subtree_ids

from .models import Stage, StageEnd
from .rules import Facts, Momentum, StageFacts

WEEKS, FOUR = 12, 4


@dataclass(frozen=True, slots=True)
class Weekly:
    """One kind of deed: its number in each of the last whole weeks, the oldest first; and where it is done."""

    name: str
    counts: tuple[int, ...]
    address: str

    @property
    def momentum(self) -> Momentum:
        now, before = sum(self.counts[-FOUR:]), sum(self.counts[-2 * FOUR : -FOUR])
        return Momentum(self.name, now, before, is_steady=self.address != "replies:list")


def weekly(at: datetime) -> list[Weekly]:
    """What was done in each of the last twelve whole weeks. A fixed number of questions."""
    last = localdate(at) - timedelta(days=localdate(at).weekday())
    weeks = [last - timedelta(weeks=back) for back in range(WEEKS, 0, -1)]
    raised = _by_week(Joining.objects.all(), "at", weeks) + _by_week(SettingAside.objects.all(), "at", weeks)
    counted = (
        ("Rooms used", _rooms(weeks), ""),
        ("Cases closed", _by_week(Closure.objects.all(), "at", weeks), "cases:list"),
        (
            "Huddles held",
            _by_week(Huddle.objects.filter(ended_at__isnull=False), "ended_at", weeks),
            "huddles:list",
        ),
        ("Raised and answered", raised, "opportunities:register"),
        ("Decisions taken", _by_week(Decision.objects.all(), "at", weeks), "council:council"),
        ("People told", _by_week(Reply.objects.all(), "at", weeks), "replies:list"),
    )
    return [Weekly(name, tuple(counts[week] for week in weeks), address) for name, counts, address in counted]


def facts_of(at: datetime, deeds: Iterable[Weekly]) -> Facts:
    """The roll-out as it stands."""
    newest: dict[int, EffectReading] = {}
    for reading in EffectReading.objects.defer("detail").order_by("measured_at", "pk"):
        newest[reading.initiative_id] = reading
    worked = {pk for pk, one in newest.items() if one.verdict == EffectReading.Verdict.WORKED}
    told = {pk for pk, one in newest.items() if one.verdict != EffectReading.Verdict.CANNOT_TELL}
    ended = Initiative.objects.filter(ended_at__isnull=False).exclude(pk__in=told).order_by("pk")
    claimed = Announcement.objects.filter(effect_reading__verdict=EffectReading.Verdict.WORKED)
    claimed_names = (
        claimed.exclude(initiative__in=worked).order_by("pk").values_list("initiative__name", flat=True)
    )
    return Facts(
        stages=tuple(stage_facts(one, at, newest) for one in stages() if was_tried(one)),
        running_initiatives=Initiative.objects.filter(ended_at=None).count(),
        ended_untold=tuple(ended.values_list("name", flat=True)),
        claimed=tuple(dict.fromkeys(claimed_names)),
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
    inside = set(Initiative.objects.filter(rollouts__unit__in=units).values_list("pk", flat=True))
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
    )


def _by_week(rows: QuerySet, name: str, weeks: list[date]) -> Counter[date]:
    within = rows.filter(
        **{f"{name}__date__gte": weeks[0], f"{name}__date__lt": weeks[-1] + timedelta(weeks=1)}
    )
    counted = within.order_by().annotate(week=TruncWeek(name)).values_list("week").annotate(n=Count("pk"))
    return Counter({week.date(): n for week, n in counted})


def _rooms(weeks: list[date]) -> Counter[date]:
    """How many rooms somebody did something in, by the history."""
    within = Event.objects.filter(at__date__gte=weeks[0], at__date__lt=weeks[-1] + timedelta(weeks=1))
    found: dict[date, set[str]] = defaultdict(set)
    rows = within.order_by().annotate(week=TruncWeek("at")).values_list("week", "subject_kind").distinct()
    for week, kind in rows:
        found[week.date()].add(kind.partition(".")[0])
    return Counter({week: len(rooms) for week, rooms in found.items()})
