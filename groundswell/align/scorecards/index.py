"""The list of scorecards as a cascade: mine, my team's, those above, those below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.queries import trail

from .models import Scorecard
from .standing import Standing, Summary, summary_of


@dataclass(frozen=True, slots=True)
class CardLine:
    """One scorecard with its standings."""

    scorecard: Scorecard
    standings: tuple[Standing, ...]

    @property
    def summary(self) -> Summary:
        """All its targets in one line."""
        return summary_of(self.standings)


@dataclass(frozen=True, slots=True)
class Group:
    """Some scorecards under one heading."""

    title: str
    lines: tuple[CardLine, ...]


def groups_for(user: User, scorecards: Sequence[Scorecard], standings: Sequence[Standing]) -> list[Group]:
    """Every scorecard in exactly one group; a group without scorecards is left out."""
    by_card: dict[int, list[Standing]] = {}
    for standing in standings:
        by_card.setdefault(standing.target.scorecard_id, []).append(standing)
    steps = [unit.pk for unit in trail(user.person.unit)] if user.person else []
    own, above = steps[-1:], steps[:-1]

    def group(title: str, wanted: Sequence[Scorecard]) -> Group:
        return Group(title, tuple(CardLine(card, tuple(by_card.get(card.pk, ()))) for card in wanted))

    of_units = [card for card in scorecards if card.unit_id]
    found = [
        group("Mine", [card for card in scorecards if not card.unit_id]),
        group("My team", [card for card in of_units if card.unit_id in own]),
        group(
            "What it follows from",
            sorted((c for c in of_units if c.unit_id in above), key=lambda c: -steps.index(c.unit_id)),
        ),
        group(
            "What follows from it",
            sorted((c for c in of_units if c.unit_id not in steps), key=lambda c: str(c.unit)),
        ),
    ]
    return [part for part in found if part.lines]
