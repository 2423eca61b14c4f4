"""Some of the voices behind an alert, within the reader's sight, on the side to which the figure moved."""

from __future__ import annotations

from datetime import datetime, time

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.look.components import Voice
from groundswell.science.text.quotes import best_quotes

from .models import Alert, WatchedSeries
from .weeks import WEEK

What = WatchedSeries.What
TO_CHOOSE_FROM = 200


def voices_behind(alert: Alert, user: User, count: int = 3) -> list[Voice]:
    """The sentences that say it best, out of the newest words of those weeks; where they are few, whole words as they came.

    Masked of personal data.
    """
    found = list(_voices(alert, user).exclude(reading=None).exclude(comment="")[:TO_CHOOSE_FROM])
    feeling = "positive" if alert.is_high and alert.series.what == What.SCORE else "negative"
    words = [signal.reading.redacted_comment for signal in found]
    quotes = best_quotes(words, count, feeling)
    chosen = {quote.comment for quote in quotes}
    others = [place for place in range(len(found)) if place not in chosen and words[place]]
    fitting = [(quote.comment, quote.text) for quote in quotes]
    fitting += [(place, words[place]) for place in others[: count - len(fitting)]]
    return [_card(found[place], text) for place, text in fitting]


def _voices(alert: Alert, user: User) -> QuerySet[Signal]:
    series, zone = alert.series, timezone.get_default_timezone()
    begins, ends = (datetime.combine(day, time(), zone) for day in (alert.since, alert.week + WEEK))
    found = signals_visible_to(user).filter(submitted_at__gte=begins, submitted_at__lt=ends)
    if series.what == What.SCORE:
        found = found.filter(kind_of_score=series.kind_of_score)
        found = found.filter(score__gte=9) if alert.is_high else found.filter(score__lte=6)
    if series.what == What.COMPLAINTS:
        found = found.filter(complaint__isnull=False)
    point = series.touchpoint_id or (series.survey and series.survey.touchpoint_id)
    found = found.filter(touchpoint=point) if point else found
    found = found.filter(unit__in=subtree_ids(series.unit)) if series.unit else found
    return found.select_related("touchpoint", "unit", "reading")


def _card(signal: Signal, words: str) -> Voice:
    return Voice(
        text=words,
        score=signal.score,
        said_at=signal.submitted_at,
        touchpoint=str(signal.touchpoint or ""),
        unit=str(signal.unit or ""),
        channel=signal.get_channel_display(),
        url=reverse("desk:voice", args=[signal.pk]),
    )
