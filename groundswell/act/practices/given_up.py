"""Teams that gave a practice up: what their scores did until then, and which months still count beside other teams."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from groundswell.act.initiatives.cells import Ground
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.look.components import Figure
from groundswell.understand.scores.queries import Slice, score_of

from .models import Adoption, Practice


@dataclass(frozen=True, slots=True)
class UntilThen:
    """The score of one team while it worked with a practice, and over as many days before that."""

    unit: Unit
    before: Figure
    meanwhile: Figure


def what_it_did(practice: Practice, unit_ids: Collection[int]) -> list[UntilThen]:
    """Of each of these teams that gave it up: its own score before and until then. No cause is claimed."""
    spells = practice.adoptions.filter(given_up_at__isnull=False, unit__in=unit_ids).select_related("unit")
    return [_of(practice, spell) for spell in spells]


def _of(practice: Practice, spell: Adoption) -> UntilThen:
    last = spell.until_on or spell.from_on
    length = last - spell.from_on + timedelta(days=1)
    before = _score(practice, spell.unit, spell.from_on - length, spell.from_on - timedelta(days=1))
    return UntilThen(spell.unit, before, _score(practice, spell.unit, spell.from_on, last))


def _score(practice: Practice, unit: Unit, since: date, until: date) -> Figure:
    ids = tuple(subtree_ids(unit))
    found = score_of(Slice(unit_ids=ids, touchpoint_id=practice.touchpoint_id, since=since, until=until))
    return Figure(
        found.score,
        found.n,
        found.low,
        found.high,
        period=f"{since:%-d %B %Y} to {until:%-d %B %Y}",
        definition=found.definition.sentence,
        is_thin=not found.is_known,
        reason=found.reason or "",
        label="Experience score",
    )


def without_what_came_after(ground: Ground, practice: Practice) -> Ground:
    """A team counts among those with it until it gave it up; the month in which it did, and those after it, are left out."""
    ends = _ends(practice)
    kept = {
        (unit, month): tally
        for (unit, month), tally in ground.tallies.items()
        if unit not in ends or month < ends[unit].replace(day=1)
    }
    return replace(ground, tallies=kept)


def _ends(practice: Practice) -> dict[int, date]:
    """The first day on which each unit, and all below it, gave it up."""
    ends: dict[int, date] = {}
    for spell in practice.adoptions.filter(until_on__isnull=False).select_related("unit"):
        for unit_id in subtree_ids(spell.unit):
            ends[unit_id] = min(ends.get(unit_id, spell.until_on), spell.until_on)
    return ends
