"""Ask about themes: how many voices fall under each, how its words came about, what is still under way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count

from groundswell.foundation.access.models import User
from groundswell.foundation.history.models import Event
from groundswell.foundation.history.queries import events_of
from groundswell.understand.scores.explorer import voices_url
from groundswell.understand.scores.question import Question
from groundswell.understand.themes.models import Mention, Search, Theme
from groundswell.understand.themes.searching import unfinished


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme with the voices of a period that fall under it, of everybody who wrote words in it."""

    theme: Theme
    voices: int
    share: float | None
    url: str
    search: Search | None


@dataclass(frozen=True, slots=True)
class ThemeList:
    """Every theme, and how much of what customers wrote they hold together."""

    lines: list[ThemeLine]
    retired: list[ThemeLine]
    comments: int
    held: int

    @property
    def share(self) -> float | None:
        return self.held / self.comments if self.comments else None

    @property
    def is_under_way(self) -> bool:
        return any(line.search for line in self.lines)


def asked_of_themes(today: date) -> Question:
    """Every voice with words of twelve months, whatever kind of score it gave."""
    return Question(today, every=True, words=True)


def theme_list(user: User, today: date) -> ThemeList:
    """Four queries, however many themes there are."""
    question = asked_of_themes(today)
    signals = question.voices_for(user).order_by()
    comments = signals.count()
    mentions = Mention.objects.filter(signal__in=signals, theme__retired_at=None).order_by()
    counts = dict(
        Mention.objects.filter(signal__in=signals)
        .order_by()
        .values_list("theme")
        .annotate(voices=Count("signal"))
    )
    searches = {search.theme_id: search for search in unfinished()}
    lines = [_line(theme, counts, comments, question, searches) for theme in Theme.objects.all()]
    return ThemeList(
        sorted(
            (one for one in lines if not one.theme.retired_at), key=lambda one: (-one.voices, one.theme.name)
        ),
        [one for one in lines if one.theme.retired_at],
        comments,
        mentions.values("signal").distinct().count(),
    )


def theme_line(theme: Theme, user: User, today: date) -> ThemeLine:
    """One theme alone."""
    question = asked_of_themes(today)
    comments = question.voices_for(user).count()
    counts = {theme.pk: replace(question, theme=theme).voices_for(user).count()}
    searches = {search.theme_id: search for search in unfinished().filter(theme=theme)}
    return _line(theme, counts, comments, question, searches)


def _line(
    theme: Theme, counts: dict[int, int], comments: int, question: Question, searches: dict[int, Search]
) -> ThemeLine:
    voices = counts.get(theme.pk, 0)
    share = voices / comments if comments else None
    return ThemeLine(theme, voices, share, voices_url(question, theme=theme), searches.get(theme.pk))


@dataclass(frozen=True, slots=True)
class Wording:
    """What somebody said of a theme at one moment."""

    what: str
    by: str
    at: datetime
    version: int | None
    terms: str
    never: str
    counted_at: datetime | None


SAID = {
    "made theme": "Made",
    "changed terms": "Reworded",
    "renamed theme": "Renamed",
    "retired theme": "Retired",
    "brought back theme": "Brought back",
}


def wordings_of(theme: Theme) -> list[Wording]:
    """How it became what it is, the newest first, and since when earlier voices are counted by each wording."""
    counted = dict(theme.searches.exclude(counted_at=None).values_list("version", "counted_at"))
    told = [_wording(event.verb, event, counted) for event in events_of(theme) if event.verb in SAID]
    return told[::-1]


def _wording(verb: str, event: Event, counted: dict[int, datetime]) -> Wording:
    detail = event.detail
    is_worded = verb in {"made theme", "changed terms"}
    version = detail.get("version", 1) if is_worded else None
    return Wording(
        SAID[verb],
        event.by,
        event.at,
        version,
        _listed(detail.get("terms", [])) if is_worded else "",
        _listed(detail.get("never", [])) if is_worded else "",
        counted.get(version) if version else None,
    )


def _listed(terms: Iterable[str]) -> str:
    return ", ".join(terms)
