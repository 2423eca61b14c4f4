"""What may be shown of scores side by side: none of too few, and none that gives one of too few away."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from groundswell.science.disclosure.differences import publishable
from groundswell.science.scores.figure import MINIMUM_ANSWERS, Figure, figure
from groundswell.science.scores.nps import NpsTally

WHOLE: Final = "the whole"
MINIMUM_FOR_DISTRIBUTION: Final = 10
"""Below this nobody sees how often each number was given."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell as it may be shown: its figure and counts, or the reason why neither is here."""

    figure: Figure
    tally: NpsTally | None
    url: str = ""

    @property
    def n(self) -> int | None:
        """How many answered; None where that is not shown."""
        return None if self.tally is None else self.tally.n


def disclosed(
    cells: Mapping[Any, NpsTally], whole: NpsTally, minimum: int = MINIMUM_ANSWERS
) -> dict[Any, Shown]:
    """Cells that add up to a whole that is shown beside them. A cell of too few shows no count, and where the whole less
    the others would tell it, the next smallest is held back with it."""
    shown = disclosed_tree({**cells, WHOLE: whole}, dict.fromkeys(cells, WHOLE), minimum)
    return {key: shown[key] for key in cells}


def disclosed_tree(
    tallies: Mapping[Any, NpsTally],
    parents: Mapping[Any, Hashable | None],
    minimum: int = MINIMUM_ANSWERS,
) -> dict[Any, Shown]:
    """The same for a tree in which each tally includes those below it."""
    groups = {key: range(tally.n) for key, tally in tallies.items()}
    seen = publishable(groups, parents, minimum)
    return {
        key: Shown(figure(tally, minimum), tally) if key in seen else held_back(tally, minimum)
        for key, tally in tallies.items()
    }


def held_back(tally: NpsTally, minimum: int = MINIMUM_ANSWERS) -> Shown:
    """A cell without its counts. What is large enough is held back to protect a neighbour, and says so."""
    if tally.n == 0:
        return Shown(figure(tally, minimum), tally)
    reason = (
        f"Fewer than {minimum} answers"
        if tally.n < minimum
        else "Held back: with it a group of too few could be worked out"
    )
    return Shown(Figure(0, None, None, None, reason, tally.definition), None)
