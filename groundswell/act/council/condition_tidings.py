"""What people are told of conditions: one is theirs, comes due, is late, or was not met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.saying import say
from groundswell.foundation.tidings import NewTiding

from .minutes import open_conditions
from .models import Condition, Fulfilment, Seat
from .owed import owes, sees_to
from .queries import proposals_visible_to
from .seats import those_seated

AHEAD = timedelta(days=3)


def conditions_told(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """To who sees to it: it is yours, and it is due. To them and the body, and the sponsor: its day is over, it was not met."""
    seated = those_seated(timezone.localdate(until))
    yield from _given(since, until)
    yield from _coming_due(since, until, seated)
    yield from _not_met(since, until, seated)


def _given(since: datetime, until: datetime) -> Iterator[NewTiding]:
    fresh = Q(decision__at__gt=since, decision__at__lte=until)
    handed = Q(entrustings__at__gt=since, entrustings__at__lte=until)
    words = "You see to a condition of {body} by {day:day}"
    for one in open_conditions().filter(fresh | handed, owner__isnull=False).distinct():
        yield _tiding(one, one.owner_id, f"yours-{one.owner_id}", until, words, one.due_on)


def _coming_due(since: datetime, until: datetime, seated: dict[int, list[Seat]]) -> Iterator[NewTiding]:
    first, last = timezone.localdate(since), timezone.localdate(until)
    near = Q(due_on__gt=first + AHEAD, due_on__lte=last + AHEAD)
    late = Q(due_on__gte=first, due_on__lt=last)
    found = open_conditions().filter(near | late).select_related("owner", "decision__by__person")
    for one in found:
        who, is_late = sees_to(one, seated, last), one.due_on < last
        words = "A condition of {body} is not met, and its day is over" if is_late else DUE
        for person_id in sorted(({who.pk} if who else set()) | (_body_of(one, seated) if is_late else set())):
            yield _tiding(one, person_id, "late" if is_late else "near", until, words, one.due_on)


DUE = "A condition of {body} is due by {day:day}"


def _not_met(since: datetime, until: datetime, seated: dict[int, list[Seat]]) -> Iterator[NewTiding]:
    said = Fulfilment.objects.filter(is_met=False, at__gt=since, at__lte=until)
    about = ("condition__decision__proposal__body", "condition__decision__by__person", "condition__owner")
    for given in said.select_related(*about):
        one = given.condition
        told = {*_body_of(one, seated), *([one.owner_id] if one.owner_id else [])}
        for person_id in sorted(told - {given.by_id}):
            yield _tiding(one, person_id, "not-met", until, "A condition of {body} was not met", None)


def _body_of(condition: Condition, seated: dict[int, list[Seat]]) -> set[int]:
    """Who decided, who chairs, and who sponsors the work."""
    decision = condition.decision
    who, seats = owes(decision, seated), seated.get(decision.proposal.body_id, ())
    work = getattr(decision, "initiative", None)
    return {
        *([who.pk] if who else []),
        *(seat.person_id for seat in seats if seat.is_chair),
        *([work.sponsor_id] if work else []),
    }


def _tiding(
    one: Condition, person_id: int, key: str, at: datetime, words: str, day: date | None
) -> NewTiding:
    said = {"body": one.decision.proposal.body} | ({"day": day} if "{day" in words else {})
    return NewTiding(
        person_id=person_id,
        subject_id=one.pk,
        key=f"{one.pk}-{key}-{one.due_on}",
        at=at,
        words=say(words, **said),
        link=reverse("council:proposal", args=[one.decision.proposal_id]),
    )


def conditions_seen_by(user: User) -> QuerySet[Condition]:
    return Condition.objects.filter(decision__proposal__in=proposals_visible_to(user))


def not_met_yet(conditions: QuerySet[Condition], user: User) -> QuerySet[Condition]:
    """Open, or not met."""
    return conditions.exclude(fulfilment__is_met=True)
