"""What somebody is told of thanks: a colleague wrote a card."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from groundswell.foundation.tidings import NewTiding, TidingKind

from .models import ThankYou
from .queries import cards_visible_to


def cards(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Cards to one colleague. What stands on them is read where it was written."""
    for card in ThankYou.objects.filter(person__isnull=False, at__gt=since, at__lte=until):
        yield NewTiding(
            person_id=card.person_id or 0,
            subject_id=card.pk,
            key=f"{card.pk}",
            at=card.at,
            words="A colleague thanks you",
            link=f"{reverse('praise:list')}?show=cards",
            signal_id=card.signal_id,
        )


TIDINGS = (
    TidingKind(
        "praise.card", "A colleague thanks me", "1 colleague thanked you", "{n} colleagues thanked you", "praise:list",
        cards, cards_visible_to,
    ),
)  # fmt: skip
