"""Hold opportunities while somebody acts on them. What is one with another is acted on there."""

from __future__ import annotations

from .errors import MergedAway
from .models import Merger, Opportunity


def locked(opportunity: Opportunity) -> Opportunity:
    """The opportunity as it is now, while nobody else acts on it; rows that point to it may still be written."""
    return Opportunity.objects.select_for_update(of=("self",), no_key=True).get(pk=opportunity.pk)


def held(*opportunities: Opportunity) -> list[Opportunity]:
    """Each as it is now, locked in one order for everybody. Raises MergedAway where one is one with another."""
    found = {one.pk: locked(one) for one in sorted(opportunities, key=lambda one: one.pk)}
    gone = Merger.objects.filter(opportunity__in=found).select_related("opportunity", "into", "by").first()
    if gone:
        raise MergedAway(
            f"{gone.by or 'Somebody'} joined “{gone.opportunity}” with “{gone.into}”. Go on there."
        )
    return [found[one.pk] for one in opportunities]
