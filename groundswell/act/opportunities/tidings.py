"""What the register tells: its owner that an opportunity is theirs, and who raised something each step in the register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, QuerySet
from django.urls import reverse

from groundswell.act.huddles.models import Elevation
from groundswell.act.huddles.queries import elevations_visible_to
from groundswell.act.huddles.tidings import about_raised
from groundswell.foundation.access.models import User
from groundswell.foundation.tidings import NewTiding, Pace, TidingKind

from .models import CauseVerdict, Merger, Opportunity, Settlement
from .queries import opportunities_visible_to

THEIRS = "joining__opportunity"


def owned(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Opportunities that somebody was named owner of."""
    named = Opportunity.objects.filter(owner__isnull=False, owner_since__gt=since, owner_since__lte=until)
    for one in named.filter(settlement=None, merger=None):
        assert one.owner_id is not None and one.owner_since is not None  # noqa: S101, PT018 the filter asks for both
        yield NewTiding(
            person_id=one.owner_id,
            subject_id=one.pk,
            key=f"{one.pk}-{one.owner_since:%Y%m%d%H%M%S}",
            at=one.owner_since,
            words="You are asked to find the root cause of an opportunity",
            link=reverse("opportunities:roots", args=[one.pk]),
        )


def still_mine(opportunities: QuerySet[Opportunity], user: User) -> QuerySet[Opportunity]:
    """Not settled, still theirs, and no root cause found yet."""
    mine = opportunities.filter(owner=user.person_id or 0, settlement=None, merger=None)
    return mine.exclude(causes__verdicts__verdict=CauseVerdict.Verdict.ROOT)


def stepped(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Raised things that were split off, got an owner or a root cause, or are not pursued."""
    raised, between = Elevation.objects.all(), (since, until)
    yield from _steps(
        raised,
        "partings__at",
        between,
        "split",
        "What you raised on {day:day} was split off and waits for its own answer",
    )
    yield from _steps(
        raised,
        f"{THEIRS}__owner_since",
        between,
        "owned",
        "What you raised on {day:day} has an owner who looks for its root cause",
    )
    yield from _steps(
        raised,
        f"{THEIRS}__causes__verdicts__at",
        between,
        "root",
        "What you raised on {day:day} has a root cause now",
        **{f"{THEIRS}__causes__verdicts__verdict": CauseVerdict.Verdict.ROOT},
    )
    yield from _joined(between)
    apart = f"{THEIRS}__separations__at"
    yield from _steps(
        raised,
        apart,
        between,
        "apart",
        "What you raised on {day:day} stands on its own again in the register",
    )
    dropped = raised.filter(**{f"{THEIRS}__settlement__outcome": Settlement.Outcome.NOT_PURSUED})
    yield from _steps(
        dropped,
        f"{THEIRS}__settlement__at",
        between,
        "dropped",
        "What you raised on {day:day} is not pursued: read why",
    )


def _joined(between: tuple[datetime, datetime]) -> Iterator[NewTiding]:
    for merger in _mergers(*between):
        rows = merger.carried.filter(what="joinings").values("row")
        for one in Elevation.objects.filter(joining__in=rows).order_by("pk"):
            yield about_raised(
                one,
                f"one-{merger.pk}",
                "What you raised on {day:day} goes on together with another opportunity",
                at=merger.at,
            )


def one_with_another(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """An opportunity that somebody owns, or a proposal that somebody recommended, went along into another one."""
    for merger in _mergers(since, until):
        proposals = merger.into.proposals.filter(pk__in=merger.carried.filter(what="proposals").values("row"))
        told = dict.fromkeys(proposals.values_list("recommended_by", flat=True), "A proposal of yours is about a larger opportunity")  # fmt: skip
        if merger.opportunity.owner_id is not None:
            told[merger.opportunity.owner_id] = "An opportunity of yours is one with another"
        for person, words in told.items():
            if person != merger.by_id:
                yield NewTiding(
                    person_id=person,
                    subject_id=merger.opportunity_id,
                    key=f"{merger.pk}",
                    at=merger.at,
                    words=words,
                    link=reverse("opportunities:opportunity", args=[merger.opportunity_id]),
                )


def _mergers(since: datetime, until: datetime) -> QuerySet[Merger]:
    return Merger.objects.filter(at__gt=since, at__lte=until).select_related("opportunity", "into")


def _steps(
    raised: QuerySet[Elevation],
    name: str,
    between: tuple[datetime, datetime],
    step: str,
    words: str,
    **of_the_same: object,
) -> Iterator[NewTiding]:
    """``of_the_same``: what else holds of the very row whose moment ``name`` is."""
    moved = raised.filter(**{f"{name}__gt": between[0], f"{name}__lte": between[1]}, **of_the_same).annotate(
        moment=F(name)
    )
    for one in moved.order_by("pk", "moment"):
        yield about_raised(one, f"{step}-{one.moment:%Y%m%d%H%M%S}", words, at=one.moment)


TIDINGS = (
    TidingKind(
        "opportunity.mine", "An opportunity is mine", "1 opportunity is yours", "{n} opportunities are yours",
        "opportunities:register", owned, opportunities_visible_to, still_mine, Pace.DAILY,
    ),
    TidingKind(
        "opportunity.joined", "What is mine is one with another", "1 thing of yours is one with another", "{n} things of yours are one with others",
        "opportunities:register", one_with_another, opportunities_visible_to, usual=Pace.DAILY,
    ),
    TidingKind(
        "raised.stepped", "What I raised moves in the register", "1 thing you raised moved on", "{n} things you raised moved on",
        "desk:raised_list", stepped, elevations_visible_to, usual=Pace.DAILY,
    ),
)  # fmt: skip
