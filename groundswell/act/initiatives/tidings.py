"""What those who run an initiative are told: a gate is due, a step is late, a risk wants a look, something is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from groundswell.foundation.access.models import User
from groundswell.foundation.saying import Said, say
from groundswell.foundation.tidings import NewTiding, Pace, TidingKind

from .models import Gate, Initiative, Milestone, Risk, RiskLook, Want
from .queries import initiatives_visible_to

AHEAD = timedelta(days=7)
"""So long before its day a gate is announced to whoever decides at it."""


def gates_due(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """A week before its day, to the sponsor and the owner."""
    first, last = localdate(since) + AHEAD, localdate(until) + AHEAD
    waiting = _running(Gate.objects.filter(due_on__gte=first, due_on__lte=last)).exclude(
        decisions__passed=True
    )
    for gate in waiting:
        stage = say(gate.get_opens_display())
        words = say("The gate to “{stage}” is due on {due:day}", stage=stage, due=gate.due_on)
        yield from _told(
            gate.initiative, gate.pk, f"{gate.pk}-{gate.due_on}", until, words, "#gates", sponsor=True
        )


def steps_late(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """On the day after, to the owner."""
    for one in _running(_past(Milestone.objects.filter(reached_at=None), "due_on", since, until)):
        yield from _told(
            one.initiative, one.pk, f"{one.pk}-{one.due_on}", until, "A step of yours is late", "#steps"
        )


def risks_to_see(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """When the agreed day has come and nobody looked, to whoever looks after the risk."""
    looks = _past(RiskLook.objects.filter(risk__closed_at=None), "again_on", since, until)
    for look in looks.select_related("risk__initiative"):
        newest = look.risk.looks.first()
        if newest is not None and newest.pk == look.pk and look.risk.initiative.ended_at is None:
            yield NewTiding(
                look.risk.owner_id, look.risk_id, f"{look.pk}", until, "A risk wants another look",
                f"{reverse('initiatives:initiative', args=[look.risk.initiative_id])}#risks",
            )  # fmt: skip


def wanted(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """As soon as it is said, to the sponsor."""
    for want in _running(Want.objects.filter(found_at=None, wanted_at__gt=since, wanted_at__lte=until)):
        yield NewTiding(
            want.initiative.sponsor_id, want.initiative_id, f"want-{want.pk}", want.wanted_at,
            "An initiative that you sponsor wants a capability",
            f"{reverse('initiatives:initiative', args=[want.initiative_id])}#people",
        )  # fmt: skip


def gates_of(user: User) -> QuerySet[Gate]:
    return Gate.objects.filter(initiative__in=initiatives_visible_to(user))


def steps_of(user: User) -> QuerySet[Milestone]:
    return Milestone.objects.filter(initiative__in=initiatives_visible_to(user))


def risks_of(user: User) -> QuerySet[Risk]:
    return Risk.objects.filter(initiative__in=initiatives_visible_to(user), closed_at=None)


def not_passed(gates: QuerySet[Gate], user: User) -> QuerySet[Gate]:
    return gates.exclude(decisions__passed=True)


def not_reached(steps: QuerySet[Milestone], user: User) -> QuerySet[Milestone]:
    return steps.filter(reached_at=None)


def _past(rows: QuerySet, field: str, since: datetime, until: datetime) -> QuerySet:
    """Rows whose day ended between the two."""
    first, last = localdate(since), localdate(until)
    return rows.filter(**{f"{field}__gte": first, f"{field}__lt": last}) if first < last else rows.none()


def _running(rows: QuerySet) -> QuerySet:
    return rows.filter(initiative__ended_at=None).select_related("initiative__owner", "initiative__sponsor")


def _told(
    initiative: Initiative,
    subject: int,
    key: str,
    at: datetime,
    words: Said | str,
    place: str,
    *,
    sponsor: bool = False,
) -> Iterator[NewTiding]:
    people = {one.pk for one in (initiative.owner, initiative.sponsor) if one.left_on is None}
    if not sponsor and initiative.owner.left_on is None:
        people = {initiative.owner_id}
    link = reverse("initiatives:initiative", args=[initiative.pk]) + place
    for person in sorted(people):
        yield NewTiding(person, subject, key, at, words, link)


TIDINGS = (
    TidingKind(
        "initiative.gate", "A gate of an initiative is due", "1 gate is due", "{n} gates are due", "initiatives:board",
        gates_due, gates_of, not_passed, Pace.DAILY,
    ),
    TidingKind(
        "initiative.step", "A step of my initiative is late", "1 step is late", "{n} steps are late", "initiatives:board",
        steps_late, steps_of, not_reached, Pace.DAILY,
    ),
    TidingKind(
        "initiative.risk", "A risk that I look after wants a look", "1 risk wants a look", "{n} risks want a look",
        "initiatives:board", risks_to_see, risks_of, usual=Pace.WEEKLY,
    ),
    TidingKind(
        "initiative.want", "An initiative that I sponsor wants something", "1 capability is wanted",
        "{n} capabilities are wanted", "initiatives:board", wanted, initiatives_visible_to, usual=Pace.DAILY,
    ),
)  # fmt: skip
