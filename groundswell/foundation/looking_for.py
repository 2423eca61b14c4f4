"""Words looked for in a column, in whatever case and script they are written."""

import re

from django.db import connection
from django.db.models import F, Q
from django.db.models.functions import Collate, Lower
from django.db.models.lookups import Contains


def holds(field: str, words: str) -> Q:
    """Rows whose field holds these words. By themselves SQLite, and PostgreSQL with the locale C, know the case of A to Z
    only, so that É would not find é."""
    if words.isascii():
        return Q(**{f"{field}__icontains": words})
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__iregex": re.escape(words)})
    return Q(Contains(Lower(Collate(F(field), "und-x-icu")), words.lower()))
