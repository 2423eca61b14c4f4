"""Which themes were mentioned together: what an issue goes along with once the other themes of the same answers are held fixed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.patterns import Patterns
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import Difference
from groundswell.science.statistics.held_fixed import NotApart, difference_held_fixed

Issue = tuple[int | None, int | None]
"""A theme and a touchpoint; absent means any."""
NOWHERE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """Answers with words by touchpoint and set of themes: ``flags`` (patterns x themes), ``counts`` (patterns x 3)."""

    places: NDArray[np.int64]
    themes: NDArray[np.int64]
    flags: NDArray[np.bool_]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, found: Patterns) -> Together:
        """The patterns of a period as arrays."""
        themes = np.array(sorted({theme for said in found.themes for theme in said}), np.int64)
        place_of = {theme: place for place, theme in enumerate(themes.tolist())}
        flags = np.zeros((len(found.themes), len(themes)), bool)
        for row, said in enumerate(found.themes):
            flags[row, [place_of[theme] for theme in said]] = True
        tallies = (NpsTally.from_histogram(one) for one in found.counts.tolist())
        counts = [(one.promoters, one.passives, one.detractors) for one in tallies]
        places = [NOWHERE if place is None else place for place in found.places]
        return cls(np.array(places, np.int64), themes, flags, np.array(counts, np.int64).reshape(-1, 3))

    def sides(self, issues: Sequence[Issue]) -> tuple[NpsTally, NpsTally]:
        """Those who mention one of the issues, each answer once, and the others who wrote at the same touchpoints."""
        mentions, here = self._asked(issues)
        one, other = (
            NpsTally(*self.counts[side].sum(axis=0).tolist()) for side in (mentions, here & ~mentions)
        )
        return one, other

    def difference(
        self, issues: Sequence[Issue], own: Collection[int], *, elsewhere: bool
    ) -> Difference | NotApart | None:
        """Those who mention one of the issues beside the others at the same touchpoints; ``elsewhere``: at other touchpoints.

        Themes of its ``own`` are not held fixed. Where too few answers tell it from another one, ``other`` is the id of that.
        """
        mentions, here = self._asked(issues)
        asked = mentions | (~here if elsewhere else here)
        is_other = ~np.isin(self.themes, list(own))
        found = difference_held_fixed(mentions[asked], self.flags[asked][:, is_other], self.counts[asked])
        return (
            replace(found, other=int(self.themes[is_other][found.other]))
            if isinstance(found, NotApart)
            else found
        )

    def _asked(self, issues: Sequence[Issue]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        mentions, here = np.zeros(len(self.places), bool), np.zeros(len(self.places), bool)
        for theme, place in issues:
            there = np.ones(len(self.places), bool) if place is None else self.places == place
            here |= there
            mentions |= there & self.flags[:, self.themes == theme].any(axis=1)
        return mentions, here
