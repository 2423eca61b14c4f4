"""Ask about opportunities that may be one, and about those that are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from groundswell.foundation.access.models import User

from ..asking import issues_of
from ..ground import of_which_points
from ..models import Carried, Merger, Opportunity
from ..queries import joinable_opportunities, last_year, opportunities_visible_to
from ..similar import Alike, alike
from ..voices import behind_each, questions_of
from .actions import bound_because, last_decided


@dataclass(frozen=True, slots=True)
class Together:
    """The customers behind two opportunities, in the year of the register: of one, of the other, and of both, each once."""

    own: int
    other: int
    both: int

    @property
    def customers(self) -> int:
        """A customer behind both counts once."""
        return self.own + self.other - self.both


@dataclass(frozen=True, slots=True)
class Joined:
    """One that is here now: what it brought by kind, and why it cannot come apart any more."""

    merger: Merger
    brought: dict[str, int]
    bound_because: str


def others_than(opportunity: Opportunity, user: User) -> QuerySet[Opportunity]:
    """What it may be one with: what waits or is being worked on."""
    seen = opportunities_visible_to(user).values("pk")
    return (
        joinable_opportunities()
        .filter(pk__in=seen)
        .exclude(pk=opportunity.pk)
        .select_related("theme", "touchpoint", "root_cause", "settlement")
    )


def likely_the_same(opportunity: Opportunity, user: User, count: int = 3) -> list[Alike]:
    """Those that stand on the same or say it in shared words, the likeliest first."""
    others = others_than(opportunity, user).only(
        "title", "problem", "theme", "touchpoint", "root_cause", "settlement"
    )
    return alike(opportunity, others)[:count]


def standing_on_the_same(opportunity: Opportunity, user: User) -> list[Opportunity]:
    """The first few with its theme or root cause, without a look at their words."""
    same = Q(pk__in=())
    if opportunity.theme_id:
        same |= Q(theme=opportunity.theme_id)
    if opportunity.root_cause_id:
        same |= Q(root_cause=opportunity.root_cause_id)
    return list(others_than(opportunity, user).filter(same)[:3])


def together(own: Opportunity, other: Opportunity, at: datetime) -> Together:
    """Who stands behind one, the other and both."""
    behind = behind_each([own, other], *last_year(at))
    first, second = (behind[one.pk].customers for one in (own, other))
    return Together(len(first), len(second), len(first & second))


def whose_points(own: Opportunity, other: Opportunity) -> str:
    """Of which question the points are once the two are one, in a sentence: they change with it, and the place, too."""
    asked = [[issue for _, one in questions_of([each]) for issue in issues_of(one)] for each in (own, other)]
    first, second = asked
    if not first or not second or set(of_which_points(first)) == set(of_which_points(second)):
        return ""
    as_own, as_other = set(of_which_points([*first, *second])), set(of_which_points([*second, *first]))
    if as_own != as_other:
        return "The points, and with them the place, become those of the one that goes on, and count for the customers of both."
    wide = next(
        (
            one
            for one, issues in zip((own, other), asked, strict=True)
            if as_own == set(of_which_points(issues))
        ),
        None,
    )
    if wide is None:
        return "The points are counted of both together."
    narrow = other if wide == own else own
    return (
        f"The points, and with them the place, become those of “{wide}”: its question holds the other. "
        f"What “{narrow}” costs by itself is not told any more."
    )


def joined_with(opportunity: Opportunity) -> list[Joined]:
    """What is one with it, in the order of joining."""
    mergers: Sequence[Merger] = list(
        opportunity.mergers.select_related(
            "by", "into", "opportunity__theme", "opportunity__touchpoint", "opportunity__root_cause"
        ).prefetch_related("carried")
    )
    decided = last_decided(opportunity) if mergers else None
    return [Joined(one, _brought(one), bound_because(one, decided)) for one in mergers]


def merger_that_brought(what: str, row: int) -> Merger | None:
    """The newest merger with which a row went along; None where it always hung where it hangs."""
    found = Merger.objects.filter(carried__what=what, carried__row=row).select_related("opportunity", "into")
    return found.order_by("-at", "-pk").first()


def _brought(merger: Merger) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in merger.carried.all():
        found[one.what] = found.get(one.what, 0) + 1
    return {words: found[name] for name, words in Carried.WORDS.items() if name in found}
