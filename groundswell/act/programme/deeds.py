"""What people did here: how much in each week, and the list behind each number."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.urls import reverse
from django.utils.timezone import localdate

from groundswell.act.cases.models import Closure
from groundswell.act.council.models import Decision
from groundswell.act.huddles.models import Huddle
from groundswell.act.opportunities.models import Joining, SettingAside
from groundswell.act.replies.arriving import replies_that_left
from groundswell.foundation.access.models import User
from groundswell.foundation.history.models import Event
from groundswell.foundation.organisation.models import Person

from .rules import Momentum

WEEKS, FOUR = 12, 4
LOOP = frozenset({"listen", "understand", "act", "align", "prove"})
NAMES = {
    "rooms": "Rooms used",
    "closed": "Loops closed with a customer",
    "huddles": "Huddles held",
    "answered": "What teams raised, answered",
    "decided": "Decisions taken",
    "told": "People told what was done",
}
IN_WAVES = "told"
"""Letters leave in waves: a fall of them says nothing."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """One kind of deed: its number in each of the last whole weeks, the oldest first; in the last four, in the four before."""

    kind: str
    counts: tuple[int, ...]
    now: int
    before: int

    @property
    def name(self) -> str:
        return NAMES[self.kind]

    @property
    def momentum(self) -> Momentum:
        return Momentum(self.name, self.now, self.before, is_steady=self.kind != IN_WAVES)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a stage of the roll-out is: numbers of teams, of touchpoints, and of parts of the journey."""

    units: frozenset[int]
    touchpoints: frozenset[int]
    parts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Deed:
    """One line behind a number, or ``count`` of one sort together, the last of them on that day."""

    words: str
    address: str
    on: date
    count: int = 1


def four_weeks(at: datetime, *, is_now: bool = True) -> tuple[date, date]:
    """First and last day of the last four whole weeks, or of the four before them."""
    monday = localdate(at) - timedelta(days=localdate(at).weekday())
    first = monday - timedelta(weeks=FOUR if is_now else 2 * FOUR)
    return first, first + timedelta(weeks=FOUR, days=-1)


def weekly(at: datetime, within: Scope | None = None) -> list[Weekly]:
    """What was done in each of the last twelve whole weeks, everywhere or where a stage is. A fixed number of questions."""
    monday = four_weeks(at)[0] + timedelta(weeks=FOUR)
    weeks = [monday - timedelta(weeks=back) for back in range(WEEKS, 0, -1)]
    joined, aside = (_rows(model, within) for model in (Joining, SettingAside))
    counted = {
        "closed": _by_week(_rows(Closure, within), "at", weeks),
        "huddles": _by_week(_rows(Huddle, within), "ended_at", weeks),
        "answered": _by_week(joined, "at", weeks) + _by_week(aside, "at", weeks),
        "decided": _by_week(_rows(Decision, within), "at", weeks),
    }
    if within is None:
        counted["told"] = _by_week(replies_that_left(), "at", weeks)
    summed = [
        Weekly(kind, counts, sum(counts[-FOUR:]), sum(counts[-2 * FOUR : -FOUR]))
        for kind, found in counted.items()
        for counts in [tuple(found[week] for week in weeks)]
    ]
    return summed if within else [_rooms(weeks), *summed]


def deeds_behind(kind: str, first: date, last: date, within: Scope | None = None) -> list[Deed]:
    """Every deed of that kind from the first to the last day, the latest first; their counts add up to the number."""
    found = BEHIND_WITHIN[kind](first, last, within) if kind in BEHIND_WITHIN else BEHIND[kind](first, last)
    return sorted(found, key=lambda one: one.on, reverse=True)


def silent_rooms(at: datetime) -> list[str]:
    """Rooms that somebody used in the four weeks before, and nobody in the last four."""
    now, before = (
        {one.words for one in _rooms_behind(*four_weeks(at, is_now=is_now))} for is_now in (True, False)
    )
    return sorted(before - now)


def _rows(model: type[Any], within: Scope | None) -> QuerySet[Any]:
    """Deeds of one sort: everywhere; or by the teams of a stage, at its touchpoints where a deed is about one."""
    rows = model.objects.all()
    if model is Huddle:
        rows = rows.filter(ended_at__isnull=False)
    if within is None:
        return rows
    if model is Closure:
        return rows.filter(case__unit__in=within.units, case__signal__touchpoint__in=within.touchpoints)
    if model is Huddle:
        return rows.filter(unit__in=within.units)
    if model is Decision:
        raised = Joining.objects.filter(elevation__unit__in=within.units).values("opportunity")
        of = "proposal__opportunity"
        return rows.filter(Q(**{f"{of}__touchpoint__in": within.touchpoints}) | Q(**{f"{of}__in": raised}))
    return rows.filter(elevation__unit__in=within.units)


