"""Which voices stand behind an opportunity, for one and for many at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.timezone import make_aware

from groundswell.act.cases.models import Case
from groundswell.act.cases.root_causes.keeping import ids_below
from groundswell.act.cases.root_causes.models import RootCause
from groundswell.foundation.customers.queries import merged_into
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import living_signals
from groundswell.understand.themes.models import Mention

from .models import Joining, Merger, Opportunity

DEFINITION = (
    "A voice stands behind an opportunity when it mentions the theme, at the touchpoint where one is named, and is a "
    "complaint or gave neither a 9 or 10 nor the best rating; when its case was closed with the root cause or one below it; or when a joined "
    "elevation brought it. Where two became one, a voice behind either stands behind it, once."
)


AT_FIRST, AT_FIRST_HERE = 1000, 4000
"""So many of a theme are looked at first, and where a touchpoint is named: one of forty has the sixty that a page chooses from."""


@dataclass(slots=True)
class Behind:
    """The signals and the known customers behind one opportunity; records that were merged are one customer."""

    signals: set[int] = field(default_factory=set)
    customers: set[int] = field(default_factory=set)

    def add(self, signal_id: int | None, customer_id: int | None) -> None:
        if signal_id is not None:
            self.signals.add(signal_id)
        if customer_id is not None:
            self.customers.add(customer_id)


def voices_behind(opportunity: Opportunity) -> QuerySet[Signal]:
    """The living signals behind one opportunity, newest first."""
    wanted = Q()
    for part, *_ in _parts_behind(opportunity):
        wanted |= part
    return living_signals().filter(wanted)


def newest_behind(opportunity: Opportunity, among: QuerySet[Signal], count: int | None = None) -> list[int]:
    """The ids of those behind it among some signals, newest first.

    Each way in which a voice stands behind it is asked alone: together no index answers them. Only a touchpoint is asked
    for in order; the others are few, and databases that are asked for their order walk through all voices instead. Where
    only some are wanted, a theme is asked for those that were read last, and for all where these do not suffice.
    """
    found = rows_behind(opportunity, among, count=count)
    return [pk for _, pk in sorted(found, reverse=True)[:count]]


def rows_behind(
    opportunity: Opportunity, among: QuerySet[Signal], *more: str, count: int | None = None
) -> set[tuple[Any, ...]]:
    """When each of those was said, its id, and more of its columns; where only so many are wanted, some more than these."""
    found: set[tuple[Any, ...]] = set()
    not_asked_whole = []
    for part, is_whole_place, read_last in _parts_behind(opportunity):
        if count and read_last is not None:
            not_asked_whole.append(part)
        rows = among.filter(read_last if count and read_last is not None else part).order_by()
        rows = rows.values_list("submitted_at", "pk", *more)
        found.update(rows.order_by("-submitted_at", "-pk")[:count] if is_whole_place and count else rows)
    for part in not_asked_whole if count and len(found) < count else ():
        found.update(among.filter(part).order_by().values_list("submitted_at", "pk", *more))
    return found


def _parts_behind(opportunity: Opportunity) -> Iterator[tuple[Q, bool, Q | None]]:
    """Each way in which a voice stands behind it, whether that is a whole touchpoint, and the same for what was read last."""
    yield (
        _among(Joining.objects.filter(opportunity_id=opportunity.pk).values("elevation__signals")),
        False,
        None,
    )
    for _, one in questions_of([opportunity]):
        if one.theme_id:
            mentions = Mention.objects.filter(theme=one.theme_id)
            newest = mentions.order_by("-pk")[: AT_FIRST_HERE if one.touchpoint_id else AT_FIRST]
            pain = _is_pain() & _is_there(one)
            yield pain & _among(mentions.values("signal")), False, pain & _among(newest.values("signal"))
        elif one.touchpoint_id and not one.root_cause_id:
            yield _is_pain() & _is_there(one), True, None
        if one.root_cause:
            closed = Case.objects.filter(closure__root_cause__in=ids_below(one.root_cause))
            yield _among(closed.values("signal")) & _is_there(one), False, None


def _among(ids: QuerySet) -> Q:
    return Q(pk__in=ids)


def questions_of(opportunities: Iterable[Opportunity]) -> list[tuple[int, Opportunity]]:
    """What is asked for each: its own question first, then those of what is one with it; with the id for which it counts."""
    wanted = list(opportunities)
    mergers = Merger.objects.filter(into__in=[one.pk for one in wanted])
    joined = mergers.select_related("opportunity__root_cause")
    return [(one.pk, one) for one in wanted] + [(merger.into_id, merger.opportunity) for merger in joined]


def opportunities_behind_which(signal: Signal) -> QuerySet[Opportunity]:
    """The opportunities behind which one signal stands: the same question from the other end."""
    brought = Joining.objects.filter(elevation__signals=signal).values("opportunity")
    wanted = Q(pk__in=brought)
    if Signal.objects.filter(_is_pain(), pk=signal.pk).exists():
        themes = Mention.objects.filter(signal=signal).values("theme")
        anywhere = Q(touchpoint=None, theme__isnull=False)
        here = Q(touchpoint__isnull=False, touchpoint=signal.touchpoint_id)
        of_place = Q(theme=None, root_cause=None) | Q(theme__in=themes)
        wanted |= (anywhere | here) & of_place
    cause = RootCause.objects.filter(closures__case__signal=signal).first()
    if cause:
        wanted |= Q(root_cause__in=_ids_above(cause.pk, _parents())) & (
            Q(touchpoint=None) | Q(touchpoint=signal.touchpoint_id)
        )
    joined = Merger.objects.filter(opportunity__in=Opportunity.objects.filter(wanted)).values("into")
    return Opportunity.objects.filter(wanted | Q(pk__in=joined), merger=None).order_by("opened_at", "pk")


def behind_each(opportunities: Iterable[Opportunity], since: date, until: date) -> dict[int, Behind]:
    """The same for many opportunities and one period, in a few queries whatever their number."""
    wanted = list(opportunities)
    found: dict[int, Behind] = {opportunity.pk: Behind() for opportunity in wanted}
    by_place: dict[tuple[int | None, int | None], list[Behind]] = defaultdict(list)
    questions = questions_of(wanted)
    for pk, one in questions:
        if one.theme_id or not one.root_cause_id:
            by_place[one.theme_id, one.touchpoint_id].append(found[pk])
    first, after = moments(since, until)
    pains = living_signals().filter(_is_pain(), submitted_at__gte=first, submitted_at__lt=after).order_by()
    _gather_themes(by_place, pains)
    _gather_places(by_place, pains)
    _gather_causes(questions, found, first, after)
    _gather_brought(found, first, after)
    person_of = merged_into()
    for behind in found.values():
        behind.customers = {person_of.get(pk, pk) for pk in behind.customers}
    return found


def moments(since: date, until: date) -> tuple[datetime, datetime]:
    """The first moment of the first day, and the first moment after the last day."""
    return tuple(make_aware(datetime.combine(day, time.min)) for day in (since, until + timedelta(days=1)))


def _gather_themes(
    by_place: dict[tuple[int | None, int | None], list[Behind]], pains: QuerySet[Signal]
) -> None:
    themes = {theme for theme, _ in by_place if theme}
    rows = pains.filter(mentions__theme__in=themes)
    for theme, touchpoint, signal, customer in rows.values_list(
        "mentions__theme", "touchpoint", "pk", "customer"
    ):
        for place in {(theme, None), (theme, touchpoint)}:
            for behind in by_place.get(place, ()):
                behind.add(signal, customer)


def _gather_places(
    by_place: dict[tuple[int | None, int | None], list[Behind]], pains: QuerySet[Signal]
) -> None:
    touchpoints = {touchpoint for theme, touchpoint in by_place if touchpoint and not theme}
    rows = pains.filter(touchpoint__in=touchpoints)
    for touchpoint, signal, customer in rows.values_list("touchpoint", "pk", "customer"):
        for behind in by_place.get((None, touchpoint), ()):
            behind.add(signal, customer)


def _gather_causes(
    questions: list[tuple[int, Opportunity]], found: dict[int, Behind], first: datetime, after: datetime
) -> None:
    by_cause: dict[int, list[tuple[int, Opportunity]]] = defaultdict(list)
    for pk, one in questions:
        if one.root_cause_id:
            by_cause[one.root_cause_id].append((pk, one))
    if not by_cause:
        return
    parents = _parents()
    rows = Case.objects.filter(
        closure__isnull=False,
        signal__superseded_by=None,
        signal__submitted_at__gte=first,
        signal__submitted_at__lt=after,
    ).order_by()
    names = ("closure__root_cause", "signal__touchpoint", "signal", "signal__customer")
    for cause, touchpoint, signal, customer in rows.values_list(*names):
        for pk, one in (each for above in _ids_above(cause, parents) for each in by_cause.get(above, ())):
            if one.touchpoint_id in (None, touchpoint):
                found[pk].add(signal, customer)


def _gather_brought(found: dict[int, Behind], first: datetime, after: datetime) -> None:
    rows = Joining.objects.filter(
        opportunity__in=found,
        elevation__signals__superseded_by=None,
        elevation__signals__submitted_at__gte=first,
        elevation__signals__submitted_at__lt=after,
    )
    for opportunity, signal, customer in rows.values_list(
        "opportunity", "elevation__signals", "elevation__signals__customer"
    ):
        found[opportunity].add(signal, customer)


def _is_pain() -> Q:
    says_no_score = Q(score=None) & (Q(rating=None) | Q(rating__lt=F("rating_of")))
    return says_no_score | Q(score__lt=9) | Q(kind=Signal.Kind.COMPLAINT)


def _is_there(opportunity: Opportunity) -> Q:
    return Q(touchpoint=opportunity.touchpoint_id) if opportunity.touchpoint_id else Q()


def _parents() -> dict[int, int | None]:
    return dict(RootCause.objects.values_list("pk", "parent"))


def _ids_above(cause: int, parents: dict[int, int | None]) -> list[int]:
    """The cause and every one above it."""
    found = [cause]
    while (above := parents[found[-1]]) is not None:
        found.append(above)
    return found
