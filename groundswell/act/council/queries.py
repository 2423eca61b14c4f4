"""Ask the council: what waits, what was decided, who may decide what."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet

from groundswell.act.opportunities.queries import Standing, opportunities_visible_to, ranked_opportunities
from groundswell.act.opportunities.rules import reads_the_whole_outer_loop
from groundswell.foundation.access.models import User

from .models import Body, Decision, Proposal, Right, Seat, Vote


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A proposal that waits, with the place of its opportunity in the register."""

    proposal: Proposal
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class RightLine:
    """One line of the table of rights."""

    body: Body
    limits: list[tuple[str, Decimal | None]]
    running: int

    @property
    def chair(self) -> Seat | None:
        return next((seat for seat in self.body.seats.all() if seat.is_chair), None)


def proposals_visible_to(user: User) -> QuerySet[Proposal]:
    """Proposals about the opportunities that a person may see."""
    return Proposal.objects.filter(opportunity__in=opportunities_visible_to(user))


def bodies_visible_to(user: User) -> QuerySet[Body]:
    """Who sits where is known to those who read the whole outer loop."""
    return Body.objects.all() if reads_the_whole_outer_loop(user) else Body.objects.none()


def open_proposals(user: User) -> QuerySet[Proposal]:
    """What waits for a decision, oldest first."""
    waiting = proposals_visible_to(user).filter(decision=None, escalated_as=None)
    counted = waiting.annotate(voted=Count("votes"), against=Count("votes", filter=Q(votes__in_favour=False)))
    return counted.select_related("opportunity", "body", "recommended_by").order_by("proposed_at", "pk")


def agenda(user: User, at: datetime) -> list[AgendaItem]:
    """What waits, in the order of the ranking; what has no rank comes last."""
    waiting = list(open_proposals(user))
    if not waiting:
        return []
    standings = {standing.opportunity.pk: standing for standing in ranked_opportunities(at)}
    items = [AgendaItem(proposal, standings.get(proposal.opportunity_id)) for proposal in waiting]
    return sorted(items, key=_place)


def decisions_taken(user: User) -> QuerySet[Decision]:
    """What was decided, the latest first."""
    taken = Decision.objects.filter(proposal__in=proposals_visible_to(user))
    return taken.select_related("proposal__opportunity", "proposal__body", "by__person").order_by("-at")


def rights(user: User) -> list[RightLine]:
    """The table of rights: who decides on how much, and how much runs already."""
    running = Count(
        "proposals__decision",
        filter=Q(proposals__decision__approved=True, proposals__decision__conclusion=None),
        distinct=True,
    )
    bodies = bodies_visible_to(user).select_related("parent").annotate(running=running)
    seats = Prefetch("seats", Seat.objects.select_related("person").order_by("-is_chair", "person__name"))
    lines = []
    for body in bodies.prefetch_related("rights", seats):
        held = {right.kind: right.limit for right in body.rights.all()}
        lines.append(RightLine(body, [(kind.label, held.get(kind)) for kind in Right.Kind], body.running))
    return lines


def votes_on(proposal: Proposal) -> list[Vote]:
    """The votes with who gave them, dissent first: it is read before the decision."""
    return list(proposal.votes.select_related("seat__person").order_by("in_favour", "at"))


def _place(item: AgendaItem) -> tuple[bool, int, datetime]:
    rank = item.standing.rank if item.standing else None
    return rank is None, rank or 0, item.proposal.proposed_at
