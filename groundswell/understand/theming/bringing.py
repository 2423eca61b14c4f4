"""Themes from a file: one line for each, or one line for each word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from groundswell.listen.channels.files.tables import Problems, Table, Wanted
from groundswell.understand.themes.actions import change_theme, make_theme, usable_name, usable_terms
from groundswell.understand.themes.errors import ThemeRefused
from groundswell.understand.themes.models import Theme

from .forms import terms_of

COLUMNS = (
    Wanted("name", "Theme", ("name", "theme", "topic", "category", "thema")),
    Wanted(
        "terms", "Words that show it", ("words", "terms", "term", "word", "keywords", "keyword", "phrases")
    ),
    Wanted(
        "never", "Words that are not meant", ("never", "not", "never words", "exclude", "excluded"), False
    ),
    Wanted("means", "What it means", ("means", "meaning", "description", "definition"), False),
)


@dataclass(slots=True)
class ThemeBrought:
    """One theme of the file, with the words of all its lines."""

    name: str
    means: str = ""
    terms: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)
    known: Theme | None = None


@dataclass(frozen=True, slots=True)
class ThemesRead:
    """What a file would bring, and what of it cannot be used."""

    themes: Sequence[ThemeBrought]
    problems: Problems
    rows: int

    @property
    def changed(self) -> int:
        """How many are here already and would get the file's words."""
        return sum(one.known is not None for one in self.themes)


def read_themes(table: Table, columns: Mapping[str, int]) -> ThemesRead:
    """Lines of one name are one theme. A line that cannot be used is told and left out."""
    problems, found = Problems(), dict[str, ThemeBrought]()
    known = {theme.name.casefold(): theme for theme in Theme.objects.all()}
    for number, cells in table.cells(columns):
        try:
            name = usable_name(cells["name"])
            terms = usable_terms(terms_of(cells["terms"]), "terms")
            never = usable_terms(terms_of(cells.get("never", "")), "never_terms")
            one = found.get(name.casefold()) or ThemeBrought(name, known=_living(known.get(name.casefold())))
            usable_terms([*one.terms, *terms], "terms")
        except ThemeRefused as refused:
            problems.add(number, f"{LABELS[refused.field]}: {refused}")
            continue
        found[name.casefold()] = one
        one.terms += [term for term in terms if term not in one.terms]
        one.never += [term for term in never if term not in one.never]
        one.means = one.means or cells.get("means", "")[:300]
    return ThemesRead(list(found.values()), problems, len(table.rows))


def _living(theme: Theme | None) -> Theme | None:
    if theme and theme.retired_at:
        raise ThemeRefused("name", f"“{theme}” is retired. Bring it back on its page first.")
    return theme


LABELS = {"name": "Theme", "terms": "Words that show it", "never_terms": "Words that are not meant"}


@transaction.atomic
def keep_themes(read: ThemesRead, *, by: object, at: datetime) -> tuple[int, int]:
    """Make those that are new and give the others the file's words. Returns how many of either."""
    made = changed = 0
    for one in read.themes:
        words = {"terms": one.terms, "never_terms": one.never}
        if one.known is None:
            make_theme(one.name, "", description=one.means, **words, by=by, at=at)
            made += 1
        else:
            means = one.means or one.known.description
            change_theme(one.known, name=one.known.name, description=means, **words, by=by, at=at)
            changed += 1
    return made, changed
