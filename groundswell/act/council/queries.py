"""Ask the council: what waits, what was decided, who may decide what."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from groundswell.act.decisions.models import RegisteredDecision
from groundswell.act.decisions.queries import to_look_at
from groundswell.act.opportunities.queries import Standing, opportunities_visible_to, ranked_opportunities
from groundswell.act.opportunities.rules import reads_the_whole_outer_loop
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person

from .answering import judged, late
from .models import Body, Condition, Decision, Meeting, Part, Placing, Proposal, Proposals, Right, Seat, Vote
from .representation import silences_of
from .seats import seats_on


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A proposal that waits, with the place of its opportunity in the register."""

    proposal: Proposal
    standing: Standing | None
    placing: Placing | None = None
    still: tuple[Person, ...] = ()
    """Every seat that may vote on it and has not."""


@dataclass(frozen=True, slots=True)
class RightLine:
    """One line of the table of rights."""

    body: Body
    limits: list[tuple[str, Decimal | None]]
    running: int

    @property
    def chair(self) -> Seat | None:
        return next((seat for seat in self.body.seats.all() if seat.is_chair), None)


def proposals_visible_to(user: User) -> Proposals:
    """Proposals about the opportunities that a person may see, and those in which they have a part."""
    about = Q(opportunity__in=opportunities_visible_to(user))
    if not user.is_active or user.person_id is None or user.role == User.Role.PARTNER:
        return Proposal.objects.filter(about)
    kinds = Part.objects.filter(person=user.person_id).values("kind")
    sees_to = Condition.objects.filter(owner=user.person_id).values("decision__proposal")
    own = Q(kind_of_decision__in=kinds) | Q(recommended_by=user.person_id) | Q(pk__in=sees_to)
    return Proposal.objects.filter(about | own)


def bodies_visible_to(user: User) -> QuerySet[Body]:
    """Who sits where is known to those who read the whole outer loop."""
    return Body.objects.all() if reads_the_whole_outer_loop(user) else Body.objects.none()


def open_proposals(user: User) -> QuerySet[Proposal]:
    """What waits for a decision, oldest first."""
    return _waiting(proposals_visible_to(user))


def agenda(user: User, at: datetime) -> list[AgendaItem]:
    """What waits, in the order of the ranking; what has no rank comes last."""
    waiting = list(open_proposals(user))
    if not waiting:
        return []
    return in_order(waiting, ranked_opportunities(at))


def waiting_before(body: Body) -> QuerySet[Proposal]:
    """What waits before one body, oldest first."""
    return _waiting(body.proposals.all())


def in_order(waiting: list[Proposal], ranked: list[Standing]) -> list[AgendaItem]:
    """Proposals by the place of their opportunity; what has none comes last."""
    standings = {standing.opportunity.pk: standing for standing in ranked}
    items = [AgendaItem(proposal, standings.get(proposal.opportunity_id)) for proposal in waiting]
    return sorted(items, key=_place)


def argued(items: list[AgendaItem], placings: Iterable[Placing]) -> list[AgendaItem]:
    """The same, with each that was argued to another place taken there."""
    for one in sorted(placings, key=lambda placing: placing.place):
        item = next((item for item in items if item.proposal.pk == one.proposal_id), None)
        if item is not None:
            others = [other for other in items if other is not item]
            items = [*others[: one.place - 1], replace(item, placing=one), *others[one.place - 1 :]]
    return items


