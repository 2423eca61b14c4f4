"""Episodes as other systems tell of them: in addresses and codes."""

from datetime import datetime

from groundswell.foundation.customers.meeting import Who, meet_customers
from groundswell.foundation.customers.queries import canonical_email
from groundswell.foundation.erasing.ledger import AT_ERASED_WISH, Ledger
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit

from .actions import record_episode
from .errors import EpisodeUnusable
from .models import Episode

LONGEST_KEY = 120


def episode_by_words(
    email: str,
    *,
    touchpoint: str,
    source: str,
    key: str,
    happened_at: datetime,
    by: object,
    at: datetime,
    unit: str | None = None,
    employee: str | None = None,
) -> Episode:
    """Record an episode of the customer with this address, met where we did not know them. Unknown codes are refused."""
    folded = canonical_email(email)
    if not folded or "@" not in folded:
        raise EpisodeUnusable(f"{email!r} is no e-mail address.")
    if not key.strip() or len(key) > LONGEST_KEY:
        raise EpisodeUnusable(f"Give a key of at most {LONGEST_KEY} characters, such as the order number.")
    point = Touchpoint.objects.filter(code=touchpoint).first()
    if point is None:
        raise EpisodeUnusable(f"There is no touchpoint with the code {touchpoint!r}.")
    place = Unit.objects.filter(code=unit).first() if unit else None
    if unit and place is None:
        raise EpisodeUnusable(f"There is no unit with the code {unit!r}.")
    colleague = Person.objects.filter(email__iexact=employee).first() if employee else None
    if employee and colleague is None:
        raise EpisodeUnusable(f"Nobody here has the address {employee!r}.")
    if Ledger().leaves_out(Who(email=folded), happened_at):
        raise EpisodeUnusable(f"Left out: {AT_ERASED_WISH} after that moment.")
    customer = meet_customers([folded])[folded]
    return record_episode(
        customer,
        point,
        source=source,
        key=key,
        happened_at=happened_at,
        unit=place,
        employee=colleague,
        by=by,
        at=at,
    )
