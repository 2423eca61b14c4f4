"""A touchpoint beside the others, with who answered and when held fixed: customers of the same segment in the same month."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.histograms import Tally
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import Difference
from groundswell.science.statistics.held_fixed import NotApart, difference_held_fixed

WAYS = ("touchpoint", "segment", "month")


@dataclass(frozen=True, slots=True, eq=False)
class Touchpoints:
    """Answers by touchpoint, segment and month: ``held`` (cells x segments and months), ``counts`` (cells x 3).

    What was mentioned is not held fixed: what goes wrong at a touchpoint is what it costs.
    """

    places: tuple[int | None, ...]
    names: tuple[str, ...]
    held: NDArray[np.bool_]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, found: Tally) -> Touchpoints:
        """The cells of a period by :data:`WAYS`."""
        places, segments, months = (found.values(name) for name in found.dimensions)
        said = [
            f"of customers of the segment “{one}”" if one else "of customers without a segment"
            for one in segments
        ]
        when = [f"of {one:%B %Y}" for one in months]
        names = tuple(sorted({*said, *when}))
        held = np.array([[name in pair for name in names] for pair in zip(said, when, strict=True)], bool)
        tallies = (NpsTally.from_histogram(one) for one in found.counts.tolist())
        counts = [(one.promoters, one.passives, one.detractors) for one in tallies]
        return cls(
            tuple(places),
            names,
            held.reshape(len(said), len(names)),
            np.array(counts, np.int64).reshape(-1, 3),
        )

    def difference(self, here: Collection[int | None]) -> Difference | NotApart | None:
        """All who answered at some touchpoints beside all who answered at others; ``other`` is a place in ``names``."""
        mentions = np.array([place in here for place in self.places], bool)
        return difference_held_fixed(mentions, self.held, self.counts)
