"""Ask which opportunities share most of their customers, so that their rows do not add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ..estimates import in_percent
from ..models import Opportunity, Overlap, Place, Ranking, Settlement
from .kept import Standing
from .overlap import MOSTLY


@dataclass(frozen=True, slots=True)
class Shared:
    """One that shares customers: ``both`` stand behind both, ``own`` behind this one, ``others`` behind the other."""

    other: Opportunity
    both: int
    own: int
    others: int

    @property
    def is_twin(self) -> bool:
        """Whether half of all customers of the two stand behind both: nearly the same, twice."""
        return self.both >= MOSTLY * self.all

    @property
    def all(self) -> int:
        """The customers behind either."""
        return self.own + self.others - self.both

    @property
    def is_under_way(self) -> bool:
        """Whether the other one is being worked on."""
        return hasattr(self.other, "settlement")

    @property
    def counts(self) -> bool:
        """Whether most of its own customers are shared: only then its figures are mostly those of the other one."""
        return self.both >= MOSTLY * self.own

    @property
    def part(self) -> str:
        """How many of its own customers, as a part."""
        return in_percent(self.both, self.own)

    @property
    def part_of_all(self) -> str:
        """How many of the customers of the two stand behind both."""
        return in_percent(self.both, self.all)


@dataclass(frozen=True, slots=True)
class Twin:
    """One that is nearly the same as the first of the ranking, and in how many draws one of the two is first."""

    opportunity: Opportunity
    share_first: float


def shared_by(
    among: Iterable[Opportunity], ranking: Ranking | None, seen: QuerySet[Opportunity]
) -> dict[int, list[Shared]]:
    """For each of some those that share most of its customers, or it of theirs; only what is ``seen`` and not settled against."""
    wanted = {one.pk for one in among}
    rows = Overlap.objects.filter(Q(one__in=wanted) | Q(other__in=wanted), ranking=ranking) if ranking else ()
    pairs = [(row.one_id, row.other_id, row.both) for row in rows]
    if not pairs:
        return {}
    known = seen.filter(pk__in={pk for *two, _ in pairs for pk in two}, merger=None)
    named = (
        known.exclude(settlement__outcome=Settlement.Outcome.NOT_PURSUED)
        .select_related("settlement")
        .in_bulk()
    )
    counted = dict(
        Place.objects.filter(ranking=ranking, opportunity__in=named).values_list("opportunity", "customers")
    )
    found: dict[int, list[Shared]] = defaultdict(list)
    for one, other, both in pairs:
        for own, its in ((one, other), (other, one)):
            if own in wanted and {own, its} <= named.keys():
                found[own].append(Shared(named[its], both, counted[own], counted[its]))
    return {pk: sorted(each, key=lambda one: (-one.both, one.other.pk)) for pk, each in found.items()}


def twin_of_first(standings: Sequence[Standing], shared: Mapping[int, Sequence[Shared]]) -> Twin | None:
    """The one that is nearly the same as the first and has a place, too. One of two is first as often as both together."""
    first = standings[0] if standings else None
    if first is None or first.share_first is None:
        return None
    twins = {one.other.pk for one in shared.get(first.opportunity.pk, ()) if one.is_twin}
    found = next(
        (one for one in standings[1:] if one.opportunity.pk in twins and one.share_first is not None), None
    )
    return found and Twin(found.opportunity, first.share_first + (found.share_first or 0.0))
