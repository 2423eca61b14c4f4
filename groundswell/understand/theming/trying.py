"""Try words before they become a theme: what would fall under them, and what people say that no theme holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from groundswell.foundation.access.models import User
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.science.text.discovery import TermApart, terms_apart
from groundswell.science.text.redaction import redacted
from groundswell.science.text.themes import ThemeMatcher, ThemePattern
from groundswell.understand.themes.models import Mention, Theme

NEWEST = 5000
SHOWN = 8
AROUND = 110
UNHAPPY, HAPPY = 6, 9
ENOUGH = 20
"""Comments of either kind before their words are compared."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A piece of one comment, without personal data, around the words that were found."""

    before: str
    words: str
    after: str
    score: int | None
    at: datetime
    signal_id: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What would fall under the words among the newest comments; ``also`` are the themes that hold some of it already."""

    comments: int
    found: int
    since: datetime | None
    samples: list[Sample]
    by_term: list[tuple[str, int]]
    also: list[tuple[str, int]]
    gained: int | None
    lost: int | None
    lost_samples: list[Sample]

    @property
    def share(self) -> float | None:
        return self.found / self.comments if self.comments else None


@dataclass(frozen=True, slots=True)
class Unheld:
    """Words of the unhappy and of the happy that stand in comments without any theme."""

    comments: int
    pains: list[TermApart]
    praise: list[TermApart]


def try_words(terms: Sequence[str], never: Sequence[str], user: User, *, of: Theme | None = None) -> Trial:
    """The newest comments within sight, searched by these words. ``of`` is the theme that they would change."""
    said = _newest(user)
    matcher = ThemeMatcher([ThemePattern("tried", tuple(terms), tuple(never))])
    found, by_term = [], Counter[str]()
    for signal in said:
        if mentions := matcher.find_themes(signal.comment):
            found.append(signal)
            by_term.update({one.words.casefold() for one in mentions})
    held = _held_by({signal.pk for signal in found}, besides=of)
    before = _mentioned(of, said) if of else set()
    now = {signal.pk for signal in found}
    lost = [signal for signal in said if signal.pk in before - now]
    old = ThemeMatcher([ThemePattern("before", tuple(of.terms), tuple(of.never_terms))]) if of else matcher
    return Trial(
        len(said),
        len(found),
        said[-1].submitted_at if said else None,
        [_sample(signal, matcher) for signal in _new_first(found, before)[:SHOWN]],
        by_term.most_common(12),
        held,
        len(now - before) if of else None,
        len(lost) if of else None,
        [_sample(signal, old) for signal in lost[:SHOWN]],
    )


def words_without_theme(user: User) -> Unheld:
    """What the unhappy say more than the happy, and the other way round, where no theme was found."""
    said = _newest(user)
    living = Mention.objects.filter(theme__retired_at=None, signal__in=[signal.pk for signal in said])
    held = set(living.values_list("signal", flat=True))
    free = [signal for signal in said if signal.pk not in held]
    low, high = (
        [signal.comment for signal in free if signal.score is not None and is_kind(signal.score)]
        for is_kind in (lambda score: score <= UNHAPPY, lambda score: score >= HAPPY)
    )
    if min(len(low), len(high)) < ENOUGH:
        return Unheld(len(free), [], [])
    return Unheld(len(free), terms_apart(low, high), terms_apart(high, low, most=6))


def _newest(user: User) -> Sequence[Signal]:
    voices: QuerySet[Signal] = signals_visible_to(user).exclude(comment="")
    return list(
        voices.only("id", "comment", "score", "submitted_at").order_by("-submitted_at", "-id")[:NEWEST]
    )


def _new_first(found: list[Signal], before: set[int]) -> list[Signal]:
    return sorted(found, key=lambda signal: signal.pk in before)


def _mentioned(theme: Theme, said: Sequence[Signal]) -> set[int]:
    mentions = Mention.objects.filter(theme=theme, signal__in=[signal.pk for signal in said])
    return set(mentions.values_list("signal", flat=True))


def _held_by(signals: set[int], *, besides: Theme | None) -> list[tuple[str, int]]:
    mentions = Mention.objects.filter(signal__in=signals, theme__retired_at=None)
    names = mentions.exclude(theme=besides).values_list("theme__name", flat=True)
    return Counter(names).most_common(5)


def _sample(signal: Signal, matcher: ThemeMatcher) -> Sample:
    text = " ".join(redacted(signal.comment).text.split())
    found = matcher.find_themes(text)
    start, end = (found[0].start, found[0].end) if found else (0, 0)
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    before = f"{'…' if left else ''}{text[left:start]}"
    after = f"{text[end:right]}{'…' if right < len(text) else ''}"
    return Sample(before, text[start:end], after, signal.score, signal.submitted_at, signal.pk)
