"""Lists that somebody keeps under a name, alone or for everybody in their part of the organisation."""

from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.db.models import Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person, Unit

from .filters import ASKS
from .models import SavedView

NEVER_KEPT = ("q", "page")
"""Words that were looked for may name a customer; a page number means another page tomorrow."""


def views_visible_to(user: User) -> QuerySet[SavedView]:
    """One's own, and those kept for the part of the organisation that one works in."""
    if user.person is None:
        return SavedView.objects.none()
    above = user.person.unit.ancestors(include_self=True).values("pk")
    return SavedView.objects.filter(Q(by=user.person) | Q(unit__in=above)).select_related("by", "unit")


@transaction.atomic
def keep_view(name: str, asks: str, *, unit: Unit | None, by: Person, at: datetime) -> SavedView | None:
    """Keep what an address asks under a name; the same name of the same person is the same list."""
    name = " ".join(name.split())[:60]
    known = [
        (key, value) for key, value in parse_qsl(asks.lstrip("?")) if key in ASKS and key not in NEVER_KEPT
    ]
    if not name:
        return None
    wanted = {"asks": ("?" + urlencode(known))[:500], "unit": unit, "at": at}
    kept, _ = SavedView.objects.update_or_create(by=by, name=name, defaults=wanted)
    return kept


def forget_view(view: SavedView, *, by: Person) -> bool:
    """Put a list away. Only who keeps it does."""
    return bool(SavedView.objects.filter(pk=view.pk, by=by).delete()[0])