def decisions_taken(user: User) -> QuerySet[Decision]:
    """What was decided, the latest first."""
    taken = Decision.objects.filter(proposal__in=proposals_visible_to(user))
    return taken.select_related("proposal__opportunity", "proposal__body", "by__person", "stand_in").order_by(
        "-at"
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the log is asked for."""

    words: str = ""
    show: str = ""
    body: int | None = None
    since: date | None = None
    until: date | None = None


def decisions_asked(user: User, asked: Asked) -> QuerySet[Decision]:
    """What was decided, by words, outcome, body and days; with votes and conditions."""
    found = decisions_taken(user).prefetch_related(
        Prefetch("proposal__votes", Vote.objects.order_by("in_favour", "at")),
        "conditions__owner",
        "conditions__fulfilment__by",
        "answer",
    )
    if asked.words:
        said = Q(reasons__icontains=asked.words) | Q(proposal__solution__icontains=asked.words)
        found = found.filter(said | Q(proposal__opportunity__title__icontains=asked.words))
    against = Exists(Vote.objects.filter(proposal=OuterRef("proposal"), in_favour=False))
    today = localdate()
    still_open = Condition.objects.filter(decision=OuterRef("pk"), fulfilment=None, decision__conclusion=None)
    waiting, again = Q(Exists(still_open)), Q(review_on__lte=today)
    unanswered = Q(approved=False, answer_due_on__isnull=False, answer=None)
    to_compare = Q(proposal__registered__in=to_look_at(RegisteredDecision.objects.all(), today))
    shown = {
        "approved": Q(approved=True),
        "declined": Q(approved=False),
        "dissent": Q(against),
        "open": waiting,
        "again": again,
        "owed": unanswered | again | waiting | to_compare,
        "judged": judged(today),
        "late": late(today),
    }
    found = found.filter(shown[asked.show]) if asked.show else found
    found = found.filter(proposal__body=asked.body) if asked.body else found
    found = found.filter(at__date__gte=asked.since) if asked.since else found
    return found.filter(at__date__lte=asked.until) if asked.until else found


def rights(user: User) -> list[RightLine]:
    """The table of rights: who decides on how much, and how much runs already."""
    running = Count(
        "proposals__decision",
        filter=Q(
            proposals__decision__approved=True,
            proposals__decision__conclusion=None,
            proposals__adds_to=None,
        ),
        distinct=True,
    )
    bodies = bodies_visible_to(user).select_related("parent").annotate(running=running)
    seats = Prefetch("seats", seats_on(localdate()).order_by("-is_chair", "person__name"))
    lines = []
    for body in bodies.prefetch_related("rights", seats):
        held = {right.kind: right.limit for right in body.rights.all()}
        lines.append(RightLine(body, [(kind.label, held.get(kind)) for kind in Right.Kind], body.running))
    return lines


@dataclass(frozen=True, slots=True)
class BodyStanding:
    """A body at a glance: when it meets next, and who is not heard in it."""

    body: Body
    next: Meeting | None
    silences: list[str]
    owed: int


def bodies_standing(user: User, at: datetime) -> list[BodyStanding]:
    """Every body that a person may see, with its next meeting, who is not heard, and how many answers it owes."""
    late = Q(
        proposals__decision__approved=False,
        proposals__decision__answer_due_on__isnull=False,
        proposals__decision__answer=None,
    )
    coming = Meeting.objects.filter(planned_at__gte=at, called_off_at=None, closing=None).order_by(
        "planned_at"
    )
    bodies = bodies_visible_to(user).annotate(owed=Count("proposals__decision", filter=late, distinct=True))
    day = localdate(at)
    return [
        BodyStanding(body, body.coming[0] if body.coming else None, silences_of(body, day), body.owed)
        for body in bodies.prefetch_related(Prefetch("meetings", coming, to_attr="coming"))
    ]


def running_works(proposal: Proposal) -> list[Decision]:
    """What its body has running of the same reach, the oldest first."""
    running = Decision.objects.filter(
        proposal__body=proposal.body, proposal__crosses_functions=proposal.crosses_functions, approved=True,
        conclusion=None, proposal__adds_to=None,
    )  # fmt: skip
    return list(running.select_related("proposal__opportunity", "initiative").order_by("at"))


def at_last(proposal: Proposal) -> Proposal:
    """The same before the highest body that it was passed on to, with what became of it there."""
    found = Proposal.objects.select_related("body", "decision", "withdrawal__by")
    last = proposal
    while (above := found.filter(escalates=last).first()) is not None:
        last = above
    return last


def performer_of(decision: Decision) -> Person | None:
    """Who does what is decided in its kind of decision, where one works here."""
    kind = decision.proposal.kind_of_decision_id
    parts = Part.objects.filter(kind=kind, name=Part.Name.PERFORMS, person__left_on=None)
    part = parts.select_related("person").first()
    return part.person if part else None


def votes_on(proposal: Proposal) -> list[Vote]:
    """The votes with who gave them, dissent first: it is read before the decision."""
    return list(proposal.votes.select_related("seat__person", "by").order_by("in_favour", "at"))


def _waiting(proposals: Proposals) -> QuerySet[Proposal]:
    waiting = proposals.waiting()
    today = localdate()
    begun = Q(votes__seat__since_on=None) | Q(votes__seat__since_on__lte=today)
    lasting = Q(votes__seat__until_on=None) | Q(votes__seat__until_on__gte=today)
    here = Q(votes__seat__person__left_on=None) | Q(votes__seat__person__left_on__gt=today)
    counts = begun & lasting & here
    counted = waiting.annotate(
        voted=Count("votes", filter=counts),
        against=Count("votes", filter=counts & Q(votes__in_favour=False)),
    )
    said = ("votes", "recusals", "agreements", "inputs", "kind_of_decision__parts__person", "body__kinds")
    about = ("opportunity__settlement", "body", "recommended_by", "kind_of_decision", "circulation")
    return counted.select_related(*about).prefetch_related(*said).order_by("proposed_at", "pk")


def _place(item: AgendaItem) -> tuple[bool, int, datetime]:
    rank = item.standing.rank if item.standing else None
    return rank is None, rank or 0, item.proposal.proposed_at
