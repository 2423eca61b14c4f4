"""Promise something in a case, and end the promise."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person

from ..errors import FollowUpRefused
from ..holding import hold_open
from ..models import Case, FollowUp, FollowUpEnd
from ..queries import cases_visible_to


@transaction.atomic
def promise_in_case(
    case: Case, *, what: str, person: Person, due_on: date, by: Person | None, at: datetime
) -> FollowUp:
    """Somebody does something for this customer by a day; whoever else it is, is told."""
    held = hold_open(case)
    if person.left_on:
        raise FollowUpRefused(f"{person} has left. Choose somebody who still works here.")
    follow_up = FollowUp.objects.create(case=held, what=what, person=person, due_on=due_on, by=by, at=at)
    record("promised something in a case", held, by=by or "The inner loop", at=at, person=person.name)
    return follow_up


@transaction.atomic
def end_follow_up(follow_up: FollowUp, *, is_done: bool, by: Person | None, at: datetime) -> FollowUpEnd:
    """It is done, or not needed any more; also after the case was closed. The first end stands."""
    held = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    ended = FollowUpEnd.objects.filter(follow_up=held).select_related("by").first()
    if ended:
        how = "did this" if ended.is_done else "said that this is not needed"
        raise FollowUpRefused(f"{ended.by or 'Somebody'} {how} a moment ago.")
    end = FollowUpEnd.objects.create(follow_up=held, is_done=is_done, by=by, at=at)
    verb = "kept a promise in a case" if is_done else "dropped a promise in a case"
    record(verb, held.case, by=by or "The inner loop", at=at, what=held.pk)
    return end


def open_follow_ups() -> QuerySet[FollowUp]:
    """Promises that nobody ended, the next first."""
    return FollowUp.objects.filter(end=None).select_related("person", "case__customer")


def follow_ups_of(person: Person) -> QuerySet[FollowUp]:
    """What this person has promised in cases and not ended."""
    return open_follow_ups().filter(person=person)


def overdue_follow_ups(user: User, day: date) -> QuerySet[FollowUp]:
    """Promises in cases within sight whose day has gone."""
    return open_follow_ups().filter(case__in=cases_visible_to(user), due_on__lt=day)
