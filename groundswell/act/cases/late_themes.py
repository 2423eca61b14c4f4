"""A theme may be found long after the voice came: when somebody changes its words, or reading was behind. Its rule opens a
case all the same, by when the theme was found and not by when the voice came."""

from datetime import datetime

from django.db.models import QuerySet

from groundswell.listen.signals.models import Signal
from groundswell.understand.themes.models import Mention

from .deserving import FRESH_FOR, conditions_of, deserving
from .models import OpeningRule

OVERLAP = 20_000
"""Mentions get their numbers before they are stored: so many before the mark are looked at again, lest one be missed."""
STEP = 5_000
"""The mark moves so far at a time, so that not every round writes."""


def signals_found_late(rule: OpeningRule, mark: datetime, at: datetime) -> QuerySet[Signal]:
    """Voices of the last thirty days that came before the rule's mark, in which one of its themes was found lately, and that
    have no case. What was said before the rule began stays as it is."""
    themes = [theme.pk for theme in rule.themes.all()]
    since = max(rule.active_from, at - FRESH_FOR)
    if not themes or rule.mentions_through is None or since >= mark:
        return Signal.objects.none()
    lately = Mention.objects.filter(pk__gt=rule.mentions_through - OVERLAP, theme__in=themes)
    voices = deserving(conditions_of(rule), since, mark).filter(case=None, received_at__lt=mark)
    return voices.filter(pk__in=lately.order_by().values("signal")).order_by("received_at", "id")


def note_mentions(rule: OpeningRule) -> None:
    """What was found until now was judged."""
    if not rule.themes.all():
        return
    newest = Mention.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if rule.mentions_through is None or newest - rule.mentions_through > STEP:
        rule.mentions_through = newest
        rule.save(update_fields=["mentions_through"])
