"""What the owner of a watched figure is told: a week that chance explains badly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.foundation.tidings import NewTiding, Pace, TidingKind

from .models import Alert
from .queries import alerts_visible_to, open_alerts
from .words import what_happened


def opened(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Alerts that nobody has settled; figures only."""
    found = open_alerts(Alert.objects.filter(opened_at__gt=since, opened_at__lte=until, owner__isnull=False))
    for alert in found.select_related("series__touchpoint", "series__unit", "series__survey"):
        yield NewTiding(
            person_id=alert.owner_id or 0,
            subject_id=alert.pk,
            key=f"{alert.pk}",
            at=alert.opened_at,
            words=what_happened(alert),
            link=reverse("watching:alert", args=[alert.pk]),
        )


def not_settled(alerts: QuerySet[Alert], user: User) -> QuerySet[Alert]:
    """Nobody said yet what explains it."""
    return open_alerts(alerts)


TIDINGS = (
    TidingKind(
        "watch.moved", "A figure that I watch left the usual", "1 watched figure left the usual",
        "{n} watched figures left the usual", "watching:list", opened, alerts_visible_to, not_settled, Pace.NOW,
        at_least="somebody has to say what explains it.",
    ),
)  # fmt: skip
