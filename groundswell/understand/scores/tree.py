"""The organisation as a tree of scores: counts roll up, scores never do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np

from groundswell.engine.trees import subtree_sums
from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import Place, places
from groundswell.science.scores.figure import Figure, figure
from groundswell.science.scores.nps import NpsTally

from .answering import minimum_of
from .disclosed import Shown, disclosed_tree
from .queries import tallies_by
from .question import Question

MOST_AT_ONCE = 300
"""A larger tree is shown two levels deep; every part has a page of its own for what is below it."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One part with all below it. ``unit_id`` is None for answers given to a part itself."""

    name: str
    code: str
    unit_id: int | None
    shown: Shown
    question: Question | None
    branches: tuple[Branch, ...]
    further: int = 0
    """How many parts below it stand on its own page only."""

    @property
    def figure(self) -> Figure:
        return self.shown.figure

    def flat(self) -> Iterator[Branch]:
        """The branch and everything below it, depth first."""
        yield self
        for branch in self.branches:
            yield from branch.flat()


def tree_of(question: Question, user: User) -> list[Branch]:
    """The part asked for, or all within sight, with everything below. Parts without answers are left out."""
    own = tallies_by("unit", question.slice_for(user))
    seen = set(units_visible_to(user).values_list("id", flat=True))
    ordered = [place for place in places() if place.unit_id in seen]
    grown = _Tree(question, own, ordered)
    tops = [place for place in ordered if _is_top(place, question, seen)]
    found = [branch for place in tops if (branch := grown.branch(place)) is not None]
    return found if question.unit else [*found, *_nowhere(own.get(None, NpsTally()), question)]


def _nowhere(tally: NpsTally, question: Question) -> list[Branch]:
    """Answers that name no part, so that the tree adds up. They are no group of people, so nobody is held back for them."""
    least = minimum_of(question)
    if tally.n < least:
        return []
    return [
        Branch("No part of the organisation named", "", None, Shown(figure(tally, least), tally), None, ())
    ]


def _is_top(place: Place, question: Question, seen: set[int]) -> bool:
    return place.unit_id == question.unit.pk if question.unit else place.parent_id not in seen


class _Tree:
    """Tallies rolled up once, disclosed once, cut into branches."""

    def __init__(self, question: Question, own: dict[int | None, NpsTally], ordered: Sequence[Place]) -> None:
        self.question, self.own = question, own
        self.below: dict[int | None, list[Place]] = {}
        for place in ordered:
            self.below.setdefault(place.parent_id, []).append(place)
        self.tallies: dict[object, NpsTally] = {}
        self.parents: dict[object, object | None] = {}
        self._roll_up(ordered)
        self.shown = disclosed_tree(self.tallies, self.parents, minimum_of(question))
        self.deepest = 2 if len(ordered) > MOST_AT_ONCE else len(ordered)

    def _roll_up(self, ordered: Sequence[Place]) -> None:
        """What lies below a place is one stretch of places, so its sum is the difference of two running sums."""
        known = {place.unit_id for place in ordered}
        owns = [self.own.get(place.unit_id, NpsTally()) for place in ordered]
        last = np.searchsorted([place.first for place in ordered], [place.last for place in ordered], "right")
        sums = subtree_sums(
            np.array([(own.promoters, own.passives, own.detractors) for own in owns]).reshape(-1, 3), last - 1
        )
        for place, own, counts in zip(ordered, owns, sums.tolist(), strict=True):
            key = place.unit_id
            self.parents[key] = place.parent_id if place.parent_id in known else None
            self.tallies[key] = NpsTally(*counts)
            if own.n and self.below.get(key):
                self.tallies[("itself", key)], self.parents[("itself", key)] = own, key

    def branch(self, place: Place, depth: int = 0) -> Branch | None:
        """None where nobody answered."""
        if not self.tallies[place.unit_id].n:
            return None
        below = self.below.get(place.unit_id, [])
        is_cut = depth >= self.deepest and bool(below)
        inner = [] if is_cut else [self.branch(child, depth + 1) for child in below]
        itself = self.shown.get(("itself", place.unit_id))
        if itself is not None and not is_cut:
            inner.append(Branch(f"{place.name} itself", "", None, itself, None, ()))
        return Branch(
            place.name,
            place.code,
            place.unit_id,
            self.shown[place.unit_id],
            replace(self.question, unit=Unit(pk=place.unit_id, name=place.name)),
            tuple(branch for branch in inner if branch is not None),
            len(below) if is_cut else 0,
        )


def ends_of(tree: Sequence[Branch]) -> tuple[float, float]:
    """The scale on which every row of a tree is drawn, so that rows compare."""
    known = [
        one.figure for top in tree for one in top.flat() if one.figure.is_known and not one.figure.is_few
    ]
    lows = [f.low for f in known if f.low is not None]
    highs = [f.high for f in known if f.high is not None]
    return (floor(min(lows) / 10) * 10.0, ceil(max(highs) / 10) * 10.0) if lows and highs else (-100.0, 100.0)
