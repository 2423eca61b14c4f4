"""How a public page is found and passed on: its one address, its languages, and a sentence of what it tells."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.text import Truncator

from groundswell.listen.surveys.language_names import own_name

from .models import Announcement

LONGEST = 160
"""Letters that a search result shows."""


def found_by(announcements: Iterable[Announcement], path: str, words: str) -> dict[str, object]:
    """For the head of a page. Languages are those in which something on it is worded, one address for each."""
    address = f"{settings.BASE_URL}{path}"
    spoken = {
        code for one in announcements for code in (one.language, *(w.language for w in one.wordings.all()))
    }
    return {
        "address": address,
        "spoken": [(code, own_name(code), f"{address}?lang={code}") for code in sorted(spoken)],
        "in_short": Truncator(" ".join(words.split())).chars(LONGEST),
    }
