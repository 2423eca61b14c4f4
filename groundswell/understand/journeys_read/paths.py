"""What came before a poor relationship score: the last touchpoints of the same customer in the quarter before it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from .experiences import Experience, Said

EPISODE = timedelta(days=60)
"""So soon after a good experience a bad one belongs to the same story."""
BEFORE = timedelta(days=91)
"""So long an experience is taken to weigh on an answer about the relationship."""
LAST_STEPS = 3
FEWEST_POOR = 5
MOST_PATHS = 40
MOST_STORIES = 8
Steps = tuple[tuple[int, str], ...]
Story = tuple[int, ...]
Dated = tuple[int, datetime, Story]
"""In how many of its voices somebody wrote, when it ended, and its voices."""


@dataclass(slots=True)
class WaysThere:
    """Of every path: how many poor and good answers came after it, and the voices of the newest poor ones."""

    poor: Counter[Steps] = field(default_factory=Counter)
    good: Counter[Steps] = field(default_factory=Counter)
    stories: dict[Steps, list[Dated]] = field(default_factory=lambda: defaultdict(list))

    @property
    def most_poor(self) -> Sequence[Steps]:
        """Those before most poor answers."""
        return [steps for steps, n in self.poor.most_common(MOST_PATHS) if n >= FEWEST_POOR]


def dated(*voices: Said) -> Dated:
    """One story of a customer, in its order."""
    return sum(one.has_words for one in voices), voices[-1].at, tuple(one.signal for one in voices)


def worth_reading(stories: Sequence[Dated]) -> Sequence[Story]:
    """Those in which somebody wrote most first, then the newest."""
    return [story for _, _, story in sorted(stories, reverse=True)[:MOST_STORIES]]


def ways_there(stories: Mapping[int, Sequence[Experience]], said: Mapping[int, Sequence[Said]]) -> WaysThere:
    """Every answer about the relationship with an experience in the quarter before it."""
    found = WaysThere()
    for person, answers in said.items():
        for answer in answers:
            before = [one for one in stories.get(person, ()) if answer.at - BEFORE <= one.at < answer.at]
            if before and (answer.is_good or answer.is_bad):
                _count(found, answer, before)
    return found


def _count(found: WaysThere, answer: Said, before: Sequence[Experience]) -> None:
    last = before[-LAST_STEPS:]
    steps = tuple(step for step, _ in groupby((one.touchpoint, one.mood) for one in last))
    (found.poor if answer.is_bad else found.good)[steps] += 1
    if answer.is_bad:
        found.stories[steps].append(dated(*last, answer))
