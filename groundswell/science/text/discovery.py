"""Words that one group of comments uses and another does not: what might be a theme before anybody named it.

Log-odds with a Dirichlet prior, Monroe, Colaresi and Quinn (2008), "Fightin' Words", Political Analysis 16(4), equations
16 to 22. Each comment counts once for a term, so that one long letter does not make a theme.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from groundswell.science.text.sentiment import has_feeling
from groundswell.science.text.words import words_in

SURE: Final = 2.58
"""Terms are told from this z on: 1 of 100 would get there by chance on either side."""
FEWEST: Final = 5
"""Comments that must hold a term before it is told."""
EVERYDAY: Final = 0.1
"""A word that stands in more than this share of the other comments is no theme of these."""
PRIOR: Final = 10.0
"""Comments' worth of what both groups have in common, as the weight of the prior for one term per comment."""
INSIDE_ANOTHER: Final = 0.7
"""A word that stands mostly inside one phrase is told by the phrase."""
_SMALL_WORDS = (
    "a about after again all also always am an and another any anyone are as asked at back be because been before being both but by "
    "came can come could day days did do does doing done down each either else even ever every everything few first for from get "
    "gets getting give given go goes going gone got had has have having he her here him his how i if in into is it its just knew know "
    "last let like long made make makes many may me might more most much must my need needed neither never next no nobody nor not "
    "nothing now of off often on once one only or other our out over own put rather really said same say says see seen she should "
    "since so some something soon still such take taken tell than that the their them then there these they thing things this those "
    "though through time times to told too took try tried trying twice two under until up us use used very want wanted was way we "
    "well went were what when where which while who whole why will with without would yet you your im ive dont didnt isnt wasnt "
    "don didn isn wasn couldn wouldn doesn won ll ve re "
    "three four five six ten saw heard left end write wrote keep kept brought felt find found thought came seemed think believe sure "
    "quite anything anyway maybe perhaps although however instead around already almost enough course lot bit"
)
SMALL_WORDS: Final = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, slots=True)
class TermApart:
    """A word or two, in how many comments of either group it stands, and how sure the difference is."""

    term: str
    here: int
    there: int
    z: float


def terms_apart(here: Iterable[str], there: Iterable[str], *, most: int = 12) -> list[TermApart]:
    """Terms that these comments use more than the others, the surest first; none where too few use anything."""
    counts_here, size_here = _counted(here)
    counts_there, size_there = _counted(there)
    if not size_here or not size_there:
        return []
    found = [
        TermApart(term, count, counts_there[term], z)
        for term, count in counts_here.items()
        if count >= FEWEST and counts_there[term] <= EVERYDAY * size_there
        if (z := _z(count, size_here, counts_there[term], size_there)) >= SURE
    ]
    found.sort(key=lambda one: (-one.z, one.term))
    return _without_parts(found)[:most]


def _z(count: int, size: int, other_count: int, other_size: int) -> float:
    """How far apart the odds of a term are in the two groups, in standard errors."""
    prior = PRIOR * (count + other_count) / (size + other_size)
    near, far = count + prior, other_count + prior
    odds = math.log(near / (size + PRIOR - near)) - math.log(far / (other_size + PRIOR - far))
    return odds / math.sqrt(1 / near + 1 / far)


def _counted(comments: Iterable[str]) -> tuple[Counter[str], int]:
    counts: Counter[str] = Counter()
    size = 0
    for comment in comments:
        size += 1
        counts.update(_terms_in(comment))
    return counts, size


def _terms_in(comment: str) -> set[str]:
    """Words that may name something, and two of them side by side. Words of feeling alone name nothing."""
    words = [word for word, _ in words_in(comment)]
    says = [_says_something(word) for word in words]
    single = {word for word, does in zip(words, says, strict=True) if does and not has_feeling(word)}
    pairs = {
        f"{first} {second}"
        for first, second, does, too in zip(words, words[1:], says, says[1:], strict=False)
        if does and too and not (has_feeling(first) and has_feeling(second))
    }
    return single | pairs


def _says_something(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and word not in SMALL_WORDS


def _without_parts(found: list[TermApart]) -> list[TermApart]:
    """A word that is mostly said in one phrase goes; so does a phrase that says no more than one of its words."""
    told = {one.term: one for one in found}
    gone: set[str] = set()
    for one in found:
        for part in one.term.split() if " " in one.term else ():
            if part in told:
                gone.add(part if one.here >= INSIDE_ANOTHER * told[part].here else one.term)
    return [one for one in found if one.term not in gone]
