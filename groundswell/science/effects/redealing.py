"""Deal the starts anew among the units: every other way where these are few, else so many at random.

Fisher 1935, The Design of Experiments, chapter 2. Which unit is called what, or stands first, changes nothing.
"""

from collections.abc import Iterator
from math import comb
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Start = TypeVar("Start", bound=np.generic)


def redealt(
    starts: NDArray[Start], known: NDArray[np.float64], rng: np.random.Generator, most: int
) -> Iterator[NDArray[Start]]:
    """Other ways to deal the ``starts`` (units): each once where these are ``most`` or fewer, else ``most`` at random.

    ``known`` (units x anything): what tells the units apart, whatever they are called.
    """
    values, codes = np.unique(starts, return_inverse=True)
    order = np.lexsort(np.column_stack([known, codes]).T)
    held, counts = codes[order], np.bincount(codes)
    ways = 1
    for place, count in enumerate(counts):
        ways *= comb(int(counts[place:].sum()), int(count))
    dealt = (
        (np.array(way) for way in _ways(counts.tolist()) if list(way) != held.tolist())
        if ways - 1 <= most
        else (rng.permutation(held) for _ in range(most))
    )
    for way in dealt:
        found = np.empty_like(codes)
        found[order] = way
        yield values[found]


def _ways(left: list[int]) -> Iterator[tuple[int, ...]]:
    """Every order of so many of each kind."""
    if not any(left):
        yield ()
    for kind, count in enumerate(left):
        if count:
            rest = [*left[:kind], count - 1, *left[kind + 1 :]]
            yield from ((kind, *more) for more in _ways(rest))
