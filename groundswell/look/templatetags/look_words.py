"""How numbers, names and days are written: the filters of every page."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from groundswell.look import numbers

register = template.Library()
register.filter("score", numbers.plain)
register.filter("signed", numbers.signed)
register.filter("count", numbers.plain)
register.filter("share", numbers.share)
register.filter("money", numbers.money)


@register.filter
def lowered(words: object) -> str:
    """A sentence as it stands behind a colon: its first letter small."""
    text = str(words)
    return text[:1].lower() + text[1:]


@register.filter
def initials(name: object) -> str:
    """Two letters for a person: "Amira Khan" -> "AK"."""
    words = str(name or "").split()
    return "".join(word[0].upper() for word in (words[:1] + words[-1:] if len(words) > 1 else words))


@register.filter
def day(moment: datetime | date | str | None) -> str:
    """A day as people write it, "4 May 2026"; words that are already written stay."""
    if moment is None or isinstance(moment, str):
        return moment or ""
    local = (
        timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment
    )
    return date_format(local, "j F Y")
