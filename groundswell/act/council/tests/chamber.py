"""Bodies with seats and rights for tests."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from groundswell.act.council.actions import decide, propose, vote
from groundswell.act.council.conditions import OnCondition
from groundswell.act.council.models import Body, Decision, Envelope, KindOfDecision, Proposal, Right, Seat
from groundswell.act.opportunities.models import Opportunity
from groundswell.act.opportunities.tests.register import make_opportunity
from groundswell.foundation.access.models import User
from tests.world import NOW, World


@dataclass(frozen=True)
class Chamber:
    """The service council (office chairs, lead sits), below the board (executive chairs)."""

    council: Body
    board: Body


def make_chamber(world: World, *, quorum: int = 2, limit: int = 20_000, wip: int = 5) -> Chamber:
    board = Body.objects.create(name="Board", quorum=1)
    council = Body.objects.create(
        name="Service council", quorum=quorum, parent=board, work_in_progress_limit=wip
    )
    for body, amount in ((council, limit), (board, 500_000)):
        Right.objects.create(body=body, kind=Right.Kind.OPERATING, limit=amount)
    Right.objects.create(body=board, kind=Right.Kind.CAPITAL, limit=1_000_000)
    for body in (council, board):
        make_envelope(body)
    seats = [(council, world.office, True), (council, world.lead, False), (board, world.executive, True)]
    for body, user, chairs in seats:
        Seat.objects.create(body=body, person=user.person, speaks_for="Customers", is_chair=chairs)
    return Chamber(council, board)


def make_envelope(body: Body, amount: int = 2_000_000, kind: str = Right.Kind.OPERATING) -> Envelope:
    """Money for the whole year of the tests."""
    days = {"begins_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    return Envelope.objects.create(body=body, kind=kind, amount=amount, **days)


def make_proposal(
    world: World,
    body: Body,
    *,
    amount: int = 10_000,
    kind: str = Right.Kind.OPERATING,
    opportunity: Opportunity | None = None,
    solution: str = "Offer slots of one hour.",
    kind_of_decision: KindOfDecision | None = None,
) -> Proposal:
    return propose(
        opportunity or make_opportunity(world),
        body,
        solution=solution,
        amount=Decimal(amount),
        kind_of_money=kind,
        kind_of_decision=kind_of_decision,
        recommended_by=world.office.person,
        by=world.office,
        at=NOW,
    )


def make_approval(
    world: World, body: Body, *, opportunity: Opportunity | None = None, amount: int = 10_000
) -> Decision:
    """An approval by both seats of the service council."""
    proposal = make_proposal(world, body, opportunity=opportunity, amount=amount)
    for user in (world.office, world.lead):
        vote(proposal, in_favour=True, by=user, at=NOW)
    return decide(proposal, approved=True, reasons="It costs us customers.", by=world.office, at=NOW)


def on(who: User, words: str = "Begin in Leeds.", *, days: int = 30) -> OnCondition:
    """A condition that somebody sees to, by a day from today."""
    return OnCondition(words, who.person, NOW.date() + timedelta(days=days))
