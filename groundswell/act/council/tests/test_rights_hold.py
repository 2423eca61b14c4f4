"""Whatever is tried in whatever order: no money above a right, above the envelope or without quorum is ever committed.

What is stored is judged from its rows alone after every single deed.
"""

from contextlib import suppress
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from groundswell.act.council.errors import CouncilRefused
from groundswell.act.council.models import Body, Envelope, KindOfDecision, Part, Right, Seat
from tests.world import make_world

from .deeds import DEEDS, SET_ASIDE, SUMS, YEAR, do
from .what_stands import check_what_is_stored

ENOUGH = (Decimal(5_000), Decimal(5_000))
MOST_AGAINST = ("carry", 0, 0, Decimal(1_000), "against")
"""The second one is one more than the limit, with more against it than for it."""


class RightsHold(TestCase):
    @example(limits=ENOUGH, envelopes=ENOUGH, quorum=1, wip=1, deeds=[MOST_AGAINST, MOST_AGAINST])
    @settings(max_examples=30, deadline=None)
    @given(
        limits=st.tuples(SUMS, SUMS),
        envelopes=st.tuples(SET_ASIDE, SET_ASIDE),
        quorum=st.integers(1, 3),
        wip=st.integers(1, 2),
        deeds=DEEDS,
    )
    def test_no_order_of_deeds_commits_more_than_is_allowed(self, limits, envelopes, quorum, wip, deeds):
        world = make_world()
        people = [world.office.person, world.lead.person, world.york_lead.person, world.frontline.person]
        board = Body.objects.create(name="Board", quorum=1)
        council = Body.objects.create(name="Council", quorum=quorum, parent=board, work_in_progress_limit=wip)
        for body, limit, amount in zip((council, board), limits, envelopes, strict=True):
            Right.objects.create(body=body, kind="operating", limit=limit)
            Envelope.objects.create(body=body, kind="operating", amount=amount, **YEAR)
            kind = KindOfDecision.objects.create(body=body, name="Systems")
            Part.objects.create(kind=kind, name=Part.Name.AGREES, person=people[3])
            KindOfDecision.objects.create(body=body, name="Various")
        for number, person in enumerate(people[:3]):
            Seat.objects.create(
                body=council, person=person, speaks_for="All", is_chair=number == 0, is_deputy=number == 2
            )
        Seat.objects.create(body=board, person=people[1], speaks_for="All", is_chair=True)
        decided: set[int] = set()
        for one in deeds:
            with suppress(CouncilRefused):
                do(one, world, council, people)
            check_what_is_stored(decided)
