"""Up to which amount somebody makes good without asking."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person, Unit

from ..models import Empowerment

NOTHING = Decimal(0)


def limits() -> QuerySet[Empowerment]:
    """Every limit in force, the lowest first."""
    return Empowerment.objects.filter(retired_at=None).select_related("unit")


def limit_of(person: Person | None) -> Decimal:
    """What this person may offer for one case without asking: the limit of their post nearest to their unit, else nothing."""
    if person is None or person.left_on:
        return NOTHING
    of_post = {limit.unit_id: limit.most for limit in limits().filter(post=person.post)}
    near = [unit.pk for unit in reversed(person.unit.ancestors(include_self=True))] if of_post else []
    return next((of_post[unit] for unit in (*near, None) if unit in of_post), NOTHING)


@transaction.atomic
def set_limit(*, post: str, unit: Unit | None, most: Decimal, by: object, at: datetime) -> Empowerment:
    """From now on this limit holds for the post there; it takes the place of the one before."""
    held = limits().select_for_update(of=("self",)).filter(post=post, unit=unit)
    held.update(retired_at=at)
    limit = Empowerment.objects.create(post=post, unit=unit, most=most, since=at)
    record("set a limit", limit, by=by, at=at, post=post, most=str(most))
    return limit


@transaction.atomic
def end_limit(limit: Empowerment, *, by: object, at: datetime) -> None:
    """This post asks for everything there, or goes by the limit above. Twice is once."""
    if Empowerment.objects.filter(pk=limit.pk, retired_at=None).update(retired_at=at):
        record("ended a limit", limit, by=by, at=at)
