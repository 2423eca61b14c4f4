"""What is done with themes: made, narrowed, found in signals."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from groundswell.foundation.bulk_rows import insert_rows
from groundswell.foundation.history.actions import record
from groundswell.listen.signals.models import Signal
from groundswell.science.text.themes import ThemeMatcher, ThemePattern

from .models import Mention, Theme

AT_ONCE = 5000


@transaction.atomic
def make_theme(
    name: str,
    code: str,
    terms: list[str],
    *,
    by: object,
    at: datetime,
    never_terms: Sequence[str] = (),
    description: str = "",
) -> Theme:
    """A new theme with the terms that show it."""
    theme = Theme.objects.create(
        name=name, code=code, terms=_tidy(terms), never_terms=_tidy(never_terms), description=description
    )
    record("made theme", theme, by=by, at=at, terms=theme.terms)
    return theme


@transaction.atomic
def change_terms(
    theme: Theme, terms: list[str], never_terms: list[str], *, by: object, at: datetime
) -> Theme:
    """New terms are a new version; every signal that was read is searched again for this theme."""
    theme.terms, theme.never_terms, theme.version = _tidy(terms), _tidy(never_terms), theme.version + 1
    theme.save()
    record("changed terms", theme, by=by, at=at, terms=theme.terms, version=theme.version)
    Mention.objects.filter(theme=theme).delete()
    said, last = Signal.objects.exclude(comment="").exclude(reading=None).order_by("id"), 0
    while comments := list(said.filter(id__gt=last).values_list("id", "comment")[:AT_ONCE]):
        find_mentions(comments, [theme])
        last = comments[-1][0]
    return theme


def find_mentions(comments: Sequence[tuple[int, str]], themes: Sequence[Theme] | None = None) -> int:
    """Find the living themes in these words (signal id, comment); a mention that is there already stays."""
    by_code = {theme.code: theme for theme in (themes or Theme.objects.filter(retired_at=None))}
    matcher = ThemeMatcher(
        ThemePattern(t.code, tuple(t.terms), tuple(t.never_terms)) for t in by_code.values()
    )
    known: dict[str, dict[str, str]] = {}
    rows: list[tuple[int, int, str, int]] = []
    for signal_id, comment in comments if by_code else ():
        if comment not in known:
            known[comment] = {found.code: found.words for found in reversed(matcher.find_themes(comment))}
        for code, words in known[comment].items():
            theme = by_code[code]
            rows.append((signal_id, theme.pk, words[:80], theme.version))
    held = ("signal_id", "theme_id")
    return insert_rows(Mention, ("signal_id", "theme_id", "words", "version"), rows, held)


def _tidy(terms: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(term.split()).casefold() for term in terms if term.strip()))
