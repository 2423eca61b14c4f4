"""The bodies that decide, and decisions taken as their rights allow."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from demo.organisation import BUILDER, Organisation
from demo.outer_words import BOARD, SEATS
from groundswell.act.council.actions import decide, propose, vote
from groundswell.act.council.models import Body, Decision, Proposal, Right, Seat
from groundswell.act.opportunities.models import Opportunity
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person


@dataclass(frozen=True)
class Council:
    """The customer council and its members, the chair first."""

    body: Body
    members: list[Person]


def make_council(organisation: Organisation, at: datetime) -> Council:
    """A council with the right to decide middling sums, and a board above it for larger ones."""
    board = Body.objects.create(name="Executive board", quorum=3, work_in_progress_limit=5)
    body = Body.objects.create(name="Customer council", quorum=4, work_in_progress_limit=4, parent=board)
    limits = (
        (board, "operating", 500_000),
        (board, "capital", 1_500_000),
        (body, "operating", 60_000),
        (body, "capital", 90_000),
    )
    Right.objects.bulk_create([Right(body=whose, kind=kind, limit=limit) for whose, kind, limit in limits])
    seats = [
        Seat(body=whose, person=organisation.posts[post], speaks_for=area, is_chair=chair)
        for whose, posts in ((board, BOARD), (body, SEATS))
        for post, area, chair in posts
    ]
    Seat.objects.bulk_create(seats)
    for whose in (board, body):
        record(
            "set up a body", whose, by=BUILDER, at=at, seats=sum(seat.body_id == whose.pk for seat in seats)
        )
    return Council(body, [organisation.posts[post] for post, _, _ in SEATS])


def put_before(
    council: Council,
    opportunity: Opportunity,
    *,
    solution: str,
    amount: int,
    at: datetime,
    kind_of_money: str = "operating",
) -> Proposal:
    """The advocacy office recommends a solution."""
    office = council.members[-1]
    return propose(
        opportunity,
        council.body,
        solution=solution,
        amount=Decimal(amount),
        kind_of_money=kind_of_money,
        recommended_by=office,
        by=office,
        at=at,
    )


def vote_on(
    council: Council, proposal: Proposal, *, at: datetime, votes: int = 6, dissent: str = "", against: int = 3
) -> None:
    """So many members vote in favour, but for one against with words where ``dissent`` has any."""
    for place, member in enumerate(council.members[:votes]):
        is_against = bool(dissent) and place == against
        note = dissent if is_against else ""
        vote(proposal, in_favour=not is_against, note=note, by=member, at=at + timedelta(minutes=4 * place))


def decide_on(
    council: Council, proposal: Proposal, *, approved: bool, reasons: str, at: datetime, conditions: str = ""
) -> Decision:
    """The chair decides, with reasons that those who raised it read."""
    review_on = (at + timedelta(days=180)).date() if approved else None
    return decide(
        proposal,
        approved=approved,
        reasons=reasons,
        by=council.members[0],
        at=at,
        conditions=conditions,
        review_on=review_on,
    )
