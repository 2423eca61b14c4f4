"""Give an advocate something without buying an opinion: kept beside what it followed, within a yearly limit."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person

from . import errors
from .judging import YEAR
from .knowing import rules_in_force
from .models import Advocate, Ask, Incentive


@transaction.atomic
def give_incentive(
    advocate: Advocate,
    *,
    kind: str,
    value: Decimal,
    given_for: str,
    why: str,
    by: Person | None,
    at: datetime,
    ask: Ask | None = None,
    depends_on_opinion: bool = False,
) -> Incentive:
    """Keep what was given, for what, and what it followed. Raises a refusal where it would buy an opinion or is too much."""
    if depends_on_opinion:
        raise errors.OpinionIsNotForSale
    if ask and ask.platform and ask.platform.forbids_incentives:
        raise errors.PlatformForbidsGifts(ask.platform)
    Advocate.objects.select_for_update(of=("self",)).get(pk=advocate.pk)
    given, most = given_lately(advocate, at), rules_in_force().incentives
    if most and given + value > most:
        raise errors.TooMuchGiven(given, most)
    made = Incentive.objects.create(
        advocate=advocate, kind=kind, value=value, given_for=given_for, why=why, ask=ask, by=by, given_at=at
    )
    record("gave an advocate something", made, by=by or "Somebody", at=at, kind=kind, value=str(value))
    return made


def given_lately(advocate: Advocate, at: datetime) -> Decimal:
    """What one person was given in 365 days."""
    lately = advocate.incentives.filter(given_at__gt=at - YEAR, given_at__lte=at)
    return lately.aggregate(value=Sum("value"))["value"] or Decimal()
