"""Colleagues whom customers name in their words: full names anywhere, first names where they mean one person only."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from groundswell.foundation.organisation.models import Person

SHORTEST = 3
ALSO_WORDS = frozenset(
    [
        "april",
        "art",
        "august",
        "autumn",
        "bill",
        "bliss",
        "chase",
        "christian",
        "clay",
        "dawn",
        "dean",
        "drew",
        "faith",
        "frank",
        "grace",
        "grant",
        "guy",
        "heath",
        "hope",
        "iris",
        "ivy",
        "jack",
        "jade",
        "jasmine",
        "joy",
        "june",
        "lane",
        "lily",
        "mark",
        "max",
        "may",
        "miles",
        "olive",
        "pat",
        "pearl",
        "penny",
        "poppy",
        "ray",
        "rich",
        "rob",
        "robin",
        "rose",
        "ruby",
        "sky",
        "summer",
        "sue",
        "victor",
        "violet",
        "wade",
        "ward",
        "will",
        "willow",
        "wren",
    ]
)
"""First names that are words as well: they name nobody by themselves."""


@dataclass(frozen=True, slots=True)
class Names:
    """What to look for in the words about one unit: each name with the person whom it means."""

    pattern: re.Pattern[str] | None
    people: dict[str, int]

    def found_in(self, words: str) -> list[int]:
        """The ids of the colleagues who are named, each once, in the order of the words."""
        if self.pattern is None or not words:
            return []
        return list(dict.fromkeys(self.people[match[0]] for match in self.pattern.finditer(words)))


def names_of(colleagues: Iterable[Person]) -> Names:
    """Full names, and the first names that only one of these colleagues has and that are no words. Written as names are."""
    team = list(colleagues)
    full = {one.name: one.pk for one in team if " " in one.name}
    firsts = Counter(one.first_name for one in team)
    people = full | {
        one.first_name: one.pk
        for one in team
        if firsts[one.first_name] == 1
        and len(one.first_name) >= SHORTEST
        and one.first_name[:1].isupper()
        and one.first_name.casefold() not in ALSO_WORDS
    }
    shared = {name for name, times in Counter(one.name for one in team).items() if times > 1}
    people = {name: pk for name, pk in people.items() if name not in shared}
    longest = sorted(people, key=len, reverse=True)
    pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)" if longest else None
    return Names(re.compile(pattern) if pattern else None, people)
