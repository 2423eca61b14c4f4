"""Two published figures can tell a third one: whoever was in the first group and not in the second."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from groundswell.science.disclosure.table import SMALLEST_GROUP

Name = Hashable
MOST_COMBINED: Final = 3


@dataclass(frozen=True, slots=True)
class Leak:
    """A few people who can be worked out: the figure ``whole`` minus the figures ``parts``."""

    whole: Name
    parts: tuple[Name, ...]
    n: int


def leaks(
    groups: Mapping[Name, Collection[Hashable]],
    published: Collection[Name],
    smallest: int = SMALLEST_GROUP,
) -> tuple[Leak, ...]:
    """Which small groups can be worked out from what is published, by taking up to three figures from a larger one.

    ``groups`` names who is in each. Filters that cut a group, and the same group at two times, are groups too.
    """
    found = []
    for whole in published:
        inside = [name for name in published if name != whole and set(groups[name]) < set(groups[whole])]
        for count in range(1, MOST_COMBINED + 1):
            for parts in combinations(sorted(inside, key=str), count):
                sizes = sum(len(groups[name]) for name in parts)
                together = set().union(*(groups[name] for name in parts))
                left = len(groups[whole]) - len(together)
                if len(together) == sizes and 0 < left < smallest:
                    found.append(Leak(whole, parts, left))
    return tuple(found)


def score_of_the_rest(whole_n: int, whole_score: float, part_n: int, part_score: float) -> tuple[int, float]:
    """What anybody works out from two published scores: how many are in the one and not in the other, and their score.

    Of one person it is -100, 0 or 100: what that person said. Raises ValueError unless the whole is larger.
    """
    if not 0 <= part_n < whole_n:
        raise ValueError(f"{part_n} of {whole_n} people leave nobody to work out.")
    rest = whole_n - part_n
    return rest, (whole_n * whole_score - part_n * part_score) / rest


def publishable(
    groups: Mapping[Name, Collection[Hashable]],
    parents: Mapping[Name, Name | None],
    smallest: int = SMALLEST_GROUP,
) -> frozenset[Name]:
    """The groups of a fixed tree that may be shown: none too small, and no remainder of a parent too small either.

    Where the children that are hidden leave fewer than ``smallest`` people, the next smallest is hidden with them.
    """
    shown = {name for name, people in groups.items() if len(people) >= smallest}
    below: dict[Name, list[Name]] = {}
    for name in sorted(groups, key=lambda n: (len(groups[n]), str(n))):
        if (parent := parents.get(name)) is not None:
            below.setdefault(parent, []).append(name)
    changed = True
    while changed:
        changed = False
        for parent, children in below.items():
            here = [name for name in children if name in shown]
            if parent not in shown or not here:
                continue
            left = len(groups[parent]) - sum(len(groups[name]) for name in here)
            if 0 < left < smallest:
                shown -= {here[0], *_below(here[0], below)}
                changed = True
        orphans = {name for name in shown if parents.get(name) is not None and parents[name] not in shown}
        changed |= bool(orphans)
        shown -= orphans
    return frozenset(shown)


def _below(name: Name, below: Mapping[Name, Sequence[Name]]) -> set[Name]:
    children = set(below.get(name, ()))
    return children.union(*(_below(child, below) for child in children))
