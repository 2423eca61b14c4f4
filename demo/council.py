"""The bodies that decide, and decisions taken as their rights allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from demo.months import working_moment
from demo.organisation import BUILDER, ROOT, Organisation
from demo.outer_words import BOARD, SEATS
from groundswell.act.council.actions import decide, propose, vote
from groundswell.act.council.bodies import name_stand_in, write_kind
from groundswell.act.council.conditions import OnCondition
from groundswell.act.council.meeting import (
    approve_minutes,
    close_meeting,
    correct_minutes,
    note_presence,
    plan_ahead,
    plan_meeting,
    remark,
)
from groundswell.act.council.models import Body, Decision, Proposal, Right, Seat
from groundswell.act.council.spending import set_envelope
from groundswell.act.opportunities.models import Opportunity
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person

DEPUTY = "Operations"
DELIVERIES, OTHERWISE = "Delivery promises", "Anything else"


@dataclass(frozen=True)
class Council:
    """The customer council and its members, the chair first."""

    body: Body
    members: list[Person]


def make_council(organisation: Organisation, at: datetime) -> Council:
    """A council with the right to decide middling sums, and a board above it for larger ones."""
    board = Body.objects.create(
        name="Executive board",
        quorum=3,
        work_in_progress_limit=5,
        meets_every_weeks=8,
        meets_on=1,
        meets_at=time(9),
    )
    body = Body.objects.create(
        name="Customer council", quorum=4, work_in_progress_limit=4, parent=board, meets_every_weeks=4, meets_at=time(14),
        wanted_functions="Operations, Shops, Web shop, Service centre, Finance",
    )  # fmt: skip
    limits = (
        (board, "operating", 500_000),
        (board, "capital", 1_500_000),
        (body, "operating", 60_000),
        (body, "capital", 90_000),
    )
    Right.objects.bulk_create([Right(body=whose, kind=kind, limit=limit) for whose, kind, limit in limits])
    seats = [
        Seat(
            body=whose,
            person=organisation.posts[post],
            speaks_for=area,
            function=area if whose is body else "",
            region=organisation.units[ROOT] if whose is board else None,
            is_customer_voice=area == "The voices",
            is_chair=chair,
            is_deputy=whose is body and area == DEPUTY,
            until_on=(at + timedelta(days=730)).date(),
        )
        for whose, posts in ((board, BOARD), (body, SEATS))
        for post, area, chair in posts
    ]
    Seat.objects.bulk_create(seats)
    deputy = body.seats.get(is_deputy=True)
    name_stand_in(deputy, organisation.posts["chief financial officer"], by=BUILDER, at=at)
    for whose, kind, amount in (
        (board, "operating", 900_000),
        (board, "capital", 2_500_000),
        (body, "operating", 160_000),
        (body, "capital", 120_000),
    ):
        for year in range(at.year, at.year + 3):
            set_envelope(
                whose, kind, begins_on=date(year, 1, 1), ends_on=date(year, 12, 31), amount=Decimal(amount),
                by=BUILDER, at=at,
            )  # fmt: skip
    money = organisation.posts["chief financial officer"]
    for name, person in (("Systems and tills", money), ("Prices and fees", money)):
        write_kind(
            body,
            name,
            parts=[("agrees", person), ("recommends", organisation.posts["head of customer advocacy"])],
            by=BUILDER,
            at=at,
        )
    does = organisation.posts["chief operating officer"]
    write_kind(body, DELIVERIES, parts=[("input", money), ("performs", does)], by=BUILDER, at=at)
    write_kind(body, OTHERWISE, by=BUILDER, at=at)
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
    kind: str = OTHERWISE,
) -> Proposal:
    """The advocacy office recommends a solution."""
    office = council.members[-1]
    return propose(
        opportunity,
        council.body,
        solution=solution,
        amount=Decimal(amount),
        kind_of_money=kind_of_money,
        kind_of_decision=council.body.kinds.get(name=kind),
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
    council: Council,
    proposal: Proposal,
    *,
    approved: bool,
    reasons: str,
    at: datetime,
    conditions: Sequence[OnCondition] = (),
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


def hold_meetings(council: Council, today: date) -> None:
    """The last two meetings with their minutes, the first approved in the second; the next ones are planned."""
    chair, office = council.members[0], council.members[-1]
    before, last = (working_moment(today - timedelta(days=ago), 14) for ago in (61, 30))
    first = plan_meeting(council.body, before, place="Lark room", by=office, at=before - timedelta(days=28))
    note_presence(first, council.body.seats.filter(person__in=council.members[:5]), by=office, at=before)
    remark(
        first,
        words="Next time the club comes back with a smaller step.",
        by=office,
        at=before + timedelta(hours=2),
    )
    close_meeting(first, by=chair, at=before + timedelta(hours=3))
    second = plan_meeting(council.body, last, place="Lark room", by=office, at=before + timedelta(hours=3))
    note_presence(second, council.body.seats.filter(person__in=council.members), by=office, at=last)
    approve_minutes(first, by=chair, at=last + timedelta(minutes=10))
    correct_minutes(
        first, words="The smaller step is a reminder before points expire, not a letter.", by=office, at=last + timedelta(minutes=20)
    )  # fmt: skip
    close_meeting(second, by=chair, at=last + timedelta(hours=1))
    now = working_moment(today, 9)
    for body in Body.objects.order_by("pk"):
        plan_ahead(body, at=now)
