"""Whatever is tried in whatever order, no approval above a right or without quorum is ever stored."""

from contextlib import suppress
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from groundswell.act.council.actions import conclude, decide, escalate, propose, vote
from groundswell.act.council.errors import CouncilRefused
from groundswell.act.council.models import Body, Decision, Proposal, Right, Seat
from groundswell.act.council.rules import limit_of
from groundswell.act.opportunities.tests.register import make_opportunity
from tests.world import NOW, make_world

PEOPLE = st.integers(0, 3)
MONEY = st.integers(0, 4).map(lambda thousands: Decimal(thousands * 1000))
KINDS = st.sampled_from(Right.Kind.values)
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("propose"), PEOPLE, MONEY, KINDS),
        st.tuples(st.just("vote"), PEOPLE, st.integers(0, 5), st.booleans()),
        st.tuples(st.just("decide"), PEOPLE, st.integers(0, 5), st.booleans()),
        st.tuples(st.just("argue"), PEOPLE, st.integers(0, 5), st.just(True)),
        st.tuples(st.just("escalate"), PEOPLE, st.integers(0, 5), st.just(True)),
        st.tuples(st.just("conclude"), PEOPLE, st.integers(0, 5), st.just(True)),
    ),
    min_size=5,
    max_size=30,
)


class RightsHold(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(limits=st.tuples(MONEY, MONEY), quorum=st.integers(1, 3), wip=st.integers(1, 2), deeds=DEEDS)
    def test_no_approval_above_the_right_or_without_quorum_is_ever_stored(self, limits, quorum, wip, deeds):
        world = make_world()
        people = [world.office.person, world.lead.person, world.york_lead.person, world.frontline.person]
        board = Body.objects.create(name="Board", quorum=1)
        council = Body.objects.create(name="Council", quorum=quorum, parent=board, work_in_progress_limit=wip)
        Right.objects.create(body=council, kind=Right.Kind.OPERATING, limit=limits[0])
        Right.objects.create(body=board, kind=Right.Kind.OPERATING, limit=limits[1])
        for number, person in enumerate(people[:3]):
            Seat.objects.create(body=council, person=person, speaks_for="All", is_chair=number == 0)
        Seat.objects.create(body=board, person=people[1], speaks_for="All", is_chair=True)
        for deed in deeds:
            with suppress(CouncilRefused):
                do(deed, world, council, people)
            self.check_what_is_stored()

    def check_what_is_stored(self) -> None:
        for decision in Decision.objects.select_related("proposal__body", "by"):
            proposal, body = decision.proposal, decision.proposal.body
            assert decision.by.is_chair
            assert decision.by.body_id == body.pk
            assert proposal.votes.filter(seat__body=body).count() >= body.quorum
            assert decision.reasons
            assert not Proposal.objects.filter(escalates=proposal).exists()
            if decision.approved:
                assert proposal.amount <= limit_of(body, proposal.kind_of_money)
        for body in Body.objects.all():
            running = Decision.objects.filter(proposal__body=body, approved=True, conclusion=None)
            assert running.filter(over_limit_because="").count() <= body.work_in_progress_limit


def do(deed, world, council, people) -> None:
    """Try one deed as one of the people."""
    name, person, second, third = deed
    who = {"by": people[person], "at": NOW}
    if name == "propose":
        opportunity = make_opportunity(world)
        propose(
            opportunity,
            council,
            solution="Do it.",
            amount=second,
            kind_of_money=third,
            recommended_by=people[0],
            **who,
        )
        return
    proposals = list(Proposal.objects.order_by("pk"))
    if second >= len(proposals):
        return
    proposal = proposals[second]
    if name == "vote":
        vote(proposal, in_favour=third, note="Because.", **who)
    elif name == "escalate":
        escalate(proposal, why="Because.", **who)
    elif name == "conclude":
        for decision in Decision.objects.filter(proposal=proposal):
            conclude(decision, **who)
    else:
        because = "It is worth it." if name == "argue" else ""
        decide(proposal, approved=third, reasons="Because.", over_limit_because=because, **who)