def _by_week(rows: QuerySet, name: str, weeks: list[date]) -> Counter[date]:
    within = rows.filter(_days(name, weeks[0], weeks[-1] + timedelta(days=6)))
    counted = within.order_by().annotate(week=TruncWeek(name)).values_list("week").annotate(n=Count("pk"))
    return Counter({week.date(): n for week, n in counted})


def _days(name: str, first: date, last: date) -> Q:
    return Q(**{f"{name}__date__gte": first, f"{name}__date__lte": last})


def _rooms(weeks: list[date]) -> Weekly:
    """How many rooms somebody did something in; what the product does by itself is no use of it."""
    found: dict[date, set[str]] = defaultdict(set)
    by_people = _by_people(weeks[0], weeks[-1] + timedelta(days=6))
    rows = by_people.annotate(week=TruncWeek("at")).values_list("week", "subject_kind").distinct()
    for week, kind in rows:
        if room := _room(kind):
            found[week.date()].add(room)
    now, before = (
        len(set[str]().union(*(found[week] for week in some)))
        for some in (weeks[-FOUR:], weeks[-2 * FOUR : -FOUR])
    )
    return Weekly("rooms", tuple(len(found[week]) for week in weeks), now, before)


def _by_people(first: date, last: date) -> QuerySet[Event]:
    people = Q(by__in=Person.objects.values("name")) | Q(by__in=User.objects.values("username"))
    return Event.objects.filter(_days("at", first, last), people).order_by()


def _room(kind: str) -> str:
    """The room of the loop that an event belongs to, in words; empty for what carries the loop, such as sign-ins."""
    label = kind.partition(".")[0]
    floor = apps.get_app_config(label).name.split(".")[1] if label in apps.app_configs else ""
    return label.replace("_", " ").capitalize() if floor in LOOP else ""


def _rooms_behind(first: date, last: date) -> Iterable[Deed]:
    held: dict[str, date] = {}
    for kind, at in _by_people(first, last).values_list("subject_kind").annotate(at=Max("at")):
        if room := _room(kind):
            held[room] = max(held.get(room, first), localdate(at))
    return [Deed(room, "", on) for room, on in held.items()]


def _closed(first: date, last: date, within: Scope | None) -> Iterable[Deed]:
    rows = _rows(Closure, within).filter(_days("at", first, last)).select_related("case__unit")
    return [
        Deed(
            f"Case {one.case_id}{f', {one.case.unit}' if one.case.unit else ''}: {one.get_outcome_display()}",
            reverse("cases:card", args=[one.case_id]),
            localdate(one.at),
        )
        for one in rows
    ]


def _held(first: date, last: date, within: Scope | None) -> Iterable[Deed]:
    rows = _rows(Huddle, within).filter(_days("ended_at", first, last)).select_related("unit")
    return [
        Deed(str(one.unit), reverse("huddles:huddle", args=[one.pk]), localdate(one.ended_at)) for one in rows
    ]


def _answered(first: date, last: date, within: Scope | None) -> Iterable[Deed]:
    for model, words in ((Joining, "became an opportunity"), (SettingAside, "set aside")):
        for one in _rows(model, within).filter(_days("at", first, last)).select_related("elevation"):
            address = reverse("desk:raised", args=[one.elevation_id])
            yield Deed(f"{one.elevation.title}: {words}", address, localdate(one.at))


def _decided(first: date, last: date, within: Scope | None) -> Iterable[Deed]:
    rows = _rows(Decision, within).filter(_days("at", first, last)).select_related("proposal__opportunity")
    return [
        Deed(str(one), reverse("council:proposal", args=[one.proposal_id]), localdate(one.at)) for one in rows
    ]


def _told(first: date, last: date) -> Iterable[Deed]:
    """Whom one announcement reached stands on its own page."""
    rows = replies_that_left().filter(_days("at", first, last)).order_by()
    each = rows.values_list("announcement_id", "announcement__initiative__name")
    return [
        Deed(name, reverse("replies:told", args=[pk]), localdate(at), n)
        for pk, name, n, at in each.annotate(n=Count("pk"), at=Max("at"))
    ]


BEHIND = {"rooms": _rooms_behind, "told": _told}
BEHIND_WITHIN = {"closed": _closed, "huddles": _held, "answered": _answered, "decided": _decided}
