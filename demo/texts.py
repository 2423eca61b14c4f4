"""The words of customers: real reviews where garments are the topic, seeded sentences about service."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import cycle, product
from pathlib import Path

import numpy as np

from demo.chance import stream

VOICES = Path(__file__).parent / "voices"
FOR_THE_TUTORIAL = 400
"""The last reviews stay out of the demonstration: the tutorial brings them in by a file."""

KIND_OF = {
    "browsing": "web",
    "checkout": "web",
    "newsletter": "club",
    "loyalty-club": "club",
    "shop-visit": "shop",
    "delivery": "delivery",
    "alterations": "alterations",
    "returns": "returns",
    "order-help": "service",
    "complaint-handling": "service",
    "brand": "brand",
}
SHARE_OF_REVIEWS = {"garment": 1.0, "fitting-room": 1.0, "shop-visit": 0.25, "brand": 0.3}


class Texts:
    """Hands out comments; within one kind and mood each text is used before any is used again."""

    def __init__(self, seed: int) -> None:
        self._rng = stream(seed, "texts")
        self._decks: dict[tuple[str, str], Iterator[str]] = {}
        self._given: dict[int, set[str]] = defaultdict(set)

    def about(self, code: str, score: int, customer: int) -> str:
        """A comment on a touchpoint that fits the score, never one that this customer gave before."""
        if self._rng.random() < SHARE_OF_REVIEWS.get(code, 0.0):
            deck = self._deck("review", _stars_for(score, self._rng.random()))
        else:
            deck = self._deck(KIND_OF[code], _mood(score))
        return self._fresh(deck, customer)

    def complaint(self, customer: int) -> str:
        """What somebody writes who complains."""
        return self._fresh(self._deck("complaints", "bad"), customer)

    def _fresh(self, deck: Iterator[str], customer: int) -> str:
        text = next(text for text in deck if text not in self._given[customer])
        self._given[customer].add(text)
        return text

    def _deck(self, kind: str, mood: str) -> Iterator[str]:
        if (kind, mood) not in self._decks:
            texts = list(reviews()[mood] if kind == "review" else sentences(kind, mood))
            self._decks[kind, mood] = cycle(texts[place] for place in self._rng.permutation(len(texts)))
        return self._decks[kind, mood]


def _mood(score: int) -> str:
    return "good" if score >= 9 else "mixed" if score >= 7 else "bad"


def _stars_for(score: int, chance: float) -> str:
    """The band of stars whose reviews fit a score."""
    if score >= 9:
        return "5"
    if score >= 7:
        return "3" if score == 7 and chance < 0.3 else "4"
    return "3" if score >= 5 and chance < 0.5 else "1-2"


@cache
def reviews() -> dict[str, tuple[str, ...]]:
    """Real reviews by stars; one and two stars are one band."""
    with (VOICES / "womens_clothing_reviews.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[:-FOR_THE_TUTORIAL]
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found["1-2" if row["rating"] in "12" else row["rating"]].append(row["text"].strip())
    return {stars: tuple(dict.fromkeys(texts)) for stars, texts in found.items()}


@cache
def sentences(kind: str, mood: str) -> tuple[str, ...]:
    """Every comment that the clauses of one kind and mood make."""
    parts = json.loads((VOICES / "service_sentences.json").read_text(encoding="utf-8"))["kinds"][kind][mood]
    made = product(parts["first"], parts["then"], ["", *parts["end"]])
    return tuple(" ".join(filter(None, words)) for words in made)


def texts_of_kind(kind: str) -> set[str]:
    """All distinct comments of one kind, whatever their mood."""
    moods = ("bad",) if kind == "complaints" else ("bad", "mixed", "good")
    return {text for mood in moods for text in sentences(kind, mood)}


def has_words(rng: np.random.Generator, share: float, score: int) -> bool:
    """Whether somebody writes why: the unhappy and the delighted oftener than those between."""
    return bool(rng.random() < share * (1.35 if score <= 6 else 1.1 if score >= 9 else 0.7))
