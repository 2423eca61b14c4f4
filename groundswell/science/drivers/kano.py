"""Kano: what delights, what is expected, what nobody would miss."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final, Literal

Kind = Literal["A", "O", "M", "I", "R", "Q"]
Feeling = Literal["like", "must be", "neutral", "live with", "dislike"]

FEELINGS: Final[tuple[Feeling, ...]] = ("like", "must be", "neutral", "live with", "dislike")
TABLE: Final[tuple[tuple[Kind, ...], ...]] = (
    ("Q", "A", "A", "A", "O"),
    ("R", "I", "I", "I", "M"),
    ("R", "I", "I", "I", "M"),
    ("R", "I", "I", "I", "M"),
    ("R", "R", "R", "R", "Q"),
)
"""Rows: how one feels if it is there; columns: if it is not (Kano 1984; Matzler & Hinterhuber 1998)."""


@dataclass(frozen=True, slots=True)
class KanoTally:
    """How many customers put a feature where: Attractive, One-dimensional, Must-be, Indifferent, Reverse, Questionable."""

    a: float = 0
    o: float = 0
    m: float = 0
    i: float = 0
    r: float = 0
    q: float = 0

    @property
    def n(self) -> float:
        """All who answered both questions."""
        return self.a + self.o + self.m + self.i + self.r + self.q

    @property
    def better(self) -> float | None:
        """By how much having it lifts satisfaction, 0 to 1 (Berger et al. 1993); None where nobody took a side."""
        return (self.a + self.o) / self._sides if self._sides else None

    @property
    def worse(self) -> float | None:
        """By how much lacking it costs satisfaction, 0 to -1."""
        return -(self.o + self.m) / self._sides if self._sides else None

    @property
    def _sides(self) -> float:
        return self.a + self.o + self.m + self.i

    @property
    def kind(self) -> Kind | None:
        """The most frequent kind; None unless it beats the next by more than chance (Fong 1996, at 90 %)."""
        order = sorted(self._counts, key=lambda one: -one[1])
        (first, most), (_, second) = order[0], order[1]
        if not self.n or most == second:
            return None
        needed = 1.65 * sqrt((most + second) * (2 * self.n - most - second) / (2 * self.n))
        return first if most - second >= needed else None

    @property
    def most_frequent(self) -> Kind | None:
        """The most frequent kind whatever chance may have done; None when nobody has answered or two are alike."""
        (first, most), (_, second) = sorted(self._counts, key=lambda one: -one[1])[:2]
        return first if most > second else None

    @property
    def _counts(self) -> list[tuple[Kind, float]]:
        return [("A", self.a), ("O", self.o), ("M", self.m), ("I", self.i), ("R", self.r), ("Q", self.q)]


def kind_of(if_there: Feeling, if_not: Feeling) -> Kind:
    """Where one customer puts a feature, from the answers to both questions."""
    return TABLE[FEELINGS.index(if_there)][FEELINGS.index(if_not)]
