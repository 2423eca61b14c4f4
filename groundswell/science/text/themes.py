"""What a comment is about: the terms that people gave to each theme, found as whole words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from groundswell.science.text.words import Span, words_in


@dataclass(frozen=True, slots=True)
class ThemePattern:
    """A theme by its code, the terms that name it, and terms that look like it but are not meant."""

    code: str
    terms: tuple[str, ...]
    never_terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a theme is named: text[start:end] == words."""

    code: str
    start: int
    end: int
    words: str


@dataclass(slots=True)
class _Branch:
    """A step in the tree of terms: which words may follow, and which themes end here."""

    next: dict[str, _Branch] = field(default_factory=dict)
    themes: list[int] = field(default_factory=list)
    never: list[int] = field(default_factory=list)


class ThemeMatcher:
    """All themes compiled once; finding costs one step per word however many themes there are.

    Terms are words, never patterns: nothing in them is special. Every word of a term also matches with -s, -es
    or -ing. Languages written without spaces are not served.
    """

    def __init__(self, patterns: Iterable[ThemePattern]) -> None:
        self._patterns: Sequence[ThemePattern] = tuple(patterns)
        if len({pattern.code for pattern in self._patterns}) < len(self._patterns):
            raise ValueError("Each theme needs a code of its own.")
        self._tree = _Branch()
        for position, pattern in enumerate(self._patterns):
            for term in pattern.terms:
                self._end_of(term).themes.append(position)
            for term in pattern.never_terms:
                self._end_of(term).never.append(position)

    def find_themes(self, text: str) -> list[Mention]:
        """Every mention in the order of the text; where terms of a theme overlap, the first and longest wins.

        A never-term silences the mentions that it touches; one that touches none silences its theme altogether.
        """
        found, never = self._found(text)
        kept = [
            (span, theme)
            for theme, spans in found.items()
            for span in _silenced(_longest(spans), never.get(theme, []))
        ]
        kept.sort(key=lambda pair: (pair[0].start, pair[0].end, pair[1]))
        return [
            Mention(self._patterns[theme].code, span.start, span.end, text[span.start : span.end])
            for span, theme in kept
        ]

    def _end_of(self, term: str) -> _Branch:
        """The branch at which the term ends, grown where it is missing; a term without words is refused."""
        branch = self._tree
        for word, _ in words_in(term):
            branch = branch.next.setdefault(word, _Branch())
        if branch is self._tree:
            raise ValueError(f"{term!r} is not a term: it has no words.")
        return branch

    def _found(self, text: str) -> tuple[dict[int, list[Span]], dict[int, list[Span]]]:
        words = list(words_in(text))
        found: dict[int, list[Span]] = {}
        never: dict[int, list[Span]] = {}
        for first, (_, start) in enumerate(words):
            branches = [self._tree]
            for position in range(first, len(words)):
                word, end = words[position]
                branches = [
                    after for branch in branches for stem in _stems(word) if (after := branch.next.get(stem))
                ]
                if not branches:
                    break
                span = Span(start.start, end.end)
                for branch in branches:
                    for theme in branch.themes:
                        found.setdefault(theme, []).append(span)
                    for theme in branch.never:
                        never.setdefault(theme, []).append(span)
        return found, never


def find_themes(text: str, patterns: Iterable[ThemePattern]) -> list[Mention]:
    """Mentions in a single text; keep a ThemeMatcher for many."""
    return ThemeMatcher(patterns).find_themes(text)


def _stems(word: str) -> tuple[str, ...]:
    """The word itself, then the words of which it may be a simple form: deliveries, boxes, charging, fitting."""
    stems = [word]
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        stems.append(word[:-1])
        if word.endswith("es"):
            stems.append(word[:-2])
        if word.endswith("ies"):
            stems.append(word[:-3] + "y")
    if len(word) > 5 and word.endswith("ing"):
        stems += [word[:-3], word[:-3] + "e"]
        if word[-4] == word[-5]:
            stems.append(word[:-4])
    return tuple(stems)


def _longest(spans: list[Span]) -> list[Span]:
    """Overlapping spans reduced to the first, and of those that start alike to the longest."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _silenced(spans: list[Span], never: list[Span]) -> list[Span]:
    if not never:
        return spans
    named, unwanted = _covered(spans), _covered(never)
    if any(named.isdisjoint(range(span.start, span.end)) for span in never):
        return []
    return [span for span in spans if unwanted.isdisjoint(range(span.start, span.end))]


def _covered(spans: list[Span]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}
