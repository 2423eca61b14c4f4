"""The parts of a page as template tags: `{% load look %}`."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from groundswell.look import numbers
from groundswell.look.icons import icon_of

register = template.Library()

register.filter("score", numbers.plain)
register.filter("signed", numbers.signed)
register.filter("count", numbers.plain)
register.filter("share", numbers.share)

MARK = mark_safe(
    '<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true"><rect width="32" height="32" rx="7"/>'
    '<path d="M5 21c4.5 0 5.5-10 11-10c4.5 0 4 6 .5 6"/><path d="M5 26c6 0 8-4 12-4s5 2 10 2"/></svg>'
)


@register.simple_tag
def mark() -> SafeString:
    """The mark of the house, a swell, in the accent colour."""
    return MARK


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A line icon; give a `label` only where no words stand beside it."""
    return icon_of(name, label)


@register.filter
def initials(name: object) -> str:
    """Two letters for a person: "Amira Khan" -> "AK"."""
    words = str(name or "").split()
    return "".join(word[0].upper() for word in (words[:1] + words[-1:] if len(words) > 1 else words))
