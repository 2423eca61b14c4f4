"""What became of what somebody raised: each step is told to who raised it. What was announced has a letter of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, QuerySet

from groundswell.act.council.models import Decision
from groundswell.act.huddles.models import Elevation
from groundswell.act.huddles.queries import elevations_visible_to
from groundswell.act.huddles.tidings import about_raised
from groundswell.act.initiatives.models import Initiative
from groundswell.foundation.tidings import NewTiding, Pace, TidingKind

BECAME = "decision__proposal__opportunity__joinings__elevation"


def what_moved(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Raised things that became an opportunity, were answered, decided, or are being worked on."""
    between = (since, until)
    raised = Elevation.objects.all()
    yield from _steps(
        _within(raised, "joining__at", between),
        "joined",
        "What you raised on {day:day} is an opportunity now",
    )
    yield from _steps(
        _within(raised, "setting_aside__at", between),
        "answered",
        "What you raised on {day:day} was answered: read why",
    )
    path = "joining__opportunity__proposals__decision"
    for approved, words in (
        (True, "What you raised on {day:day} was approved"),
        (False, "What you raised on {day:day} was decided: read why"),
    ):
        decided = raised.filter(pk__in=_decided(between, approved))
        yield from _steps(decided.annotate(moment=F(f"{path}__at")), f"decided-{approved}", words)
    begun = Initiative.objects.filter(started_at__gt=since, started_at__lte=until)
    started = raised.filter(pk__in=begun.values(BECAME))
    yield from _steps(
        started.annotate(moment=F(f"{path}__initiative__started_at")),
        "begun",
        "What you raised on {day:day} is being worked on",
    )


def _within(
    raised: QuerySet[Elevation], name: str, between: tuple[datetime, datetime]
) -> QuerySet[Elevation]:
    return raised.filter(**{f"{name}__gt": between[0], f"{name}__lte": between[1]}).annotate(moment=F(name))


def _decided(between: tuple[datetime, datetime], approved: bool) -> QuerySet[Decision]:
    taken = Decision.objects.filter(
        at__gt=between[0], at__lte=between[1], approved=approved, proposal__adds_to=None
    )
    return taken.values("proposal__opportunity__joinings__elevation")


def _steps(raised: QuerySet[Elevation], step: str, words: str) -> Iterator[NewTiding]:
    for one in raised.filter(moment__isnull=False).order_by("pk", "moment"):
        yield about_raised(one, step, words, at=one.moment)


TIDINGS = (
    TidingKind(
        "raised.moved", "Something becomes of what I raised", "1 thing you raised moved on", "{n} things you raised moved on",
        "desk:home", what_moved, elevations_visible_to, usual=Pace.DAILY,
    ),
)  # fmt: skip
