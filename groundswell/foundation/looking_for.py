"""Words looked for in a column, in whatever case and script they are written."""

import re

from django.db import connection
from django.db.models import Q


def holds(field: str, words: str) -> Q:
    """Rows whose field holds these words. SQLite by itself knows the case of A to Z only, so that É would not find é."""
    if connection.vendor == "sqlite" and not words.isascii():
        return Q(**{f"{field}__iregex": re.escape(words)})
    return Q(**{f"{field}__icontains": words})
